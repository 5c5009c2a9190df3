package dev.weftwork.store;

import dev.weftwork.change.Op;
import dev.weftwork.oplog.SyncNote;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether an edit leaves the device as soon as it is written. Such an edit is noted as offered in the entry that
 * makes it durable, which saves the entry that would be written before it goes. If it does not leave after all, it is in
 * no other case than one whose push was lost: it never changes, and is offered again. Thread-safe.
 */
final class Departure {
    private final Slices slices;
    private final Sealing sealing;
    private final AtomicReference<@Nullable PushLimits> awaited = new AtomicReference<>();

    Departure(Slices slices, Sealing sealing) {
        this.slices = slices;
        this.sealing = sealing;
    }

    /** Somebody is ready to send the next edit that is within some limits, or no longer if there are none. */
    void awaits(@Nullable PushLimits limits) {
        awaited.set(limits);
    }

    /**
     * What is written down with edits that wait for a server. Holds once: edits that come while the first is under way
     * may still be joined, and so may those of a burst.
     */
    SyncNote note(List<PendingCommit> batch) {
        PushLimits limits = awaited.get();
        if (limits == null || batch.size() > 1) {
            return SyncNote.NONE;
        }
        Op op = batch.get(0).operation();
        boolean goes = limits.includes(op.workflow()) && !limits.held().contains(op.id()) && leavesAsItIs(op);
        if (!goes || !awaited.compareAndSet(limits, null)) {
            return SyncNote.NONE;
        }
        return SyncNote.offered(List.of(op.id()), List.of(), List.of());
    }

    private boolean leavesAsItIs(Op op) {
        boolean whole = slices.allMayLeave()
                || op.writes().stream()
                        .allMatch(writes -> slices.split(writes, false).isEmpty());
        return whole && !sealing.mayBePlain(op);
    }
}
