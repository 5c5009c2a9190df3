package dev.weftwork.schedule;

import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tasks of a {@link ManualScheduler} and its monotonic time. Thread-safe; runs nothing itself. */
final class Timeline {
    private final TreeSet<ManualTask> tasks = new TreeSet<>();
    private long now;
    private long inserted;
    private int repetitions;

    synchronized long now() {
        return now;
    }

    synchronized void moveTo(long time) {
        now = Math.max(now, time);
    }

    synchronized ManualTask add(long delay, ManualTask.Kind kind, @Nullable ManualLane lane, Runnable body) {
        ManualTask task = new ManualTask(now + delay, inserted++, kind, lane, body);
        tasks.add(task);
        repetitions += task.kind() == ManualTask.Kind.REPETITION ? 1 : 0;
        return task;
    }

    synchronized boolean remove(ManualTask task) {
        boolean removed = tasks.remove(task);
        repetitions -= removed && task.kind() == ManualTask.Kind.REPETITION ? 1 : 0;
        return removed;
    }

    /** Takes the first task due at or before the horizon and moves time on to it. */
    synchronized @Nullable ManualTask takeUntil(long horizon) {
        if (tasks.isEmpty() || tasks.first().due() > horizon) {
            return null;
        }
        ManualTask task = tasks.first();
        remove(task);
        moveTo(task.due());
        return task;
    }

    /** Takes the first task of a lane that was inserted before a given count. */
    synchronized @Nullable ManualTask takeOf(ManualLane lane, long before) {
        for (ManualTask task : tasks) {
            if (task.lane() == lane && task.order() < before) {
                remove(task);
                return task;
            }
        }
        return null;
    }

    synchronized void dropTimers() {
        tasks.removeIf(task -> task.kind().isTimer());
        repetitions = 0;
    }

    synchronized long inserted() {
        return inserted;
    }

    /** Returns the nanoseconds until the first task is due, zero for an overdue one, or nothing without a task. */
    synchronized OptionalLong untilNext() {
        return tasks.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, tasks.first().due() - now));
    }

    /** Returns whether repetitions are all that is left. */
    synchronized boolean isIdle() {
        return tasks.size() == repetitions;
    }
}
