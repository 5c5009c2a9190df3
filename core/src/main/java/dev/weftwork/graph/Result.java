package dev.weftwork.graph;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a node's execution has come and what it gave. Status and value are one register, so a reader never sees
 * the status of one run beside the value of another. Immutable.
 *
 * @param status one of the constants of this type, or a word of the host's own
 * @param value what the run gave, or null
 */
public record Result(String status, @Nullable Json value) {
    /** Nothing has run, or what ran has been cleared. */
    public static final String IDLE = "idle";

    /** A run is under way in a live process; shows as {@link #IDLE} once that process is gone. */
    public static final String RUNNING = "running";

    /** The last run ended well. */
    public static final String DONE = "done";

    /** The last run failed. */
    public static final String FAILED = "failed";

    /** The result of a node that never ran. */
    public static final Result NONE = new Result(IDLE, null);

    /**
     * Checks the status.
     *
     * @param status a word for the state of the run
     * @param value what the run gave, or null
     * @throws IllegalArgumentException if the status is blank
     */
    public Result {
        Objects.requireNonNull(status, "A result needs a status; use \"idle\" for none");
        if (status.isBlank()) {
            throw new IllegalArgumentException("A result's status must not be blank; use \"idle\" for none");
        }
    }

    /**
     * A run under way.
     *
     * @return the result
     */
    public static Result running() {
        return new Result(RUNNING, null);
    }

    /**
     * A run that ended well.
     *
     * @param value what it gave: anything that {@link Json#of} takes
     * @return the result
     */
    public static Result done(@Nullable Object value) {
        return new Result(DONE, Json.of(value));
    }

    /**
     * A run that ended well and gave a large binary, which is kept as an asset.
     *
     * @param ref where the binary is
     * @return the result
     */
    public static Result asset(AssetRef ref) {
        return new Result(
                DONE,
                Objects.requireNonNull(ref, "A reference is needed; it says where the binary is")
                        .toJson());
    }

    /** {@return the reference that the value is, or empty if it is none; see {@link AssetRef#allIn} for several} */
    public Optional<AssetRef> asset() {
        return value == null ? Optional.empty() : AssetRef.read(value);
    }

    /**
     * A run that failed.
     *
     * @param message why, for a person to read
     * @return the result
     */
    public static Result failed(String message) {
        return new Result(FAILED, Json.of(message));
    }
}
