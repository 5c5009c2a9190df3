package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.secret.Revealed;
import dev.weftwork.spi.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * The secret fields of a store. An edit writes a secret field like any other, and from then on everything holds the
 * envelope: snapshots, listeners, the file, the wire, exports, undo. The value itself is given here and nowhere else, to
 * whoever asks for it by name.
 */
public interface Secrets {
    /**
     * Decrypts one setting of a node.
     *
     * @param workflow the node's workflow
     * @param node the node
     * @param key the setting's name
     * @return the value, or why it cannot be read
     * @throws IllegalArgumentException if there is no such workflow or node
     */
    Revealed reveal(WorkflowId workflow, NodeId node, String key);

    /**
     * Decrypts one register.
     *
     * @param workflow the workflow
     * @param key the entity
     * @param field the register, such as {@code ext.token}
     * @return the value, or why it cannot be read; absent if there is no such entity
     */
    Revealed reveal(WorkflowId workflow, EntityKey key, String field);

    /**
     * Decrypts a value that was met elsewhere: in a conflict, a change, an older version, an item of a collection.
     *
     * @param kind what sort of entity it is of
     * @param field its register, such as {@code config.apiKey}
     * @param value the value, or null if there is none
     * @return the value, or why it cannot be read
     */
    Revealed open(EntityKind kind, String field, @Nullable Json value);

    /**
     * A workflow as it may leave the process: what lies in secret fields in plaintext, as after a field was marked, is
     * encrypted in what this gives. Nothing is written. Packages are made of this.
     *
     * @param workflow names it
     * @return a snapshot; that of {@code store.workflow(id)} if there is nothing to encrypt
     * @throws IllegalArgumentException if there is none of that id
     * @throws IllegalStateException if there is something to encrypt and no key to do it with now
     */
    Workflow sealed(WorkflowId workflow);

    /**
     * Encrypts with the current key what was encrypted with another, as ordinary edits. What cannot be opened, or is
     * written meanwhile, stays as it is. Keep the former key until every device has synced, and for as long as older
     * versions, backups and conflicts are to be read.
     *
     * @return what came of it
     * @throws IllegalStateException if the store was given no keys, or there is no current one now
     */
    Rotation rotate();

    /**
     * Encrypts what lies in secret fields in plaintext, such as after a field was marked, and sees to it that nothing of
     * it can be found in the storage: in rows, the log, operations that wait, conflicts, free space and the write-ahead
     * log. It takes about as long as writing the whole storage anew. Backups, exports and what a server has already got
     * are out of its reach.
     *
     * @return what came of it, and why plaintext may be left
     * @throws IllegalStateException if the store was given no keys, or there is no current one now
     * @throws StorageException if the storage does not take it now; what was encrypted stays so
     */
    Protection protect();
}
