package dev.weftwork.server.storage;

import dev.weftwork.change.Admission;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.Registers;
import dev.weftwork.change.ServerLedger;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.WorkflowId;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A workspace whose head is held. */
public interface WorkspaceWriter extends WorkspaceReader, ServerLedger {
    @Override
    long clock();

    @Override
    @Nullable Registers registers(WorkflowId workflow, EntityKey key);

    @Override
    DocumentWriter documents();

    /**
     * How much the workspace holds: its operations, the state of its entities and its documents. What this transaction did to the state
     * is not yet in it.
     *
     * @return the bytes
     */
    long bytes();

    /**
     * Whether what is written would make an entity longer, and longer than so many bytes.
     *
     * @param workflow its workflow
     * @param writes what is written
     * @param most how many bytes it may have, its stamps included
     * @return whether it would have more
     */
    boolean exceeds(WorkflowId workflow, EntityWrites writes, long most);

    /**
     * Has somebody told how many bytes a large entity has, each time before one comes into memory. One is there at a time.
     *
     * @param room takes the bytes; what it throws ends the work
     */
    void within(LongConsumer room);

    /**
     * Who first wrote as a replica.
     *
     * @param device the replica
     * @return the principal, or null if nobody has
     */
    @Nullable String owner(DeviceId device);

    /**
     * Takes an operation in.
     *
     * @param offered the operation as it was offered
     * @param decision what admission says
     * @param principal who offered it
     * @param nowMillis the server's wall clock
     */
    void admit(Op offered, Admission.Admit decision, String principal, long nowMillis);

    /**
     * Remembers that an operation was rejected.
     *
     * @param offered the operation
     * @param verdict what was said of it
     * @param nowMillis the server's wall clock
     */
    void remember(Op offered, Verdict.Rejected verdict, long nowMillis);

    /**
     * Forgets what came in up to a moment, at most some operations at a time.
     *
     * @param moment in milliseconds since 1970
     * @param most how many operations
     * @return whether there is more to forget
     */
    boolean forgetUpTo(long moment, int most);

    /** Makes every cursor foreign, as after a restoration. */
    void raiseEpoch();
}
