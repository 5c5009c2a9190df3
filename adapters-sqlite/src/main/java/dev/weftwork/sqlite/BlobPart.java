package dev.weftwork.sqlite;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Content that comes in stretches, in pieces of one mebibyte. What of the last piece is not full yet is in memory, and in
 * the file once it is let go of: a process that is killed loses that much. Confined to one thread at a time.
 */
final class BlobPart implements AssetDraft {
    private static final int PIECE = BlobWriter.PIECE;

    private final Database database;
    private final BlobParts parts;
    private final AssetHash hash;
    private final String place;
    private final byte[] piece = new byte[PIECE];
    /** How many pieces are full; what comes next begins in the one behind them. */
    private long full;

    private int filled;
    /** How much of the piece in memory is in the file, too. */
    private int kept;

    private boolean loaded;
    private boolean open = true;

    BlobPart(Database database, BlobParts parts, AssetHash hash, String place, PartTable.Here here) {
        this.database = database;
        this.parts = parts;
        this.hash = hash;
        this.place = place;
        full = here.bytes() / PIECE;
        filled = (int) (here.bytes() % PIECE);
        kept = filled;
    }

    @Override
    public long length() {
        return full * PIECE + filled;
    }

    @Override
    public InputStream open() throws IOException {
        requireOpen();
        keep();
        StoredAsset here = new StoredAsset(AssetKey.of("part", hash), length(), 0, hash);
        return new BlobStream(database, new AssetTable.Line(here, place), 0);
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
        requireOpen();
        load();
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), PIECE - filled);
            bytes.get(piece, filled, count);
            filled += count;
            if (filled == PIECE) {
                keep();
            }
        }
    }

    /** The beginning of the piece that goes on is read once. */
    private void load() throws IOException {
        if (!loaded && filled > 0) {
            byte[] begun = database.query(session -> PartTable.piece(session, place, full));
            if (begun == null || begun.length != filled) {
                throw new IOException("What had come of asset " + hash + " is not as it was left; fetch it once more");
            }
            System.arraycopy(begun, 0, piece, 0, filled);
        }
        loaded = true;
    }

    /** Writes what is in memory only. */
    private void keep() throws IOException {
        if (filled > kept) {
            byte[] bytes = filled == PIECE ? piece : Arrays.copyOf(piece, filled);
            boolean unused = database.change(filled, session -> {
                requireMine(session);
                return PartTable.piece(session, place, full, bytes);
            });
            kept = filled;
        }
        if (filled == PIECE) {
            full++;
            filled = 0;
            kept = 0;
        }
    }

    private void requireMine(Session session) throws IOException, SQLException {
        if (!parts.isMine(PartTable.owner(session, place))) {
            throw new IOException("Somebody else goes on with what had come of asset " + hash);
        }
    }

    private void requireOpen() throws IOException {
        if (!open) {
            throw new IOException("This part was let go of; take it up once more");
        }
    }

    @Override
    public StoredAsset finish(NewAsset wished) throws IOException {
        requireOpen();
        keep();
        long bytes = length();
        StoredAsset stored = database.change(0, session -> {
            requireMine(session);
            boolean unused = PartTable.disown(session, place);
            return AssetTable.name(session, wished, place, bytes);
        });
        end();
        return stored;
    }

    @Override
    public void discard() throws IOException {
        requireOpen();
        int unused = database.change(0, session -> {
            requireMine(session);
            return AssetTable.removePieces(session, place);
        });
        end();
    }

    @Override
    public void close() throws IOException {
        if (!open) {
            return;
        }
        try {
            keep();
            boolean unused = database.change(0, session -> {
                requireMine(session);
                return PartTable.disown(session, place);
            });
        } finally {
            end();
        }
    }

    private void end() {
        open = false;
        parts.letGo(hash);
    }
}
