package dev.weftwork.server;

import dev.weftwork.server.storage.ServerStorage;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.server.storage.WorkspaceWriter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A storage in which somebody else always comes first, as often as is asked for; it tells who reads. */
final class InterruptedStorage implements ServerStorage {
    private final ServerStorage storage;
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger readsByTheWriter = new AtomicInteger();
    private volatile Runnable interruption = () -> {};
    private volatile @Nullable Thread writer;

    InterruptedStorage(ServerStorage storage) {
        this.storage = storage;
    }

    /** Before each of the next transactions something else happens. */
    void beforeSaves(int times, Runnable what) {
        interruption = what;
        left.set(times);
    }

    int left() {
        return left.get();
    }

    int readsByTheWriter() {
        return readsByTheWriter.get();
    }

    @Override
    public <T> CompletableFuture<T> write(String workspace, Work<WorkspaceWriter, T> work) {
        if (left.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
            int rest = left.getAndSet(0);
            interruption.run();
            left.set(rest);
        }
        return storage.write(workspace, book -> {
            writer = Thread.currentThread();
            return work.run(book);
        });
    }

    @Override
    public <T extends @Nullable Object> T read(String workspace, Work<WorkspaceReader, T> work) throws IOException {
        if (Thread.currentThread() == writer) {
            readsByTheWriter.incrementAndGet();
        }
        return storage.read(workspace, work);
    }

    @Override
    public String id() {
        return storage.id();
    }

    @Override
    public @Nullable String noted(String name) throws IOException {
        return storage.noted(name);
    }

    @Override
    public CompletableFuture<Boolean> note(String name, String text) {
        return storage.note(name, text);
    }

    @Override
    public void check() throws IOException {
        storage.check();
    }

    @Override
    public List<String> workspaces() throws IOException {
        return storage.workspaces();
    }

    @Override
    public void close() {
        storage.close();
    }
}
