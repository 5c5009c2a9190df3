package dev.weftwork.server.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Who waits for something to happen in a workspace. Waiting costs an object, no thread and no connection. */
final class Waiters {
    private final Map<String, Set<Waiter>> byWorkspace = new ConcurrentHashMap<>();
    private final Executor executor;
    private volatile boolean draining;

    /** One who waits. */
    interface Waiter {
        /** Looks whether there is something. Called on a thread that may block; several may look at once. */
        void look();

        /**
         * The same, if whoever waits did it, and so knows, and hears of it soon: others come first.
         *
         * @param by the request that made it happen
         * @return false if it was somebody else
         */
        default boolean looksLater(Call by) {
            return false;
        }

        /** Somebody makes a gesture. Must be quick. */
        default void frame(PassedFrame frame) {
            // who waits for operations need not know
        }

        /** The server goes away. */
        void drain();
    }

    Waiters(Executor executor) {
        this.executor = executor;
    }

    boolean draining() {
        return draining;
    }

    void add(String workspace, Waiter waiter) {
        byWorkspace.compute(workspace, (name, present) -> {
            Set<Waiter> all = present == null ? new LinkedHashSet<>() : present;
            all.add(waiter);
            return all;
        });
        if (draining) {
            waiter.drain();
        }
    }

    void remove(String workspace, Waiter waiter) {
        byWorkspace.computeIfPresent(workspace, (name, present) -> {
            present.remove(waiter);
            return present.isEmpty() ? null : present;
        });
    }

    void tell(String workspace) {
        of(workspace).forEach(waiter -> executor.execute(waiter::look));
    }

    /** Tells all of what a request made happen. */
    void tell(Call by) {
        for (Waiter waiter : of(by.workspace())) {
            if (!waiter.looksLater(by)) {
                executor.execute(waiter::look);
            }
        }
    }

    void pass(String workspace, PassedFrame frame) {
        of(workspace).forEach(waiter -> waiter.frame(frame));
    }

    void drain() {
        draining = true;
        byWorkspace.keySet().forEach(workspace -> of(workspace).forEach(Waiter::drain));
    }

    int count() {
        int[] count = new int[1];
        byWorkspace.keySet().forEach(workspace -> count[0] += of(workspace).size());
        return count[0];
    }

    private List<Waiter> of(String workspace) {
        List<Waiter> all = new ArrayList<>();
        byWorkspace.computeIfPresent(workspace, (name, present) -> {
            all.addAll(present);
            return present;
        });
        return all;
    }
}
