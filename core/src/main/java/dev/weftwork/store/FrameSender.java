package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.OpId;
import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.GestureFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Shows the other processes on the storage the gestures of this one, and those of peers if it is this one that syncs. Of
 * each gesture the newest frame waits, no longer than it takes to be fluent; a gesture of this process that rests is shown
 * again each second, so that it does not seem to have ended. Safe for use by many threads; works on the neighbours' lane.
 */
final class FrameSender {
    /** Twenty-five frames a second are fluent. */
    static final Duration GAP = Duration.ofMillis(40);

    private static final long REPEAT = Duration.ofSeconds(1).toNanos();
    /** Nobody rests that long in the middle of a gesture. */
    private static final long LONGEST_REST = Duration.ofSeconds(30).toNanos();

    private static final long NEVER = Long.MAX_VALUE;
    private static final int MOST = 64;

    private final Neighbours neighbours;
    private final Scheduler scheduler;
    private final String process;
    private final RecentIds own = new RecentIds(4 * MOST);
    /** What the lane has yet to hear, of each gesture the last; it holds no more when a storage hangs. Guards itself. */
    private final Map<OpId, News> inbox = new LinkedHashMap<>();

    /** Those that began first come first. */
    private final Map<OpId, Open> gestures = new LinkedHashMap<>();

    private @Nullable Cancellable timer;

    /**
     * What became of a gesture.
     *
     * @param frame its newest frame, or null when it became an operation, which others see by themselves
     * @param leaving what of it may leave the device
     * @param own whether it is made here
     */
    private record News(@Nullable GestureFrame frame, List<EntityWrites> leaving, boolean own) {
        static final News COMMITTED = new News(null, List.of(), true);
    }

    /**
     * A gesture under way.
     *
     * @param latest its newest frame
     * @param leaving what of it may leave the device
     * @param own whether it is made here
     * @param changed when the newest frame came
     * @param number the number of the last one that was put; zero if none was
     * @param put when that was
     * @param waits whether the newest one is to be put still
     */
    private record Open(
            GestureFrame latest,
            List<EntityWrites> leaving,
            boolean own,
            long changed,
            long number,
            long put,
            boolean waits) {
        long due() {
            if (waits) {
                return number == 0 ? changed : Math.max(changed, put + GAP.toNanos());
            }
            return own && put - changed < LONGEST_REST ? put + REPEAT : NEVER;
        }

        /** A frame with the number under which it is put. */
        GestureFrame numbered() {
            long next = own ? Math.max(number + 1, latest.number()) : latest.number();
            return new GestureFrame(latest.workflow(), latest.gesture(), next, latest.values());
        }
    }

    FrameSender(Neighbours neighbours, StoreParts parts) {
        this.neighbours = neighbours;
        scheduler = parts.scheduler();
        process = parts.processes().self();
    }

    /** Whether it makes sense to tell of gestures. */
    boolean listens() {
        return neighbours.reachable();
    }

    /** A frame was shown in this process, or a gesture called off. */
    void shown(GestureFrame frame, List<EntityWrites> leaving) {
        if (listens()) {
            own.add(frame.gesture());
            post(frame.gesture(), new News(frame, leaving, true));
        }
    }

    /** A gesture of this process became an operation. */
    void committed(OpId gesture) {
        if (listens()) {
            post(gesture, News.COMMITTED);
        }
    }

    /** The server told of a gesture. */
    void heard(GestureFrame frame) {
        if (listens()) {
            post(frame.gesture(), new News(frame, frame.values(), false));
        }
    }

    private void post(OpId gesture, News news) {
        synchronized (inbox) {
            boolean isAwaited = !inbox.isEmpty();
            inbox.remove(gesture);
            inbox.put(gesture, news);
            if (inbox.size() > MOST) {
                inbox.remove(inbox.keySet().iterator().next());
            }
            if (isAwaited) {
                return;
            }
        }
        neighbours.run(this::takeIn);
    }

    private void takeIn() {
        Map<OpId, News> came;
        synchronized (inbox) {
            came = new LinkedHashMap<>(inbox);
            inbox.clear();
        }
        came.forEach((gesture, news) -> {
            if (news.frame == null) {
                gestures.remove(gesture);
            } else {
                take(news.frame, news.leaving, news.own);
            }
        });
    }

    /** Whether a gesture is, or was lately, made in this process; then nobody else need tell of it. */
    boolean isOwn(OpId gesture) {
        return own.contains(gesture);
    }

    private void take(GestureFrame frame, List<EntityWrites> leaving, boolean mine) {
        if (!neighbours.any()) {
            return;
        }
        long now = scheduler.nanoTime();
        OpId gesture = frame.gesture();
        Open before = gestures.get(gesture);
        long number = before == null ? 0 : before.number;
        Open open = new Open(frame, leaving, mine, now, number, before == null ? now : before.put, true);
        if (frame.values().isEmpty()) {
            gestures.remove(gesture);
            if (number > 0) {
                put(open);
            }
            return;
        }
        if (before == null && gestures.size() == MOST) {
            gestures.remove(gestures.keySet().iterator().next());
        }
        gestures.put(gesture, open);
        pump();
    }

    private void put(Open open) {
        neighbours.put(new RingFrame(process, scheduler.wallMillis(), open.own, open.numbered(), open.leaving));
    }

    private void pump() {
        Cancellable set = timer;
        timer = null;
        if (set != null) {
            set.cancel();
        }
        long now = scheduler.nanoTime();
        long next = NEVER;
        for (OpId gesture : new ArrayList<>(gestures.keySet())) {
            Open open = gestures.get(gesture);
            if (open != null && open.due() <= now) {
                put(open);
                long number = open.numbered().number();
                open = new Open(open.latest, open.leaving, open.own, open.changed, number, now, false);
                gestures.put(gesture, open);
            }
            next = open == null ? next : Math.min(next, open.due());
        }
        if (next < NEVER && listens()) {
            wake(Duration.ofNanos(next - now));
        }
    }

    private void wake(Duration wait) {
        try {
            timer = scheduler.schedule(wait, () -> neighbours.run(this::pump));
        } catch (RejectedExecutionException e) {
            // the host's threads have ended, and nobody is shown anything any more
            gestures.clear();
        }
    }
}
