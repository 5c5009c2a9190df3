package dev.weftwork.change;

/**
 * Names one operation for ever, on every device. Ours are UUIDv7 texts.
 *
 * @param value the id's text
 */
public record OpId(String value) implements Comparable<OpId> {
    /**
     * Checks the text.
     *
     * @param value the id's text
     * @throws IllegalArgumentException unless the text is 1 to 64 letters, digits, dots, dashes or underscores
     */
    public OpId {
        Names.check("operation id", value);
    }

    @Override
    public int compareTo(OpId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
