package dev.weftwork.metrics;

import dev.weftwork.metrics.OperationMetrics.Snapshot;
import dev.weftwork.schedule.Cancellable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is told about new snapshots. Thread-safe; holds no lock while it tells them. */
final class Subscribers {
    private static final Logger LOG = LoggerFactory.getLogger(OperationMetrics.class);

    private final String metrics;
    private final Runnable onFailure;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    Subscribers(String metrics, Runnable onFailure) {
        this.metrics = metrics;
        this.onFailure = onFailure;
    }

    /** One call of subscribe: two of them with one subscriber are apart. */
    private final class Subscription implements Cancellable {
        private final Consumer<? super Snapshot> subscriber;

        Subscription(Consumer<? super Snapshot> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void cancel() {
            subscriptions.remove(this);
        }
    }

    Cancellable add(Consumer<? super Snapshot> subscriber) {
        Subscription subscription = new Subscription(subscriber);
        subscriptions.add(subscription);
        return subscription;
    }

    boolean isEmpty() {
        return subscriptions.isEmpty();
    }

    void announce(Snapshot snapshot) {
        for (Subscription subscription : subscriptions) {
            try {
                subscription.subscriber.accept(snapshot);
            } catch (Throwable thrown) {
                onFailure.run();
                LOG.atError()
                        .addKeyValue("metrics", metrics)
                        .setCause(thrown)
                        .log("A subscriber threw; the others are still told");
            }
        }
    }
}
