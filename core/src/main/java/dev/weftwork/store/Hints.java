package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.spi.Broadcast;
import dev.weftwork.spi.StorageAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tells sooner than asking does that another process has written: the adapter's watch, and the host's broadcast. A
 * hint is a reason to look and nothing else, so one that fails is only told of.
 */
final class Hints {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final @Nullable Broadcast broadcast;
    private final Executor executor;
    private final LongSupplier position;
    private final List<AutoCloseable> open = new ArrayList<>();

    /**
     * Hints that nobody gives yet.
     *
     * @param broadcast the host's, if it has one
     * @param executor calls the host with no lock held
     * @param position up to where this process has read
     */
    Hints(@Nullable Broadcast broadcast, Executor executor, LongSupplier position) {
        this.broadcast = broadcast;
        this.executor = executor;
        this.position = position;
    }

    /** From now on looks when there may be something to see. */
    synchronized void start(StorageAdapter storage, Runnable look) {
        open.add(storage.watch(look));
        if (broadcast != null) {
            open.add(broadcast.listen(message -> {
                if (message.version() > position.getAsLong()) {
                    look.run();
                }
            }));
        }
    }

    synchronized void stop() {
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (Exception e) {
                LOG.atWarn().setCause(e).log("What tells of other processes' edits did not end well");
            }
        }
        open.clear();
    }

    /** Tells other processes of a commit that is durable. */
    void committed(long at, List<LoggedOp> ops) {
        Broadcast to = broadcast;
        if (to != null) {
            executor.execute(() -> ops.forEach(logged -> logged.op().writes().forEach(each -> publish(to, at, each))));
        }
    }

    private static void publish(Broadcast to, long at, EntityWrites writes) {
        try {
            to.publish(new Broadcast.Message(
                    writes.key().kind().name(), writes.key().id(), at));
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("An edit was not told to other processes; they see it when they look");
        }
    }
}
