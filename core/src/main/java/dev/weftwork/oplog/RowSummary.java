package dev.weftwork.oplog;

import org.jspecify.annotations.Nullable;

/**
 * How many rows there should be and the sum of their checksums, so that rows that vanished, came twice or came back are
 * noticed. Sums do not depend on order and can be kept up with each change.
 *
 * @param count how many rows
 * @param sum the sum of their checksums
 */
public record RowSummary(long count, long sum) {
    /** No rows. */
    public static final RowSummary EMPTY = new RowSummary(0, 0);

    /**
     * One row more.
     *
     * @param rowSum its checksum
     * @return the summary with it
     */
    public RowSummary plus(int rowSum) {
        return new RowSummary(count + 1, sum + Integer.toUnsignedLong(rowSum));
    }

    /**
     * One row less.
     *
     * @param rowSum its checksum
     * @return the summary without it
     */
    public RowSummary minus(int rowSum) {
        return new RowSummary(count - 1, sum - Integer.toUnsignedLong(rowSum));
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @param text the text, or null for none
     * @return the summary
     * @throws DamagedTextException if the text has another form
     */
    public static RowSummary parse(@Nullable String text) {
        if (text == null) {
            return EMPTY;
        }
        int colon = text.indexOf(':');
        try {
            return new RowSummary(
                    Long.parseLong(text, 0, Math.max(colon, 0), 10),
                    Long.parseLong(text, colon + 1, text.length(), 10));
        } catch (NumberFormatException e) {
            throw new DamagedTextException("'" + text + "' is no summary of rows", e);
        }
    }

    @Override
    public String toString() {
        return count + ":" + sum;
    }
}
