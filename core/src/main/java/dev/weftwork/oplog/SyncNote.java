package dev.weftwork.oplog;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log entry says of operations that earlier entries hold, and of the replica itself: the traces of syncing.
 *
 * @param offered operations of which a byte may have left the device; they never change again
 * @param absorbed operations that travel as part of a later one
 * @param replaced operations as they are from here on: under other numbers, or with fewer writes
 * @param verdicts what became of operations; an applied one whose {@code seq} is negative is in the
 *     state already, by way of a snapshot
 * @param clocks the replica's numbers from here on, or null if they only count on
 * @param rebased whether the rows were replaced, so that all has to be read anew
 */
public record SyncNote(
        List<OpId> offered,
        List<Absorbed> absorbed,
        List<Op> replaced,
        List<Verdict> verdicts,
        @Nullable String clocks,
        boolean rebased) {
    /** Says nothing. */
    public static final SyncNote NONE = new SyncNote(List.of(), List.of(), List.of(), List.of(), null, false);

    /**
     * Copies the lists.
     *
     * @param offered operations offered
     * @param absorbed operations that travel within others
     * @param replaced operations as they are now
     * @param verdicts what became of operations
     * @param clocks the replica's numbers, or null
     * @param rebased whether the rows were replaced
     */
    public SyncNote {
        offered = List.copyOf(offered);
        absorbed = List.copyOf(absorbed);
        replaced = List.copyOf(replaced);
        verdicts = List.copyOf(verdicts);
    }

    /**
     * An operation that travels as part of another.
     *
     * @param op the operation
     * @param into the later one that writes the same registers
     */
    public record Absorbed(OpId op, OpId into) {}

    /**
     * A note of what was offered.
     *
     * @param offered operations offered
     * @param absorbed operations that travel within others
     * @param replaced operations as they are now
     * @return the note
     */
    public static SyncNote offered(List<OpId> offered, List<Absorbed> absorbed, List<Op> replaced) {
        return new SyncNote(offered, absorbed, replaced, List.of(), null, false);
    }

    /**
     * A note of what became of operations.
     *
     * @param verdicts the verdicts
     * @param replaced operations as they are now
     * @param clocks the replica's numbers
     * @return the note
     */
    public static SyncNote exchanged(List<Verdict> verdicts, List<Op> replaced, String clocks) {
        return new SyncNote(List.of(), List.of(), replaced, verdicts, clocks, false);
    }
}
