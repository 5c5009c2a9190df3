package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.metrics.StoreMetrics;
import dev.weftwork.schedule.Debouncer;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.schedule.Timing;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for entities to come to rest, each by the configuration of its slice. Safe for use by many threads. */
final class Settling {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Slices slices;
    private final StoreMetrics metrics;
    private final Debouncer<SettledChange, SettledChange> debouncer;
    private final List<Place> listeners = new CopyOnWriteArrayList<>();

    /** One subscription of a listener; others of the same listener are apart. */
    private static final class Place {
        private final Consumer<SettledChange> listener;
        private volatile boolean open = true;

        Place(Consumer<SettledChange> listener) {
            this.listener = listener;
        }
    }

    Settling(Scheduler scheduler, Slices slices, Announcer announcer, StoreMetrics metrics) {
        this.slices = slices;
        this.metrics = metrics;
        debouncer = Debouncer.<SettledChange, SettledChange>builder(scheduler, (key, change) -> tell(change))
                .name("settled")
                .timing(change -> Timing.of(slices.config(change.slice()).debounce()))
                .build();
        announcer.tap(this::noteIfAnyoneListens, () -> !listeners.isEmpty());
    }

    Subscription observe(Consumer<SettledChange> listener) {
        Place place = new Place(Objects.requireNonNull(listener, "A listener is needed; it is told what has settled"));
        listeners.add(place);
        return () -> {
            place.open = false;
            listeners.remove(place);
        };
    }

    void flush() {
        debouncer.flush();
    }

    void close() {
        try {
            debouncer.close();
        } catch (RejectedExecutionException e) {
            LOG.atWarn().setCause(e).log("What had not settled is not told; close the store before its scheduler");
        }
    }

    private void noteIfAnyoneListens(Announcer.Applied applied) {
        boolean frame = applied.origin() == WorkflowChange.Origin.GESTURE
                || applied.origin() == WorkflowChange.Origin.PEER_GESTURE;
        if (listeners.isEmpty() || frame) {
            return;
        }
        for (Op op : applied.ops()) {
            for (EntityWrites writes : op.writes()) {
                String slice = slices.of(writes);
                slices.register(slice);
                if (slices.config(slice).enabled()) {
                    SettledChange change = new SettledChange(op.workflow(), writes.key(), slice);
                    debouncer.submit(change, change);
                }
            }
        }
    }

    private void tell(SettledChange change) {
        for (Place place : listeners) {
            try {
                if (place.open) {
                    place.listener.accept(change);
                }
            } catch (RuntimeException | Error e) {
                metrics.countListenerFailure();
                LOG.atError()
                        .addKeyValue("listener", place.listener.getClass().getName())
                        .setCause(e)
                        .log("A listener failed");
            }
        }
    }
}
