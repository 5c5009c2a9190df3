package dev.weftwork.metrics;

import dev.weftwork.metrics.OperationMetrics.Snapshot;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A subscriber that passes a snapshot on whenever a condition turns from false to true. Thread-safe. */
final class Threshold implements Consumer<Snapshot> {
    private final Predicate<? super Snapshot> condition;
    private final Consumer<? super Snapshot> listener;
    private final AtomicBoolean held = new AtomicBoolean();

    Threshold(Predicate<? super Snapshot> condition, Consumer<? super Snapshot> listener) {
        this.condition = condition;
        this.listener = listener;
    }

    @Override
    public void accept(Snapshot snapshot) {
        boolean holds = condition.test(snapshot);
        boolean heldBefore = held.getAndSet(holds);
        if (holds && !heldBefore) {
            listener.accept(snapshot);
        }
    }
}
