package dev.weftwork.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Who waits for the end of a sync: of the one under way, or of the next. Confined to the engine's lane. */
final class Waiters {
    private final List<Consumer<SyncResult>> now = new ArrayList<>();
    private final List<Consumer<SyncResult>> next = new ArrayList<>();

    /** A sync under way may have passed what this is about. */
    void add(Consumer<SyncResult> waiter) {
        next.add(waiter);
    }

    boolean waitForNext() {
        return !next.isEmpty();
    }

    /** The next sync begins. */
    void begin() {
        now.addAll(next);
        next.clear();
    }

    void answer(SyncResult result) {
        answer(now, result);
    }

    void answerNext(SyncResult result) {
        answer(next, result);
    }

    private static void answer(List<Consumer<SyncResult>> waiters, SyncResult result) {
        List<Consumer<SyncResult>> all = List.copyOf(waiters);
        waiters.clear();
        all.forEach(waiter -> waiter.accept(result));
    }
}
