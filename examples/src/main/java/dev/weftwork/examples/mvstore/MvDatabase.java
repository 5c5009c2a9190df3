package dev.weftwork.examples.mvstore;

import dev.weftwork.spi.StorageAdapter.ReadWork;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/** An open file. */
final class MvDatabase {
    private static final String MAP = "weftwork";
    private static final int FILL_PERCENT = 50;
    private static final int COMPACT_BYTES = 16 << 20;

    private final Path file;
    private final MVStore store;
    private final MVMap<String, String> map;
    /** The map as of the last commit. */
    private volatile MVMap<String, String> committed;

    private MvDatabase(Path file, MVStore store) {
        this.file = file;
        this.store = store;
        map = store.openMap(MAP);
        committed = moment();
    }

    static MvDatabase open(Path file, long mostBytes) throws IOException {
        requireWritable(file);
        MVStore store = null;
        MvFile medium = new MvFile(mostBytes);
        try {
            medium.open(file.toString(), false, null);
            // Nothing may reach the file before a transaction is whole, so MVStore must not commit by itself.
            store = new MVStore.Builder()
                    .adoptFileStore(medium)
                    .autoCommitDisabled()
                    .autoCommitBufferSize(0)
                    .open();
            requireOurs(file, store.getMapNames());
            return new MvDatabase(file, store);
        } catch (MVStoreException | StorageException e) {
            if (store != null) {
                store.closeImmediately();
            }
            medium.letGo();
            if (e instanceof MVStoreException failure) {
                throw Failures.of(failure, file);
            }
            throw e;
        }
    }

    private static void requireWritable(Path file) throws IOException {
        Path directory = file.getParent();
        Files.createDirectories(directory);
        if (!Files.isWritable(directory) || (Files.exists(file) && !Files.isWritable(file))) {
            throw new StorageException(
                    Kind.READ_ONLY, file + " cannot be written", "Give this user the right, or choose another place");
        }
    }

    private static void requireOurs(Path file, Set<String> names) {
        if (!names.isEmpty() && !names.contains(MAP)) {
            throw new StorageException(
                    Kind.UNSUPPORTED, file + " is another program's; it holds " + names, "Choose another file");
        }
    }

    private MVMap<String, String> moment() {
        return map.openVersion(store.getCurrentVersion());
    }

    <T extends @Nullable Object> T read(ReadWork<T> work) throws IOException {
        // First the registration, then the moment: so its pages are kept until the end.
        MVStore.TxCounter usage = store.registerVersionUsage();
        MvRead transaction = new MvRead(new Texts(committed), file);
        try {
            return work.run(transaction);
        } finally {
            transaction.end();
            store.deregisterVersionUsage(usage);
        }
    }

    MvWrite begin() {
        return new MvWrite(new Texts(committed), file);
    }

    /** Makes a transaction durable; by one thread at a time. */
    void commit(Texts changes) {
        changes.applyTo(map);
        store.commit();
        store.sync();
        committed = moment();
    }

    void compact() {
        if (store.compact(FILL_PERCENT, COMPACT_BYTES)) {
            store.commit();
            committed = moment();
        }
    }

    void close() throws IOException {
        try {
            // a reader that ended while a commit was under way left its version behind, and MVStore minds that here
            store.deregisterVersionUsage(store.registerVersionUsage());
            store.close();
        } catch (MVStoreException e) {
            throw Failures.of(e, file);
        }
    }

    /** Lets go of the file without a write, after a failure. */
    void abandon() {
        store.closeImmediately();
    }
}
