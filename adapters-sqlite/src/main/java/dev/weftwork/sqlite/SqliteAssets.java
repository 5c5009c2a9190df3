package dev.weftwork.sqlite;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Assets in the table of blobs of an SQLite file, which may be the file of the store: for places where no directory can be
 * written, and for hosts that want one file. Files in a directory are faster and easier to look at. The references are of
 * the kind {@code idb}.
 *
 * <p>Content is kept in pieces of one mebibyte, each written in a transaction of its own, so that nobody who edits waits
 * long. Pieces belong to nobody until the row of the asset is written; {@link #sweep()} takes what was left for a day.
 * What has come of a download stays until somebody goes on with it or forgets it.
 *
 * <p>Making one opens nothing; the first call opens the file.
 *
 * <p><b>Threads.</b> Any thread may call, and several processes may have the file open.
 */
public final class SqliteAssets implements AssetAdapter {
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

    private final Options options;
    private final Object opening = new Object();
    private final BlobParts parts = new BlobParts();
    private volatile @Nullable Database database;
    private boolean closed;

    private SqliteAssets(Path file) {
        options = new Options(file.toAbsolutePath(), null, Durability.FULL, BUSY_TIMEOUT, false, 0, false);
    }

    /**
     * Assets in a file, which is made when it is missing.
     *
     * @param file where; may be the file of a store
     * @return the place, not open yet
     */
    public static SqliteAssets at(Path file) {
        return new SqliteAssets(Objects.requireNonNull(file, "A file is needed; it is where assets are kept"));
    }

    @Override
    public StorageDescription description() {
        try {
            StorageDescription file = database().description();
            return new StorageDescription(
                    "SqliteAssets",
                    file.place(),
                    file.writable(),
                    file.survivesPowerLoss(),
                    file.shared(),
                    file.notices());
        } catch (IOException e) {
            throw Failures.unavailable(options.file(), e);
        }
    }

    @Override
    public AssetRef refTo(AssetKey key, AssetFacts facts) {
        Objects.requireNonNull(key, "A key is needed; it is what the asset is called");
        return new AssetRef.Idb(key.toString(), facts);
    }

    @Override
    public StoredAsset put(Filling filling) throws IOException {
        return new BlobWriter(database()).put(filling);
    }

    @Override
    public Optional<AssetDraft> draft(AssetHash hash) throws IOException {
        return parts.open(database(), hash);
    }

    @Override
    public Set<AssetHash> drafts() throws IOException {
        return database().query(PartTable::all);
    }

    @Override
    public Optional<StoredAsset> find(AssetHash hash) throws IOException {
        Objects.requireNonNull(hash, "A hash is needed; it names the content");
        return database().query(session -> AssetTable.find(session, hash)).map(AssetTable.Line::asset);
    }

    @Override
    public Optional<StoredAsset> find(AssetKey key) throws IOException {
        return line(database(), key).map(AssetTable.Line::asset);
    }

    @Override
    public Optional<InputStream> open(AssetKey key, long from) throws IOException {
        Database open = database();
        return line(open, key).map(line -> new BlobStream(open, line, from));
    }

    private static Optional<AssetTable.Line> line(Database open, AssetKey key) throws IOException {
        Objects.requireNonNull(key, "A key is needed; it is what the asset is called");
        return open.query(session -> AssetTable.find(session, key));
    }

    @Override
    public boolean remove(AssetKey key) throws IOException {
        Objects.requireNonNull(key, "A key is needed; it is what the asset is called");
        return database().change(0, session -> AssetTable.remove(session, key));
    }

    @Override
    public void list(Visitor visitor) throws IOException {
        Objects.requireNonNull(visitor, "A visitor is needed; it is shown the assets");
        for (StoredAsset asset : database().query(AssetTable::all)) {
            visitor.visit(asset);
        }
    }

    @Override
    public void sweep() throws IOException {
        long yesterday = System.currentTimeMillis() - Duration.ofDays(1).toMillis();
        int unused = database().change(0, session -> AssetTable.sweep(session, yesterday));
    }

    @Override
    public void close() throws IOException {
        synchronized (opening) {
            closed = true;
            Database open = database;
            if (open != null) {
                try {
                    parts.leave(open);
                } finally {
                    open.close();
                    database = null;
                }
            }
        }
    }

    private Database database() throws IOException {
        Database open = database;
        return open != null ? open : open();
    }

    private Database open() throws IOException {
        synchronized (opening) {
            if (closed) {
                throw Failures.closed(options.file());
            }
            Database open = database;
            if (open == null) {
                open = prepared(Opening.open(options));
                database = open;
            }
            return open;
        }
    }

    /** What cannot be prepared is opened once more by the next call, so it does not stay open. */
    private static Database prepared(Database open) throws IOException {
        try {
            boolean unused = open.change(0, AssetTable::index);
            return open;
        } catch (IOException | RuntimeException e) {
            try {
                open.close();
            } catch (IOException | RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }
}
