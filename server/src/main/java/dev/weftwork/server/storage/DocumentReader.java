package dev.weftwork.server.storage;

import dev.weftwork.change.Op;
import dev.weftwork.graph.WorkflowId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workflows of a workspace as documents, at one moment. */
public interface DocumentReader {
    /** Stands for the tag of what a principal sent last. */
    String SENT = "";

    /**
     * Looks a workflow up, dead or alive.
     *
     * @param id names it
     * @return what is known of it, or null if nobody ever wrote to it
     */
    @Nullable WorkflowRow workflow(WorkflowId id);

    /**
     * Lists the living.
     *
     * @param query which
     * @return them, in the order of their ids
     */
    List<WorkflowRow> workflows(Query query);

    /**
     * Which workflows are asked for.
     *
     * @param search what their names contain, in lower case; empty for all
     * @param project the project that they belong to, or null for all
     * @param after only those with a greater id
     * @param most how many
     */
    record Query(String search, @Nullable String project, String after, int most) {}

    /**
     * Reads a document.
     *
     * @param workflow its workflow
     * @param number its number
     * @return the document, or null if it is not kept any more
     */
    @Nullable StoredDocument document(WorkflowId workflow, long number);

    /**
     * How long a document is.
     *
     * @param workflow its workflow
     * @param number its number
     * @return the bytes of its text, or 0 if it is not kept any more
     */
    long length(WorkflowId workflow, long number);

    /**
     * The number of a document that a principal sent last, or received under an entity tag.
     *
     * @param workflow the workflow
     * @param principal the principal
     * @param tag the tag, or {@link #SENT}
     * @return the document's number, or 0 if it is not kept, or not any more
     */
    long known(WorkflowId workflow, String principal, String tag);

    /**
     * Looks a project up.
     *
     * @param id names it
     * @return the project, or null if there is none
     */
    @Nullable Project project(String id);

    /**
     * Lists the projects.
     *
     * @param after only those with a greater id
     * @param most how many
     * @return them, in the order of their ids
     */
    List<Project> projects(String after, int most);

    /**
     * The living workflows whose stored document is not what they show now.
     *
     * @param before only those that were last changed before this moment, in milliseconds since 1970
     * @return their ids
     */
    List<WorkflowId> behind(long before);

    /**
     * The replica in whose name the server writes for a principal, and the last operation that it wrote.
     *
     * @param principal the principal
     * @return replica, count and clock; null if there is none yet
     */
    Op.@Nullable Origin replica(String principal);
}
