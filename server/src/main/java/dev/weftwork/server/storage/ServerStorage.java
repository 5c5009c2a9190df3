package dev.weftwork.server.storage;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps workspaces. Each is one sequence under one head, and no transaction spans two. What is read and written is keyed
 * by the workspace in every statement, so that none can reach into another.
 *
 * <p>Any thread may call.
 */
public interface ServerStorage extends AutoCloseable {
    /**
     * Names this data for ever, wherever it is moved.
     *
     * @return the name
     */
    String id();

    /**
     * Writes in one transaction that holds the workspace's head from beginning to end. Several of them may share a
     * commit; each is rolled back alone if it throws.
     *
     * @param workspace which workspace; it is made if it does not exist
     * @param work what to do; runs on the storage's thread and may run again if the commit fails
     * @param <T> what it gives
     * @return what the work gave, once it is durable; an {@link IOException} if the storage cannot write now
     */
    <T> CompletableFuture<T> write(String workspace, Work<WorkspaceWriter, T> work);

    /**
     * Reads at one moment, on the calling thread.
     *
     * @param workspace which workspace; it is made if it does not exist
     * @param work what to do
     * @param <T> what it gives
     * @return what the work gave
     * @throws IOException if the storage cannot be read now
     */
    <T extends @Nullable Object> T read(String workspace, Work<WorkspaceReader, T> work) throws IOException;

    /**
     * What was last noted of the whole storage under a name.
     *
     * @param name the name
     * @return the text, or null if nothing was
     * @throws IOException if the storage cannot be read now
     */
    @Nullable String noted(String name) throws IOException;

    /**
     * Notes something of the whole storage.
     *
     * @param name the name
     * @param text what to note
     * @return done when it is durable
     */
    CompletableFuture<Boolean> note(String name, String text);

    /**
     * Tries whether the storage can be read.
     *
     * @throws IOException if it cannot be read now
     */
    void check() throws IOException;

    /**
     * Which workspaces there are.
     *
     * @return their ids
     * @throws IOException if the storage cannot be read now
     */
    List<String> workspaces() throws IOException;

    /** Finishes what was handed over and lets go of everything. */
    @Override
    void close();

    /**
     * What is done with a workspace.
     *
     * @param <W> how it sees the workspace
     * @param <T> what it gives
     */
    @FunctionalInterface
    interface Work<W, T extends @Nullable Object> {
        /**
         * Does it.
         *
         * @param workspace valid until this method returns
         * @return what the work gives
         * @throws IOException if the storage fails
         */
        T run(W workspace) throws IOException;
    }
}
