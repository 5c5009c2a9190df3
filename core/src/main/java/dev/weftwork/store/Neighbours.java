package dev.weftwork.store;

import dev.weftwork.schedule.Lane;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.FrameRing;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other processes that have the storage open, to be shown gestures: the ring that the storage offers, and the lane on
 * which it is used, so that neither commits nor gestures wait for it. What fails is left out; it would be old before it
 * could be tried again.
 */
final class Neighbours {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    /** How long it is believed that somebody is there, or nobody; and that a ring which failed fails. */
    private static final long BELIEF = Duration.ofSeconds(1).toNanos();

    private final Processes processes;
    private final Scheduler scheduler;
    private final Lane lane;
    private volatile @Nullable Place place;

    /** A storage and its ring. What is remembered of it belongs to the lane. */
    private static final class Place {
        private final StorageAdapter storage;
        private final FrameRing ring;
        private boolean company;
        private long asked;
        private long notBefore;
        private boolean told;

        Place(StorageAdapter storage, FrameRing ring, long now) {
            this.storage = storage;
            this.ring = ring;
            asked = now - BELIEF;
            notBefore = now;
        }
    }

    Neighbours(StoreParts parts) {
        processes = parts.processes();
        scheduler = parts.scheduler();
        lane = scheduler.lane("frames");
    }

    /** Uses a storage's ring from now on; gives false if it has none. */
    boolean start(StorageAdapter storage) {
        try {
            place = storage.frames()
                    .map(ring -> new Place(storage, ring, scheduler.nanoTime()))
                    .orElse(null);
        } catch (StorageException e) {
            LOG.atWarn().setCause(e).log("Other processes see no gestures of this one: {}", e.getMessage());
            place = null;
        }
        return place != null;
    }

    void stop() {
        place = null;
    }

    void end() {
        stop();
        lane.close();
    }

    /** Whether there is a ring; whether anybody looks at it is another matter. */
    boolean reachable() {
        return place != null;
    }

    /** Runs a task on the lane; gives false if it never will. */
    boolean run(Runnable task) {
        try {
            lane.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Whether another process has the storage open. On the lane. */
    boolean any() {
        Place now = place;
        if (now == null) {
            return false;
        }
        if (scheduler.nanoTime() - now.asked >= BELIEF) {
            now.asked = scheduler.nanoTime();
            now.company = attempt(now, () -> now.storage.read(processes::others), now.company);
        }
        return now.company;
    }

    /** Shows others a frame. On the lane. */
    void put(RingFrame frame) {
        Place now = place;
        if (now != null) {
            attempt(
                    now,
                    () -> {
                        now.ring.put(frame.text());
                        return true;
                    },
                    false);
        }
    }

    /** Reads what is new; gives the number of the newest. On the lane. */
    long read(long seen, Consumer<String> visitor) {
        Place now = place;
        return now == null ? seen : attempt(now, () -> now.ring.read(seen, visitor), seen);
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T attempt(Place at, Work<T> work, T otherwise) {
        if (scheduler.nanoTime() < at.notBefore) {
            return otherwise;
        }
        try {
            return work.run();
        } catch (IllegalArgumentException e) {
            // larger than a ring takes; the next frame may be smaller
            return otherwise;
        } catch (IOException | StorageException e) {
            at.notBefore = scheduler.nanoTime() + BELIEF;
            if (!at.told && at.equals(place)) {
                at.told = true;
                LOG.atWarn().setCause(e).log("Gestures are not passed between processes now: {}", e.getMessage());
            }
            return otherwise;
        }
    }
}
