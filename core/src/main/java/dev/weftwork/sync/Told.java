package dev.weftwork.sync;

import dev.weftwork.schedule.Lane;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.store.Subscription;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is told what an engine does. Thread-safe; tells in order, on a lane of its own. */
final class Told {
    private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);

    private final List<SyncListener> listeners = new CopyOnWriteArrayList<>();
    private final Lane lane;

    Told(Scheduler scheduler, List<SyncListener> first) {
        lane = scheduler.lane("sync-listeners");
        listeners.addAll(first);
    }

    Subscription add(SyncListener listener) {
        listeners.add(Objects.requireNonNull(listener, "A listener is needed; it is told what the engine does"));
        return () -> listeners.remove(listener);
    }

    void tell(Consumer<SyncListener> news) {
        if (listeners.isEmpty()) {
            return;
        }
        try {
            lane.execute(() -> listeners.forEach(listener -> tell(listener, news)));
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("The scheduler is closed; nobody is told any more");
        }
    }

    private static void tell(SyncListener listener, Consumer<SyncListener> news) {
        try {
            news.accept(listener);
        } catch (RuntimeException | Error e) {
            LOG.atError()
                    .addKeyValue("listener", listener.getClass().getName())
                    .setCause(e)
                    .log("A listener failed");
        }
    }
}
