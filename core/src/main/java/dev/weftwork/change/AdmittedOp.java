package dev.weftwork.change;

/**
 * An operation that an authority admitted, as it tells others of it.
 *
 * @param op the operation with the writes that its guards let through, and without guards
 * @param seq its place in the authority's order, from one and without gaps
 * @param eff its effective clock
 */
public record AdmittedOp(Op op, long seq, long eff) {
    /**
     * The stamp that its writes carry for ever.
     *
     * @return the stamp
     */
    public Stamp stamp() {
        return op.stamp(eff);
    }
}
