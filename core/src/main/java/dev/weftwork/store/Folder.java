package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.GraphState;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.RowSummary;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings rows up to the log and prunes what every living process has read. Edits go on meanwhile. */
final class Folder {
    private static final Logger LOG = LoggerFactory.getLogger(Folder.class);
    private static final int MOST_TRIES = 5;

    private final Journal journal;
    private final Replica replica;
    private final Loader loader;
    private final Processes processes;
    private final StoreSignals signals;
    /** What the medium says that it is folded to, as far as this process knows; under the journal's lock. */
    private long foldedTo;
    /** Whether the list can be put in pages; under the journal's lock. */
    private boolean listable = true;
    /** How often the medium was folded when this process last read or wrote rows; under the journal's lock. */
    private long folds;

    Folder(
            Journal journal,
            Replica replica,
            Loader loader,
            Processes processes,
            StoreSignals signals,
            Intake.Folded folded) {
        this.journal = journal;
        this.replica = replica;
        this.loader = loader;
        this.processes = processes;
        this.signals = signals;
        foldedTo = folded.to();
        folds = folded.times();
    }

    /** The part of one workflow that is to be folded. */
    private static final class Part {
        private final Slot slot;
        private final GraphState base;
        private final Set<EntityKey> keys;
        private @Nullable Pages pages;

        Part(Slot slot) {
            this.slot = slot;
            base = slot.overlay.base();
            keys = slot.takeDirty();
            pages = slot.pages;
        }
    }

    /** Folds everything that is behind. What fails is left for the next time; the log has it all. */
    void fold() {
        long started = signals.now();
        journal.lock.lock();
        try {
            boolean done = false;
            for (int i = 0; i < MOST_TRIES && !done; i++) {
                done = foldWithList();
            }
            signals.folded(signals.now() - started, done);
        } catch (IOException | StorageException e) {
            signals.folded(signals.now() - started, false);
            LOG.atWarn().setCause(e).log("Folding has to wait: {}", e.getMessage());
        } finally {
            journal.lock.unlock();
        }
    }

    /** What is only a help must not take the room that the rows need. */
    private boolean foldWithList() throws IOException {
        try {
            return foldOnce(listable);
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.FULL || !listable) {
                throw e;
            }
            return foldOnce(false);
        }
    }

    private boolean foldOnce(boolean withList) throws IOException {
        journal.catchUp();
        // loading may bring in what others have written meanwhile, also for graphs that were not among these
        for (List<WorkflowId> ids = unloaded(); !ids.isEmpty(); ids = unloaded()) {
            for (WorkflowId id : ids) {
                loader.load(id);
            }
        }
        List<Part> parts = new ArrayList<>();
        Target target;
        replica.lock.lock();
        try {
            target = new Target(
                    replica.position(), replica.settledTo(), replica.committed(), withList, replica.listHolds);
            replica.slots.values().stream().filter(Slot::isDirty).forEach(slot -> parts.add(new Part(slot)));
        } finally {
            replica.lock.unlock();
        }
        if (parts.isEmpty() && target.settled == foldedTo) {
            return true;
        }
        long times = 0;
        try {
            times = journal.storage().write(transaction -> write(parts, target, transaction));
            return times > 0;
        } finally {
            settle(parts, target, times);
        }
    }

    private List<WorkflowId> unloaded() {
        replica.lock.lock();
        try {
            return replica.unfolded();
        } finally {
            replica.lock.unlock();
        }
    }

    /**
     * Up to where rows are folded, and up to where the log is not needed any more: what is pending stays in it. And
     * whether the list is put in pages, and what is there of it may be used.
     */
    private record Target(long at, long settled, Clocks clocks, boolean withList, boolean listHolds) {}

    /** Gives how often rows have been folded then, or zero if nothing was written. */
    private long write(List<Part> parts, Target target, WriteTransaction transaction) throws IOException {
        if (transaction.head() != target.at) {
            // another process was faster; rows from before its entry would be stale
            return 0;
        }
        journal.refuseOtherSchema(transaction);
        // as long as something is pending, many folds leave the fold position where it is; so folds are counted
        Intake.Folded known = Intake.Folded.read(transaction);
        boolean othersFolded = known.to() != foldedTo || known.times() != folds;
        RowSummary workflows = Damage.summary(transaction.setting(Keys.WORKFLOWS));
        // first, so that the rows can take the room of the entries that they stand for
        prune(target, transaction);
        Map<String, String> lines = new HashMap<>();
        for (Part part : parts) {
            Pages before = part.pages;
            if (othersFolded || before == null) {
                before = Loader.RowSet.read(part.slot.id, transaction).pages();
            }
            Pages after = new PageFold(part.base, before, target.at, transaction).write(part.keys);
            workflows = replaced(before.own(), after.own(), workflows);
            part.pages = after;
            Integer own = after.own();
            if (own != null) {
                lines.put(part.slot.id.value(), ListLine.write(part.base.self(), part.base.updatedAt(), own));
            }
        }
        transaction.setting(Keys.WORKFLOWS, workflows.toString());
        Intake.Folded now = new Intake.Folded(target.settled, known.times() + 1);
        if (!target.withList || !target.listHolds) {
            WorkflowList.forget(transaction);
        }
        if (target.withList) {
            listable = WorkflowList.fold(lines, known, now, workflows, transaction);
        }
        transaction.setting(Keys.FOLDED, Long.toString(now.to()));
        transaction.setting(Keys.FOLDS, Long.toString(now.times()));
        transaction.setting(Keys.CLOCK, target.clocks.text());
        Seal.put(transaction);
        return now.times();
    }

    private void prune(Target target, WriteTransaction transaction) throws IOException {
        processes.mark(target.at, transaction);
        long spare = Retention.limit(target.settled, target.clocks.standing().heard(), transaction);
        transaction.prune(processes.leastRead(spare, transaction));
    }

    private static RowSummary replaced(@Nullable Integer before, @Nullable Integer after, RowSummary summary) {
        RowSummary without = before == null ? summary : summary.minus(before);
        return after == null ? without : without.plus(after);
    }

    private void settle(List<Part> parts, Target target, long times) {
        Map<Slot, Part> bySlot = new LinkedHashMap<>();
        parts.forEach(part -> bySlot.put(part.slot, part));
        replica.lock.lock();
        try {
            if (times > 0) {
                bySlot.forEach((slot, part) -> slot.pages = part.pages);
                foldedTo = target.settled;
                replica.listHolds = target.withList;
                folds = times;
                replica.folded();
            } else {
                bySlot.forEach((slot, part) -> slot.putBack(part.keys));
            }
        } finally {
            replica.lock.unlock();
        }
    }
}
