package dev.weftwork.store;

import java.util.List;

/**
 * What an exchange with a server brought.
 *
 * @param admitted how many operations of this replica the server took
 * @param pulled how many operations of others came in
 * @param refused operations that the server refused, and those parked with them
 * @param conflicts writes of this device and of others that met unawares
 * @param renewed whether this replica took a new identity, since the old one is shared
 * @param contradicted whether the server has something else under a number that it had given to an operation of this
 *     replica: it went back without a word, and nothing of what was pulled was taken
 */
public record Receipt(
        int admitted,
        int pulled,
        List<Oplog.DeadOp> refused,
        List<Conflict> conflicts,
        boolean renewed,
        boolean contradicted) {
    /** Nothing new. */
    public static final Receipt NOTHING = new Receipt(0, 0, List.of(), List.of(), false, false);

    /**
     * Copies the lists.
     *
     * @param admitted how many operations the server took
     * @param pulled how many came in
     * @param refused what was refused
     * @param conflicts what met unawares
     * @param renewed whether this replica took a new identity
     * @param contradicted whether the server went back without a word
     */
    public Receipt {
        refused = List.copyOf(refused);
        conflicts = List.copyOf(conflicts);
    }
}
