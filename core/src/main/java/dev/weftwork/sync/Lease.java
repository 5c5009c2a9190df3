package dev.weftwork.sync;

import dev.weftwork.spi.StorageException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Of several processes on one storage one syncs by itself: the one that holds this. Confined to the engine's lane. */
final class Lease {
    /** How soon a process that does not hold it asks again. */
    static final Duration LOOK = Duration.ofSeconds(5);

    /** How long a holder is believed to live without a word of it, unless the system knows that it has ended. */
    private static final Duration TERM = Duration.ofSeconds(60);

    private static final Duration RENEWAL = Duration.ofSeconds(20);
    private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);
    private static final String NAME = "sync";

    private final Session session;
    private boolean held;
    private boolean leading;
    private long takenAt;

    Lease(Session session) {
        this.session = session;
    }

    /** Whether this process was the one that syncs when it last asked. */
    boolean leads() {
        return leading;
    }

    /** Whether this process syncs; tries to become the one that does. */
    boolean hold() {
        leading = ask();
        return leading;
    }

    private boolean ask() {
        if (!session.store().storage().shared()) {
            return true;
        }
        long now = session.scheduler().nanoTime();
        if (held && now - takenAt < RENEWAL.toNanos()) {
            return true;
        }
        try {
            held = session.store().tryLease(NAME, TERM);
            takenAt = now;
        } catch (StorageException e) {
            held = false;
        }
        return held;
    }

    /** Lets another process go on at once. */
    void release() {
        leading = false;
        if (held) {
            held = false;
            try {
                // it is held only where there may be others; the store may be closed by now
                session.store().tryLease(NAME, Duration.ZERO);
            } catch (RuntimeException e) {
                LOG.atDebug().setCause(e).log("The lease runs out by itself");
            }
        }
    }
}
