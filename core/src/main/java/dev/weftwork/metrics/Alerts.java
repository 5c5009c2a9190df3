package dev.weftwork.metrics;

import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.Scheduler;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches operations and tells when one is slow or when many fail. A host makes one, and gives it to the builders of its
 * store and of its sync engine; it may watch metrics of its own with it, too.
 *
 * <p>Whoever does an operation pays for a comparison. What is worth an alert is handed to the scheduler, which logs it and
 * calls the listener there: one alert at a time, in order, with no lock held. A listener that throws is reported to the
 * log and is told of the next one all the same.
 *
 * <p>Thread-safe.
 */
public final class Alerts {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private final AlertRules rules;
    private final Consumer<Alert> listener;
    private final Queue<Alert> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turns = new AtomicInteger();

    private Alerts(AlertRules rules, Consumer<Alert> listener) {
        this.rules = rules;
        this.listener = listener;
    }

    /**
     * Alerts by some rules.
     *
     * @param rules what is worth an alert
     * @param listener is told of each
     * @return alerts that watch nothing yet
     */
    public static Alerts of(AlertRules rules, Consumer<Alert> listener) {
        return new Alerts(
                Objects.requireNonNull(rules, "Rules are needed; AlertRules.DEFAULT are the usual ones"),
                Objects.requireNonNull(listener, "A listener is needed; it is told of each alert"));
    }

    /**
     * Watches operations from now on.
     *
     * @param kind which rules hold for them
     * @param operations what records them
     * @param scheduler gives the time, and runs the listener
     * @return ends the watch
     */
    public Cancellable watch(OperationKind kind, OperationMetrics operations, Scheduler scheduler) {
        Objects.requireNonNull(kind, "A kind is needed; it says which rules hold");
        Objects.requireNonNull(operations, "Metrics are needed; they record what is watched");
        Objects.requireNonNull(scheduler, "A scheduler is needed; it gives the time and runs the listener");
        OperationWatch watch =
                new OperationWatch(kind, rules, scheduler, waiting::add, () -> wake(scheduler.callbacks()));
        return watch.isIdle() ? () -> {} : operations.watch(watch);
    }

    /**
     * Watches all that a store does.
     *
     * @param store what records it
     * @param scheduler gives the time, and runs the listener
     */
    public void watch(StoreMetrics store, Scheduler scheduler) {
        Objects.requireNonNull(store, "Metrics are needed; they record what is watched");
        Cancellable unused = watch(OperationKind.EDIT, store.edits(), scheduler);
        unused = watch(OperationKind.WRITE, store.writes(), scheduler);
        unused = watch(OperationKind.FOLD, store.folds(), scheduler);
        unused = watch(OperationKind.LOAD, store.loads(), scheduler);
        unused = watch(OperationKind.MIGRATION, store.migrations(), scheduler);
        unused = watch(OperationKind.ASSET, store.assets(), scheduler);
    }

    private void wake(Executor executor) {
        if (turns.getAndIncrement() == 0) {
            try {
                executor.execute(this::tellAll);
            } catch (RuntimeException e) {
                // the threads have ended; the operation that is being recorded must not fail for it
                turns.set(0);
                LOG.atDebug().setCause(e).log("An alert found nobody to tell it");
            }
        }
    }

    private void tellAll() {
        int taken = 1;
        while (taken > 0) {
            for (Alert alert = waiting.poll(); alert != null; alert = waiting.poll()) {
                log(alert);
                call(alert);
            }
            taken = turns.addAndGet(-taken);
        }
    }

    private static void log(Alert alert) {
        (alert.kind() == Alert.Kind.RECOVERED ? LOG.atInfo() : LOG.atWarn())
                .addKeyValue("alert", alert.kind())
                .addKeyValue("operation", alert.operation())
                .log(alert.message());
    }

    private void call(Alert alert) {
        try {
            listener.accept(alert);
        } catch (Throwable thrown) {
            LOG.atError()
                    .addKeyValue("listener", listener.getClass().getName())
                    .setCause(thrown)
                    .log("A listener of alerts threw; it is told of the next one all the same");
        }
    }
}
