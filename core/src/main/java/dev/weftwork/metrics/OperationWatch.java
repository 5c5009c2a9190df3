package dev.weftwork.metrics;

import dev.weftwork.metrics.AlertRules.ErrorLimit;
import dev.weftwork.schedule.Scheduler;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Watches operations of one kind. Thread-safe; what is neither slow nor failed costs no lock. */
final class OperationWatch {
    private final OperationKind kind;
    private final @Nullable Duration limit;
    private final long limitNanos;
    private final long restNanos;
    private final @Nullable ErrorLimit errors;
    private final Scheduler scheduler;
    private final Consumer<Alert> queue;
    private final Runnable wake;
    private final Object lock = new Object();

    private boolean slowTold;
    private long slowToldAt;
    private long heldBack;
    /** When the last ones failed, as many as make an alert; in a ring. */
    private final long[] failedAt;

    private long failures;
    private long failingSince;
    private volatile boolean failing;

    OperationWatch(OperationKind kind, AlertRules rules, Scheduler scheduler, Consumer<Alert> queue, Runnable wake) {
        this.kind = kind;
        this.scheduler = scheduler;
        this.queue = queue;
        this.wake = wake;
        limit = rules.slow().get(kind);
        limitNanos = limit == null ? Long.MAX_VALUE : nanos(limit);
        restNanos = nanos(rules.rest());
        errors = rules.errors().get(kind);
        failedAt = new long[errors == null ? 0 : errors.failures()];
    }

    private static long nanos(Duration time) {
        // beyond this a long is too short for them; it is 292 years
        return time.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : time.toNanos();
    }

    /** Whether no rule is about this kind. */
    boolean isIdle() {
        return limit == null && errors == null;
    }

    void ended(long took, boolean success) {
        if (limit != null && took > limitNanos) {
            slow(limit, took);
        }
        if (errors != null && !success) {
            failed(errors);
        } else if (errors != null && failing) {
            succeeded(errors);
        }
    }

    private void slow(Duration most, long took) {
        synchronized (lock) {
            long now = scheduler.nanoTime();
            if (slowTold && now - slowToldAt < restNanos) {
                heldBack++;
                return;
            }
            queue.accept(new Alert.Slow(kind, Duration.ofNanos(took), most, heldBack, scheduler.wallMillis()));
            slowTold = true;
            slowToldAt = now;
            heldBack = 0;
        }
        wake.run();
    }

    private void failed(ErrorLimit rule) {
        synchronized (lock) {
            long now = scheduler.nanoTime();
            failedAt[(int) (failures++ % failedAt.length)] = now;
            if (failing || failures < failedAt.length || recent(rule, now) < failedAt.length) {
                return;
            }
            failing = true;
            failingSince = now;
            queue.accept(new Alert.Failing(kind, rule.failures(), rule.window(), scheduler.wallMillis()));
        }
        wake.run();
    }

    /** One success is not enough: as long as half of the failures are recent, the next one may be one again. */
    private void succeeded(ErrorLimit rule) {
        synchronized (lock) {
            long now = scheduler.nanoTime();
            if (!failing || recent(rule, now) > rule.failures() / 2) {
                return;
            }
            failing = false;
            Duration lasted = Duration.ofNanos(now - failingSince);
            queue.accept(new Alert.Recovered(kind, lasted, scheduler.wallMillis()));
        }
        wake.run();
    }

    private int recent(ErrorLimit rule, long now) {
        int kept = (int) Math.min(failures, failedAt.length);
        long window = nanos(rule.window());
        int recent = 0;
        for (int i = 0; i < kept; i++) {
            recent += now - failedAt[i] <= window ? 1 : 0;
        }
        return recent;
    }
}
