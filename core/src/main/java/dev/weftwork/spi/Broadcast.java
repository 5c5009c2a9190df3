package dev.weftwork.spi;

import java.util.function.Consumer;

/**
 * A way on which processes that share a storage tell each other of their edits, such as the message bus of a host. It is
 * an accelerator and nothing depends on it: a message may be lost, doubled, late, or come before others. What a process
 * shows comes from the storage alone, so a message is only a reason to look there, and an old one is none.
 *
 * <p>Any thread may call. The store publishes outside of its locks, once what it tells of is durable.
 */
public interface Broadcast {
    /**
     * Tells the other processes of an entity that this one wrote. May throw; that is logged and hurts nothing.
     *
     * @param message what was written
     */
    void publish(Message message);

    /**
     * Names who is told what other processes published.
     *
     * @param listener is told; it returns at once and may be called by any thread
     * @return ends the telling
     */
    AutoCloseable listen(Consumer<Message> listener);

    /**
     * An entity that was written.
     *
     * @param entity its kind: workflow, node, edge, or the name of a collection
     * @param id its id within its workflow
     * @param version the number of the commit that wrote it; a greater one is newer, across all entities of a storage
     */
    record Message(String entity, String id, long version) {}
}
