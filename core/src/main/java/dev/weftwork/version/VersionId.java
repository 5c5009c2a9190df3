package dev.weftwork.version;

import java.util.Objects;

/**
 * Names a version within its workflow, for ever: also after its operation went on under another name.
 *
 * @param value the id
 */
public record VersionId(String value) {
    /**
     * Checks that it is there.
     *
     * @param value the id
     * @throws IllegalArgumentException if it is empty
     */
    public VersionId {
        if (Objects.requireNonNull(value, "The id of a version is needed; list() gives versions that have one")
                .isEmpty()) {
            throw new IllegalArgumentException("The id of a version is empty; list() gives versions that have one");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
