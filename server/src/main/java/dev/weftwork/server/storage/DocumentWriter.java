package dev.weftwork.server.storage;

import dev.weftwork.change.Op;
import dev.weftwork.graph.WorkflowId;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The workflows of a workspace as documents, while its head is held. */
public interface DocumentWriter extends DocumentReader {
    /**
     * Keeps a document. Those that nobody needs any more are dropped.
     *
     * @param workflow its workflow
     * @param document the document; its number is not looked at
     * @param shown whether it is what the workflow shows now
     * @return its number
     */
    long put(WorkflowId workflow, StoredDocument document, boolean shown);

    /**
     * Notes what a principal sent, or is about to receive under an entity tag. Of what was received under tags only the
     * newest are kept.
     *
     * @param workflow the workflow
     * @param known whose document, and under which tag
     * @param number the document's number
     */
    void know(WorkflowId workflow, Known known, long number);

    /**
     * Drops what was sent or received before a moment; whoever has it still is compared with nothing.
     *
     * @param moment in milliseconds since 1970
     */
    void forgetKnown(long moment);

    /**
     * Drops copies that are kept only for those who sent or received them, and overwrites their bytes.
     *
     * @param which says of a document's text whether to drop it
     */
    void forgetCopies(Predicate<String> which);

    /**
     * Who knows a document, and by which name.
     *
     * @param principal the principal
     * @param tag the entity tag, or {@link #SENT}
     * @param at when, in milliseconds since 1970
     */
    record Known(String principal, String tag, long at) {}

    /**
     * Puts a workflow into a project.
     *
     * @param workflow the workflow
     * @param project the project, or null for none
     */
    void file(WorkflowId workflow, @Nullable String project);

    /**
     * Makes or renames a project.
     *
     * @param project the project
     */
    void put(Project project);

    /**
     * Notes what the replica of a principal wrote last.
     *
     * @param principal the principal
     * @param last replica, count and clock
     */
    void replica(String principal, Op.Origin last);
}
