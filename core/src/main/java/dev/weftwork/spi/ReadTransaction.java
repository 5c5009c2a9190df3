package dev.weftwork.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One moment of a storage. Confined to the callback that it was handed to; once that has ended, every method throws
 * {@link IllegalStateException}.
 */
public interface ReadTransaction {
    /**
     * The position of the last entry that was ever appended, whether or not it was pruned since.
     *
     * @return the position, zero before the first
     * @throws IOException if the medium cannot be read now
     */
    long head() throws IOException;

    /**
     * The position up to which the log was pruned.
     *
     * @return the position, zero if nothing was pruned
     * @throws IOException if the medium cannot be read now
     */
    long floor() throws IOException;

    /**
     * Hands over the entries after a position, in order, without gaps.
     *
     * @param after the position, at least the floor
     * @param each takes position and body
     * @throws IllegalArgumentException if the position is below the floor; then nothing is handed over
     * @throws IOException if the medium cannot be read now
     */
    void log(long after, EntryVisitor each) throws IOException;

    /**
     * Hands over the rows of one workflow, of all kinds, in no particular order.
     *
     * @param workflowId the workflow
     * @param each takes the rows
     * @throws IOException if the medium cannot be read now
     */
    void rows(String workflowId, RowVisitor each) throws IOException;

    /**
     * Hands over the rows of one kind, of all workflows, in no particular order.
     *
     * @param kind the kind
     * @param each takes the rows
     * @throws IOException if the medium cannot be read now
     */
    void rowsOfKind(String kind, RowVisitor each) throws IOException;

    /**
     * Reads a setting.
     *
     * @param name its name
     * @return its value, or null if it is not set
     * @throws IOException if the medium cannot be read now
     */
    @Nullable String setting(String name) throws IOException;

    /**
     * Hands over the settings whose names begin with a prefix, by name.
     *
     * @param prefix the prefix, perhaps empty
     * @param each takes name and value
     * @throws IOException if the medium cannot be read now
     */
    void settings(String prefix, SettingVisitor each) throws IOException;

    /** Takes log entries. */
    @FunctionalInterface
    interface EntryVisitor {
        /**
         * Takes one entry.
         *
         * @param position its position
         * @param body its body
         * @throws IOException to give up
         */
        void entry(long position, String body) throws IOException;
    }

    /** Takes rows. */
    @FunctionalInterface
    interface RowVisitor {
        /**
         * Takes one row.
         *
         * @param row the row
         * @throws IOException to give up
         */
        void row(Row row) throws IOException;
    }

    /** Takes settings. */
    @FunctionalInterface
    interface SettingVisitor {
        /**
         * Takes one setting.
         *
         * @param name its name
         * @param value its value
         * @throws IOException to give up
         */
        void setting(String name, String value) throws IOException;
    }
}
