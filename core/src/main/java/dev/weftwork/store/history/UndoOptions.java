package dev.weftwork.store.history;

import dev.weftwork.change.RegisterNames;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

/**
 * How undo works in a store. Immutable.
 *
 * @param steps how many steps a workflow keeps; 0 switches undo off
 * @param workflows how many workflows keep steps; beyond that those that were not edited for longest forget theirs
 * @param bytes about how much memory all steps of a store may take together; beyond that those of other workflows go
 *     first, what was edited longest ago before the rest, and then the oldest here. The last edit's step stays, however
 *     large it is
 * @param mergeWithin edits that write the very same fields within this time of each other are one step; zero keeps each
 *     apart
 * @param leftOut the registers ({@link RegisterNames}) that undo leaves alone while their entity lives on
 */
public record UndoOptions(int steps, int workflows, long bytes, Duration mergeWithin, Set<String> leftOut) {
    /** 100 steps in each of 100 workflows, 64 MiB, no merging, without the viewport and the runs of nodes. */
    public static final UndoOptions DEFAULT =
            new UndoOptions(100, 100, 64L << 20, Duration.ZERO, Set.of(RegisterNames.VIEWPORT, RegisterNames.RUN));

    /**
     * Checks the numbers and copies the set.
     *
     * @param steps how many steps a workflow keeps
     * @param workflows how many workflows keep steps
     * @param bytes about how much memory the steps may take
     * @param mergeWithin within which time edits of the same fields are one step
     * @param leftOut what undo leaves alone
     * @throws IllegalArgumentException if a number or the time is negative, or no workflow may keep steps, or no memory
     */
    public UndoOptions {
        Objects.requireNonNull(mergeWithin, "A time for merging is needed; Duration.ZERO keeps each edit apart");
        Objects.requireNonNull(leftOut, "A set of registers is needed; an empty one leaves nothing out");
        if (steps < 0 || workflows < 1 || bytes < 1 || mergeWithin.isNegative()) {
            throw new IllegalArgumentException("Undo cannot keep " + steps + " steps in " + workflows
                    + " workflows and " + bytes + " bytes, and merge within " + mergeWithin
                    + "; steps and time are at least zero, workflows and bytes at least one");
        }
        leftOut = Set.copyOf(leftOut);
    }

    /**
     * The same with another number of steps.
     *
     * @param most how many steps a workflow keeps; 0 switches undo off
     * @return the options
     */
    public UndoOptions withSteps(int most) {
        return new UndoOptions(most, workflows, bytes, mergeWithin, leftOut);
    }

    /**
     * The same with another bound on memory.
     *
     * @param most about how many bytes the steps of all workflows may take together
     * @return the options
     */
    public UndoOptions withBytes(long most) {
        return new UndoOptions(steps, workflows, most, mergeWithin, leftOut);
    }

    /**
     * The same with another time for merging.
     *
     * @param time edits that write the very same fields within this time of each other are one step
     * @return the options
     */
    public UndoOptions mergingWithin(Duration time) {
        return new UndoOptions(steps, workflows, bytes, time, leftOut);
    }

    /**
     * The same with other registers left alone.
     *
     * @param registers their names; none leaves nothing out
     * @return the options
     */
    public UndoOptions leavingOut(String... registers) {
        Objects.requireNonNull(registers, "The names of registers are needed; none leaves nothing out");
        return new UndoOptions(steps, workflows, bytes, mergeWithin, Set.copyOf(Arrays.asList(registers)));
    }
}
