package dev.weftwork.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A log as it is at one moment. Later moments share the array and fill what lies beyond this one's end, so appending
 * copies nothing most of the time.
 */
final class LogSlice {
    private static final int LEAST_CAPACITY = 16;

    /** The first belongs to the position after the base. */
    private final @Nullable String[] bodies;

    private final long base;
    private final long floor;
    private final long head;

    private LogSlice(@Nullable String[] bodies, long base, long floor, long head) {
        this.bodies = bodies;
        this.base = base;
        this.floor = floor;
        this.head = head;
    }

    static LogSlice empty() {
        return new LogSlice(new @Nullable String[LEAST_CAPACITY], 0, 0, 0);
    }

    long floor() {
        return floor;
    }

    long head() {
        return head;
    }

    LogSlice append(String body) {
        int at = index(head + 1);
        @Nullable String[] array = at < bodies.length ? bodies : Arrays.copyOf(bodies, bodies.length * 2);
        array[at] = body;
        return new LogSlice(array, base, floor, head + 1);
    }

    LogSlice prune(long upTo) {
        if (upTo > head) {
            throw new IllegalArgumentException("Cannot prune up to " + upTo + ", the head is " + head);
        }
        if (upTo <= floor) {
            return this;
        }
        return new LogSlice(bodies, base, upTo, head).unshared();
    }

    /** The same with an array of its own, without what was pruned. */
    LogSlice unshared() {
        int live = (int) (head - floor);
        @Nullable String[] array = new @Nullable String[Math.max(LEAST_CAPACITY, live * 2)];
        System.arraycopy(bodies, index(floor + 1), array, 0, live);
        return new LogSlice(array, floor, floor, head);
    }

    String body(long position) {
        String body = bodies[index(position)];
        if (position <= floor || position > head || body == null) {
            throw new IllegalArgumentException("No entry at " + position);
        }
        return body;
    }

    private int index(long position) {
        return (int) (position - base - 1);
    }
}
