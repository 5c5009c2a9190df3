package dev.weftwork.benchmarks;

import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A storage that takes log entries, and after the store's opening nothing else: so the log is never folded. */
final class Unfoldable implements StorageAdapter {
    private final StorageAdapter storage;
    private volatile boolean appended;

    Unfoldable(StorageAdapter storage) {
        this.storage = storage;
    }

    @Override
    public void claim() {
        storage.claim();
    }

    @Override
    public StorageDescription description() {
        return storage.description();
    }

    @Override
    @SuppressWarnings("NullAway") // the JDK 17 pair does not see the bound of a dependency's type variable
    public <T extends @Nullable Object> T read(ReadWork<T> work) throws IOException {
        return storage.read(work);
    }

    @Override
    @SuppressWarnings("NullAway")
    public <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
        if (appended) {
            throw new IOException("nothing but log entries is taken");
        }
        return storage.write(work);
    }

    @Override
    public boolean append(long expectedHead, String body) throws IOException {
        appended = true;
        return storage.append(expectedHead, body);
    }

    @Override
    public long head() throws IOException {
        return storage.head();
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
