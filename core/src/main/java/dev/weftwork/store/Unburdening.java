package dev.weftwork.store;

import dev.weftwork.asset.AssetStorage;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the binaries out of one edit in the queue, or leaves them in it for good. No lock is held while a place works. */
final class Unburdening {
    private static final Logger LOG = LoggerFactory.getLogger(Lightening.class);
    /** So often a place that says "later" is asked before the binary stays where it is. */
    private static final int MOST_TRIES = 3;

    private final StoreAssets assets;
    private final Scheduler scheduler;
    private final Replica replica;
    private final Histories histories;
    private Optional<OpId> failing = Optional.empty();
    private int tries;
    /** When the edit that fails was first begun with. */
    private long since;

    Unburdening(StoreParts parts, Histories histories) {
        assets = parts.assets();
        scheduler = parts.scheduler();
        replica = parts.replica();
        this.histories = histories;
    }

    /**
     * Makes one edit ready to be written.
     *
     * @param progress is told of bytes that the place has taken
     * @param late whether nobody waits for it any more
     * @throws StorageException if the place wants to be asked again later
     */
    void run(PendingCommit commit, IntConsumer progress, BooleanSupplier late) {
        List<AssetStorage.Registration> kept = new ArrayList<>();
        try {
            List<EntityWrites> writes = writesOf(commit);
            if (!writes.isEmpty()) {
                Offloading.Keeper keeper =
                        new Offloading.Keeper(hash -> kept.add(assets.storage().keep(hash)), progress);
                replace(commit, writes, lighter(commit, writes, keeper, late));
            }
        } finally {
            kept.forEach(AssetStorage.Registration::close);
        }
    }

    /** Leaves binaries where they are, since the place does not answer. */
    void giveUp(List<PendingCommit> commits, StorageException why) {
        for (PendingCommit commit : commits) {
            List<EntityWrites> writes = writesOf(commit);
            if (!writes.isEmpty()) {
                leave(commit, why);
                replace(commit, writes, writes);
            }
        }
    }

    /** What an edit writes that is not ready yet; nothing if it is. */
    private List<EntityWrites> writesOf(PendingCommit commit) {
        replica.lock.lock();
        try {
            return commit.heavy() ? commit.operation().writes() : List.of();
        } finally {
            replica.lock.unlock();
        }
    }

    private List<EntityWrites> lighter(
            PendingCommit commit, List<EntityWrites> writes, Offloading.Keeper keeper, BooleanSupplier late) {
        if (assets.isAiling()) {
            leave(commit, assets.failure());
            return writes;
        }
        long begun = scheduler.nanoTime();
        try {
            return assets.offloading().move(writes, keeper);
        } catch (RuntimeException | Error e) {
            // whatever a place throws is the place's trouble, not that of the edits behind this one
            StorageException why = StoreAssets.failed(e);
            if (!late.getAsBoolean()) {
                tryAgainOrLeave(commit, begun, why);
            }
            return writes;
        }
    }

    private synchronized void tryAgainOrLeave(PendingCommit commit, long begun, StorageException why) {
        boolean later = why.kind() == StorageException.Kind.IO && !assets.isAiling() && !assets.isClosing();
        boolean again = commit.op().equals(failing);
        tries = again ? tries + 1 : 1;
        since = again ? since : begun;
        failing = commit.op();
        // a place that takes its time to say "later", as one whose file is in use, is asked no longer than one that
        // hangs
        boolean early = scheduler.nanoTime() - since < BinariesOut.PATIENCE.toNanos();
        if (later && early && tries < MOST_TRIES) {
            throw why;
        }
        leave(commit, why);
    }

    private void leave(PendingCommit commit, StorageException why) {
        LOG.atWarn()
                .addKeyValue("workflow", commit.slot().id)
                .addKeyValue("kind", why.kind())
                .log("Large binaries stay in the graph for now: {}", why.getMessage());
        assets.leftBehind(commit.slot().id, why);
    }

    private void replace(PendingCommit commit, List<EntityWrites> heavy, List<EntityWrites> writes) {
        long size = OpSize.of(writes);
        // by the look of it a text may be a binary and is none, and a place may take nothing
        long more = size - assets.lengthWithout(heavy);
        replica.lock.lock();
        try {
            if (!commit.heavy()
                    || commit.isDone()
                    || !commit.operation().writes().equals(heavy)) {
                // it was given up meanwhile, or a change of authority took it along, and may be in the log by now
                return;
            }
            Op light = commit.operation().withWrites(writes);
            boolean same = light.equals(commit.operation());
            replica.lighten(commit, light, size);
            GraphState before = commit.slot().overlay.view();
            if (!same) {
                commit.slot().overlay.rewrite(light);
            }
            histories.lightened(light, more);
            if (!same) {
                GraphState after = commit.slot().overlay.view();
                replica.announce(before, after, List.of(light), WorkflowChange.Origin.LOCAL);
            }
        } finally {
            replica.lock.unlock();
        }
    }
}
