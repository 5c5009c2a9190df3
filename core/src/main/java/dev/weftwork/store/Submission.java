package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes operations of edits: joins them into the graph in memory and puts them into the queue. */
final class Submission {
    private final Replica replica;
    private final Journal journal;
    private final Announcer announcer;
    private final Histories histories;
    private final Sealing sealing;

    Submission(StoreParts parts, Journal journal, Histories histories) {
        this.replica = parts.replica();
        this.announcer = parts.announcer();
        this.journal = journal;
        this.histories = histories;
        this.sealing = parts.sealing();
    }

    /** Takes writes in as one operation, perhaps as the inverse of another; under the replica's lock. */
    Commit take(Slot slot, List<EntityWrites> given, OpId name, @Nullable OpId undoOf) {
        // a step back may hold a value from before its field was marked as secret
        GraphState standing = slot.overlay.view();
        List<EntityWrites> sealed = undoOf == null ? sealing.seal(standing, given) : sealing.sealAll(standing, given);
        // sealed first: a secret does not become an asset that anybody can read
        List<EntityWrites> writes = journal.assets().lighten(sealed);
        if (writes.isEmpty()) {
            return SettledCommit.UNCHANGED;
        }
        // the queue counts binaries that moved out, too: until they are put, they wait in memory
        long waiting = OpSize.of(sealed);
        long size = OpSize.of(writes);
        if (size > OpSize.LIMIT) {
            throw new IllegalArgumentException("The edit of workflow '" + slot.id + "' holds " + (size >> 20)
                    + " MiB, and one operation may hold " + (OpSize.LIMIT >> 20)
                    + " MiB; split it, or keep large binaries as assets");
        }
        Op plain = Op.of(name, slot.id, replica.nextOrigin(), writes).inKnowledgeOf(replica.seen());
        Op op = undoOf == null ? plain : plain.takingBack(undoOf);
        PendingCommit commit = new PendingCommit(journal, slot, op, waiting);
        GraphState before = slot.overlay.view();
        slot.overlay.push(op, op.provisional());
        replica.enqueue(commit);
        histories.note(op, before);
        announcer.land(slot.id, List.of(op));
        announcer.changed(before, slot.overlay.view(), List.of(op), WorkflowChange.Origin.LOCAL);
        journal.wake();
        return commit;
    }
}
