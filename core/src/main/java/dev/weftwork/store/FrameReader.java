package dev.weftwork.store;

import dev.weftwork.change.GraphState;
import dev.weftwork.change.OpId;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.StorageAdapter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees the gestures of other processes on the storage: shows them here, and tells whoever shows this device's gestures to
 * peers. Looks as often as the store looks for edits, and as often as frames come while there are some. Works on the
 * neighbours' lane.
 */
final class FrameReader {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Neighbours neighbours;
    private final Engine engine;
    private final Gestures gestures;
    private final PeerGestures peers;
    private final Scheduler scheduler;
    private final String process;
    private final AtomicBoolean looking = new AtomicBoolean();
    private long seen;
    private boolean lively;
    private long livelyUntil;

    FrameReader(Neighbours neighbours, Engine engine, Gestures gestures, PeerGestures peers, StoreParts parts) {
        this.neighbours = neighbours;
        this.engine = engine;
        this.gestures = gestures;
        this.peers = peers;
        scheduler = parts.scheduler();
        process = parts.processes().self();
    }

    /** Reads the ring of a storage from now on, at each {@link #look}; gives false if it has none. */
    boolean start(StorageAdapter storage) {
        boolean any = neighbours.start(storage);
        if (any) {
            neighbours.run(() -> seen = 0);
        }
        return any;
    }

    void stop() {
        neighbours.stop();
    }

    void end() {
        neighbours.end();
    }

    /** Looks soon; once for any number of calls before that. */
    void look() {
        if (looking.compareAndSet(false, true) && !neighbours.run(this::read)) {
            looking.set(false);
        }
    }

    private void read() {
        looking.set(false);
        Map<OpId, RingFrame> newest = new LinkedHashMap<>();
        seen = neighbours.read(seen, text -> {
            RingFrame frame = RingFrame.read(text);
            if (frame != null && isNews(frame)) {
                newest.put(frame.frame().gesture(), frame);
            }
        });
        newest.values().forEach(this::take);
        long now = scheduler.nanoTime();
        if (!newest.isEmpty()) {
            livelyUntil = now + PeerGestures.LIFE.toNanos();
        }
        if (now < livelyUntil && !lively) {
            lookAgain();
        }
    }

    private boolean isNews(RingFrame frame) {
        return !frame.process().equals(process) && frame.isFresh(scheduler.wallMillis(), PeerGestures.LIFE);
    }

    private void lookAgain() {
        try {
            scheduler.schedule(
                    FrameSender.GAP,
                    () -> neighbours.run(() -> {
                        lively = false;
                        read();
                    }));
            lively = true;
        } catch (RejectedExecutionException e) {
            // the host's threads have ended; nobody looks any more
            return;
        }
    }

    private void take(RingFrame frame) {
        try {
            if (frame.own()) {
                relay(frame);
            }
            peers.show(frame.frame());
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("A gesture of another process is not shown");
        }
    }

    private void relay(RingFrame frame) {
        // loaded, it hears of the operation that the gesture becomes
        boolean wanted = gestures.isHeard()
                && engine.state(frame.frame().workflow())
                        .filter(GraphState::alive)
                        .isPresent();
        if (wanted && peers.tellWhenOver(frame.frame().gesture())) {
            gestures.relay(frame);
        }
    }
}
