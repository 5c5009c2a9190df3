package dev.weftwork.change;

/**
 * An operation under the stamp that it was given.
 *
 * @param op the operation
 * @param stamp its stamp
 * @param shares in which of three states it is, as bits
 * @param rank its place in another order
 */
record Stamped(Op op, Stamp stamp, int shares, int rank) {
    boolean in(int state) {
        return (shares >> state & 1) == 1;
    }
}
