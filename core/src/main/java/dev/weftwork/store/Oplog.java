package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import java.util.List;

/** What is on its way, for hosts that show it and for tools. Lists are snapshots. Safe for use by many threads. */
public interface Oplog {
    /** The code of an operation that was not sent because a secret value in it is too long to be encrypted. */
    String SECRET_TOO_LONG = "SECRET_TOO_LONG";

    /** The code of an operation that was not sent because it builds on one that was refused. */
    String DEPENDS_ON_REFUSED = "DEPENDS_ON_REFUSED";

    /**
     * Operations that the authority has not spoken of. In a store that syncs with nobody these are the edits that are
     * not on disk yet.
     *
     * @return the operations, in the order of the edits
     */
    List<Op> pending();

    /**
     * Operations that were refused for good, with the reason.
     *
     * @return the operations, oldest first
     */
    List<DeadOp> dead();

    /**
     * Makes a refused operation pending once more, under a new id and as an edit of now.
     *
     * @param op one of {@link #dead()}
     * @return what becomes of it
     * @throws IllegalArgumentException if it is not among the dead
     */
    Commit retry(OpId op);

    /**
     * Makes a refused operation pending once more, with other writes.
     *
     * @param op one of {@link #dead()}
     * @param writes what it is to write instead, one element for each entity
     * @return what becomes of it
     * @throws IllegalArgumentException if it is not among the dead
     */
    Commit retry(OpId op, List<EntityWrites> writes);

    /**
     * Forgets a refused operation.
     *
     * @param op one of {@link #dead()}; if it is not, nothing happens
     */
    void discard(OpId op);

    /**
     * Edits that are in memory and not on disk yet: what would be lost if the process died now. Once the store is
     * closed, what it could not write.
     *
     * @return the operations, in the order of the edits
     */
    List<Op> unsaved();

    /**
     * The entries of the log that are still kept.
     *
     * @return the entries, oldest first
     */
    List<LogEntry> entries();

    /**
     * Appends an operation made of plain register writes, for tools that speak of registers. What the writes mean is not
     * checked.
     *
     * @param workflow the workflow that they belong to
     * @param writes one element for each entity
     * @return when it is on disk
     */
    Commit append(WorkflowId workflow, List<EntityWrites> writes);

    /**
     * An operation that was refused for good.
     *
     * @param op the operation, whole
     * @param code why, for programs
     * @param reason why, for people
     */
    record DeadOp(Op op, String code, String reason) {}
}
