package dev.weftwork.sync;

import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.Scheduler;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** The engine's timers, one for each trigger. Set and cleared on the engine's lane; any thread may look. */
final class Timers {
    private final Session session;
    private final Consumer<SyncTrigger> fire;
    private final Map<SyncTrigger, Timer> timers = new EnumMap<>(SyncTrigger.class);

    private record Timer(long due, Cancellable task) {}

    Timers(Session session, Consumer<SyncTrigger> fire) {
        this.session = session;
        this.fire = fire;
    }

    /** Starts a timer anew. */
    synchronized void set(SyncTrigger trigger, Duration delay) {
        clear(trigger);
        Scheduler scheduler = session.scheduler();
        long due = scheduler.nanoTime() + delay.toNanos();
        try {
            Cancellable task = scheduler.schedule(delay, () -> session.calls().hand(() -> ring(trigger, due)));
            timers.put(trigger, new Timer(due, task));
        } catch (RejectedExecutionException e) {
            // the scheduler is closed, so there is no next time
            timers.remove(trigger);
        }
    }

    private void ring(SyncTrigger trigger, long due) {
        synchronized (this) {
            Timer timer = timers.get(trigger);
            if (timer == null || timer.due != due) {
                return;
            }
            timers.remove(trigger);
        }
        fire.accept(trigger);
    }

    synchronized boolean isSet(SyncTrigger trigger) {
        return timers.containsKey(trigger);
    }

    synchronized void clear(SyncTrigger trigger) {
        Timer timer = timers.remove(trigger);
        if (timer != null) {
            timer.task.cancel();
        }
    }

    synchronized void clearAll() {
        timers.values().forEach(timer -> timer.task.cancel());
        timers.clear();
    }

    synchronized Optional<Duration> untilNext() {
        long now = session.scheduler().nanoTime();
        Timer pause = timers.get(SyncTrigger.RETRY);
        // what rings before a pause is over is not listened to
        return (pause == null ? timers.values() : List.of(pause))
                .stream()
                        .map(timer -> Duration.ofNanos(Math.max(0, timer.due - now)))
                        .min(Duration::compareTo);
    }
}
