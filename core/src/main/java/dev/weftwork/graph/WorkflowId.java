package dev.weftwork.graph;

/**
 * Names one workflow. Ours are UUIDv7 texts; ids that other tools made are kept as they are.
 *
 * <p>Limits: 1 to 512 bytes of UTF-8, no lone surrogate. Immutable and safe to share between threads.
 *
 * @param value the id's text
 */
public record WorkflowId(String value) implements Comparable<WorkflowId> {
    /**
     * Checks the text.
     *
     * @param value the id's text
     * @throws IllegalArgumentException if the text is empty, longer than 512 bytes or not valid Unicode
     */
    public WorkflowId {
        IdText.check("workflow id", value);
    }

    /**
     * Wraps an id's text.
     *
     * @param value the id's text
     * @return the id
     * @throws IllegalArgumentException if the text is empty, longer than 512 bytes or not valid Unicode
     */
    public static WorkflowId of(String value) {
        return new WorkflowId(value);
    }

    /**
     * Makes a new UUIDv7 id, greater than every one made before in this process.
     *
     * @return a fresh id
     */
    public static WorkflowId random() {
        return new WorkflowId(Ids.system().next());
    }

    @Override
    public int compareTo(WorkflowId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
