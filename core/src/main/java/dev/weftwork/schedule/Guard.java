package dev.weftwork.schedule;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks so that none can harm the thread that carries it. */
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private Guard() {}

    /** Runs a task; reports and returns what it threw. */
    static @Nullable Throwable run(String lane, Runnable task) {
        try {
            task.run();
            return null;
        } catch (Throwable thrown) {
            report(lane, thrown);
            return thrown;
        }
    }

    static void report(String lane, Throwable thrown) {
        LOG.atError().addKeyValue("lane", lane).setCause(thrown).log("A task threw; the tasks after it still run");
    }
}
