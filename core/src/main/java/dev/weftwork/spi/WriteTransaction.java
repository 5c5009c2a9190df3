package dev.weftwork.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of a storage; sees its own writes. Confined to the callback that it was handed to; once that has ended,
 * every method throws {@link IllegalStateException}.
 */
public interface WriteTransaction extends ReadTransaction {
    /**
     * Appends an entry to the log.
     *
     * @param body the entry
     * @return its position, one more than the head was
     * @throws IOException if the medium cannot be written now
     */
    long append(String body) throws IOException;

    /**
     * Takes the oldest entries away. The head stays where it is, also when nothing is left.
     *
     * @param upTo the position of the last entry to go; at most the head
     * @throws IllegalArgumentException if it is beyond the head; then nothing goes
     * @throws IOException if the medium cannot be written now
     */
    void prune(long upTo) throws IOException;

    /**
     * Puts a row in, in place of the one with the same kind, workflow and id.
     *
     * @param row the row
     * @throws IOException if the medium cannot be written now
     */
    void put(Row row) throws IOException;

    /**
     * Takes a row away; if there is none, nothing happens.
     *
     * @param kind its kind
     * @param workflowId its workflow
     * @param id its id
     * @throws IOException if the medium cannot be written now
     */
    void remove(String kind, String workflowId, String id) throws IOException;

    /**
     * Writes a setting.
     *
     * @param name its name
     * @param value its value, or null to take it away
     * @throws IOException if the medium cannot be written now
     */
    void setting(String name, @Nullable String value) throws IOException;
}
