package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.LikelyNames;
import dev.weftwork.change.Op;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.FoldedRow;
import dev.weftwork.oplog.RowSummary;
import dev.weftwork.spi.ReadTransaction;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Brings workflows from the medium into memory: rows ⊕ the log behind them. */
final class Loader {
    private final Journal journal;
    private final Replica replica;

    Loader(Journal journal, Replica replica) {
        this.journal = journal;
        this.replica = replica;
    }

    /** Loads a workflow unless it is loaded; the caller holds neither lock, or the journal's. */
    Slot load(WorkflowId id) throws IOException {
        journal.lock.lock();
        try {
            return journal.storage().read(moment -> load(id, moment));
        } finally {
            journal.lock.unlock();
        }
    }

    private Slot load(WorkflowId id, ReadTransaction moment) throws IOException {
        journal.catchUp(moment);
        return place(RowSet.read(id, moment), replica);
    }

    /** Puts a workflow in memory unless it is there: its rows, and what the replica has seen behind them. */
    static Slot place(RowSet rows, Replica replica) {
        replica.lock.lock();
        try {
            WorkflowId id = rows.state().id();
            Slot known = replica.slot(id);
            if (known != null) {
                return known;
            }
            Slot slot = new Slot(id, rows.state(), rows.pages());
            rows.replayTail(slot, replica);
            replica.slots.put(id, slot);
            replica.listings.computeIfAbsent(id, Listing::new);
            return slot;
        } finally {
            replica.lock.unlock();
        }
    }

    /** Brings workflows into memory of which only their rows can tell how they stand now. */
    static void loadUnsure(ReadTransaction moment, Replica replica) throws IOException {
        for (WorkflowId id : List.copyOf(replica.unsure)) {
            place(RowSet.read(id, moment), replica);
            replica.unsure.remove(id);
        }
    }

    /** The rows of one workflow. */
    static final class RowSet {
        private final GraphState state;
        private final Pages pages;
        /** Up to where all rows are folded. */
        private final long folded;
        /** Up to where each entity's row is folded, if that is further. */
        private final Map<EntityKey, Long> foldedTo;

        private RowSet(GraphState state, Pages pages, long folded, Map<EntityKey, Long> foldedTo) {
            this.state = state;
            this.pages = pages;
            this.folded = folded;
            this.foldedTo = foldedTo;
        }

        static RowSet read(WorkflowId id, ReadTransaction moment) throws IOException {
            GraphState.Builder state = GraphState.builder(id);
            LikelyNames names = new LikelyNames();
            Pages.Builder pages = new Pages.Builder(id);
            Map<EntityKey, Long> foldedTo = new HashMap<>();
            String given = moment.setting(Keys.rows(id));
            String foldedText = moment.setting(Keys.FOLDED);
            long folded = foldedText == null ? 0 : Damage.number(Keys.FOLDED, foldedText);
            moment.rows(id.value(), row -> {
                FoldedRow read = Damage.guard(() -> FoldedRow.read(row, names));
                pages.add(read);
                for (Entity entity : read.entities()) {
                    state.put(entity, row.updatedAt());
                    if (read.position() > folded) {
                        foldedTo.put(entity.key(), read.position());
                    }
                }
            });
            Pages found = pages.build();
            RowSummary expected = Damage.summary(given);
            if (!expected.equals(found.summary())) {
                throw Damage.corrupt("The rows of workflow '" + id + "' are not what was written (expected " + expected
                        + ", found " + found.summary() + ")");
            }
            return new RowSet(Damage.guard(state::build), found, folded, foldedTo);
        }

        GraphState state() {
            return state;
        }

        Pages pages() {
            return pages;
        }

        /** The last log entry of which anything is in the rows. */
        long reach() {
            return foldedTo.values().stream().reduce(folded, Math::max);
        }

        /** Takes in what the replica has seen of a workflow that was not in memory; under the replica's lock. */
        void replayTail(Slot slot, Replica replica) {
            List<Tail.Entry> tail = replica.takeTail(slot.id);
            tail.forEach(op -> replay(op, slot, replica));
        }

        private void replay(Tail.Entry tail, Slot slot, Replica replica) {
            if (tail.position() <= folded) {
                // another process has folded it since it was seen
                return;
            }
            Op op = tail.logged().op();
            if (tail.logged().admitted() == null) {
                slot.overlay.push(op, replica.outstanding.provisional(op));
                return;
            }
            slot.overlay.admit(withoutFolded(op, tail.position()), tail.logged().stamp());
            slot.markDirty(op);
        }

        /** An entity that is folded further than the rest must not count the same change twice. */
        private Op withoutFolded(Op op, long position) {
            if (foldedTo.isEmpty()) {
                return op;
            }
            List<EntityWrites> left = op.writes().stream()
                    .filter(writes -> foldedTo.getOrDefault(writes.key(), 0L) < position)
                    .toList();
            return op.withWrites(left);
        }
    }
}
