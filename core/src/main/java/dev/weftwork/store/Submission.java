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
    private final StoreAssets assets;

    Submission(StoreParts parts, Journal journal, Histories histories) {
        this.replica = parts.replica();
        this.announcer = parts.announcer();
        this.journal = journal;
        this.histories = histories;
        this.sealing = parts.sealing();
        this.assets = parts.assets();
    }

    /** Takes writes in as one operation, perhaps as the inverse of another; under the replica's lock. */
    Commit take(Slot slot, List<EntityWrites> given, OpId name, @Nullable OpId undoOf) {
        return take(slot, given, name, undoOf, histories::note);
    }

    /** Takes writes in that are nobody's step: to take those back would undo what no person did. */
    Commit takeQuietly(Slot slot, List<EntityWrites> given, OpId name) {
        return take(slot, given, name, null, (op, size, before) -> {});
    }

    /** Is told of an operation, of its size, and of what it met. */
    private interface Note {
        void of(Op op, long size, GraphState before);
    }

    private Commit take(Slot slot, List<EntityWrites> given, OpId name, @Nullable OpId undoOf, Note note) {
        // a step back may hold a value from before its field was marked as secret, or from before there was a new key
        GraphState standing = slot.overlay.view();
        List<EntityWrites> writes =
                undoOf == null ? sealing.seal(standing, given) : sealing.sealAll(standing, sealing.renew(given));
        if (writes.isEmpty()) {
            return SettledCommit.UNCHANGED;
        }
        // sealed first: a secret does not become an asset that anybody can read
        boolean heavy = assets.concernedBy(writes);
        long size = OpSize.of(writes);
        requireRoom(slot, size > OpSize.LIMIT && heavy ? assets.lengthAfter(writes) : size);
        Op plain = op(slot, name, writes);
        Op op = undoOf == null ? plain : plain.takingBack(undoOf);
        GraphState before = slot.overlay.view();
        Commit commit = push(slot, op, new PendingCommit(journal, slot, op, size, heavy));
        // binaries that are about to move out do not stay in the step
        note.of(op, heavy ? assets.lengthWithout(writes) : size, before);
        return commit;
    }

    /** Takes in writes that say the same in another form, which is no step to take back; under the replica's lock. */
    Commit rewrite(Slot slot, List<EntityWrites> writes, OpId name) {
        Op op = op(slot, name, writes);
        histories.rewritten(op);
        return push(slot, op, new PendingCommit(journal, slot, op, OpSize.of(writes), false));
    }

    private Op op(Slot slot, OpId name, List<EntityWrites> writes) {
        return Op.of(name, slot.id, replica.nextOrigin(), writes).inKnowledgeOf(replica.seen());
    }

    private static void requireRoom(Slot slot, long size) {
        if (size > OpSize.LIMIT) {
            throw new IllegalArgumentException("The edit of workflow '" + slot.id + "' holds " + (size >> 20)
                    + " MiB, and one operation may hold " + (OpSize.LIMIT >> 20)
                    + " MiB; split it, or keep large binaries as assets");
        }
    }

    private Commit push(Slot slot, Op op, PendingCommit commit) {
        GraphState before = slot.overlay.view();
        slot.overlay.push(op, op.provisional());
        replica.enqueue(commit);
        replica.touched.note(slot.id);
        announcer.land(slot.id, op);
        announcer.changed(before, slot.overlay.view(), List.of(op), WorkflowChange.Origin.LOCAL);
        journal.wake();
        return commit;
    }
}
