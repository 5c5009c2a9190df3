package dev.weftwork.store;

import dev.weftwork.asset.AssetStorage;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.spi.StorageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes large binaries out of edits in the queue, before these are written. An edit shows its binary until that is on the
 * disk as an asset, and the reference from then on, so nobody ever sees a reference to what is not there. Decoding,
 * hashing and putting are done here, where no edit waits for them. Guarded by the journal's lock.
 */
final class Lightening {
    private static final Logger LOG = LoggerFactory.getLogger(Lightening.class);
    /** So often a place that says "later" is asked before the binary stays where it is. */
    private static final int MOST_TRIES = 3;
    /** So much is looked at for one entry of the log. */
    private static final long MOST_SIZE = 4L << 20;

    private final StoreAssets assets;
    private final Replica replica;
    private final Histories histories;
    private @Nullable OpId failing;
    private int tries;

    Lightening(StoreParts parts, Histories histories) {
        assets = parts.assets();
        replica = parts.replica();
        this.histories = histories;
    }

    /**
     * Makes the next edits of the queue ready to be written.
     *
     * @throws StorageException if the place of assets wants to be asked again later; edits before that one are ready
     */
    void run() {
        boolean first = true;
        for (PendingCommit commit : next()) {
            try {
                if (commit.heavy()) {
                    lighten(commit);
                }
            } catch (StorageException e) {
                if (first) {
                    throw e;
                }
                return;
            }
            first = false;
        }
    }

    private List<PendingCommit> next() {
        replica.lock.lock();
        try {
            List<PendingCommit> next = new ArrayList<>();
            long size = 0;
            for (PendingCommit commit : replica.queue) {
                size += commit.size();
                if (size > MOST_SIZE && !next.isEmpty()) {
                    break;
                }
                next.add(commit);
            }
            return next.stream().anyMatch(PendingCommit::heavy) ? next : List.of();
        } finally {
            replica.lock.unlock();
        }
    }

    private void lighten(PendingCommit commit) {
        List<AssetStorage.Registration> kept = new ArrayList<>();
        try {
            replace(commit, lighter(commit, hash -> kept.add(assets.storage().keep(hash))));
        } finally {
            kept.forEach(AssetStorage.Registration::close);
        }
    }

    private List<EntityWrites> lighter(PendingCommit commit, Offloading.Keeper keeper) {
        List<EntityWrites> writes = commit.operation().writes();
        if (assets.isAiling()) {
            return leave(commit, writes, assets.failure());
        }
        try {
            return assets.offloading().move(writes, keeper);
        } catch (RuntimeException | Error e) {
            // whatever a place throws is the place's trouble, not that of the edits behind this one
            return leave(commit, writes, StoreAssets.failed(e));
        }
    }

    /** Gives the writes as they are, once there is no point in trying any more. */
    private List<EntityWrites> leave(PendingCommit commit, List<EntityWrites> writes, StorageException why) {
        boolean later = why.kind() == StorageException.Kind.IO && !assets.isAiling() && !assets.isClosing();
        tries = commit.operation().id().equals(failing) ? tries + 1 : 1;
        failing = commit.operation().id();
        if (later && tries < MOST_TRIES) {
            throw why;
        }
        LOG.atWarn()
                .addKeyValue("workflow", commit.slot().id)
                .addKeyValue("kind", why.kind())
                .log("Large binaries stay in the graph for now: {}", why.getMessage());
        assets.leftBehind(commit.slot().id, why);
        return writes;
    }

    private void replace(PendingCommit commit, List<EntityWrites> writes) {
        replica.lock.lock();
        try {
            Op light = commit.operation().withWrites(writes);
            boolean same = light.equals(commit.operation());
            replica.lighten(commit, light, OpSize.of(writes));
            if (!same) {
                Slot slot = commit.slot();
                GraphState before = slot.overlay.view();
                slot.overlay.rewrite(light);
                histories.lightened(light);
                replica.announce(before, slot.overlay.view(), List.of(light), WorkflowChange.Origin.LOCAL);
            }
        } finally {
            replica.lock.unlock();
        }
    }
}
