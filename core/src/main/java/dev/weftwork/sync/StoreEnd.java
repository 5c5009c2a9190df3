package dev.weftwork.sync;

import dev.weftwork.schedule.Lane;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether the engine's store is closing or closed. What fails from then on fails because of that, which its host
 * wanted; it is no trouble and nobody has to be told. Safe for use by many threads.
 */
final class StoreEnd {
    private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);

    private volatile boolean come;

    void comes() {
        come = true;
    }

    boolean hasCome() {
        return come;
    }

    private void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            if (!come) {
                throw e;
            }
            LOG.atDebug().setCause(e).log("The store was closed before its engine");
        }
    }

    /** The same lane; a task that meets a closed store ends without a word. */
    Lane quiet(Lane lane) {
        return new Lane() {
            @Override
            public void execute(Runnable task) {
                lane.execute(() -> guard(task));
            }

            @Override
            public boolean isCurrent() {
                return lane.isCurrent();
            }

            @Override
            public boolean awaitIdle(Duration timeout) {
                return lane.awaitIdle(timeout);
            }

            @Override
            public void close() {
                lane.close();
            }
        };
    }
}
