package dev.weftwork.schedule;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** One entry of a {@link Timeline}: what runs when, and on which lane if on any. Compared by time, then insertion. */
record ManualTask(long due, long order, Kind kind, @Nullable ManualLane lane, Runnable body)
        implements Comparable<ManualTask> {
    private static final Comparator<ManualTask> BY_TIME_THEN_INSERTION =
            Comparator.comparingLong(ManualTask::due).thenComparingLong(ManualTask::order);

    /** Where a task comes from, which decides what outlives a close and what a run until idle waits for. */
    enum Kind {
        TIMER,
        REPETITION,
        LANE,
        CALLBACK;

        boolean isTimer() {
            return this == TIMER || this == REPETITION;
        }
    }

    @Override
    public int compareTo(ManualTask other) {
        return BY_TIME_THEN_INSERTION.compare(this, other);
    }
}
