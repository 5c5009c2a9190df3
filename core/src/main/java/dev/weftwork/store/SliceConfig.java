package dev.weftwork.store;

import java.time.Duration;
import java.util.Objects;

/**
 * How one slice of the data is treated. Every edit is durable at once, whatever is said here.
 *
 * @param enabled whether changes of it are told to listeners for settled changes, and pushed
 * @param sync whether it may leave the device
 * @param debounce how long an entity has to rest before it counts as settled
 * @param batchSize how many operations each of the first pushes of a sync holds at most; only if much is left after
 *     them, a push holds several batches
 */
public record SliceConfig(boolean enabled, boolean sync, Duration debounce, int batchSize) {
    /** What a slice starts with. */
    public static final SliceConfig DEFAULT = new SliceConfig(true, true, Duration.ofMillis(300), 10);

    /**
     * Checks the numbers.
     *
     * @param enabled whether changes are told
     * @param sync whether it may leave the device
     * @param debounce how long an entity has to rest
     * @param batchSize how many operations one push holds
     * @throws IllegalArgumentException if the wait is negative or the batch holds nothing
     */
    public SliceConfig {
        Objects.requireNonNull(debounce, "A debounce is needed; use zero for none");
        if (debounce.isNegative()) {
            throw new IllegalArgumentException("A debounce of " + debounce + " is negative; use zero for none");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("A batch of " + batchSize + " holds nothing; use at least 1");
        }
    }

    boolean mayLeave() {
        return enabled && sync;
    }

    /**
     * The same with another wait.
     *
     * @param value how long an entity has to rest
     * @return the configuration
     */
    public SliceConfig withDebounce(Duration value) {
        return new SliceConfig(enabled, sync, value, batchSize);
    }

    /**
     * The same, told or not.
     *
     * @param value whether changes are told and pushed
     * @return the configuration
     */
    public SliceConfig withEnabled(boolean value) {
        return new SliceConfig(value, sync, debounce, batchSize);
    }

    /**
     * The same, synced or kept on the device.
     *
     * @param value whether it may leave the device
     * @return the configuration
     */
    public SliceConfig withSync(boolean value) {
        return new SliceConfig(enabled, value, debounce, batchSize);
    }

    /**
     * The same with another batch size.
     *
     * @param value how many operations one push holds at most
     * @return the configuration
     */
    public SliceConfig withBatchSize(int value) {
        return new SliceConfig(enabled, sync, debounce, value);
    }
}
