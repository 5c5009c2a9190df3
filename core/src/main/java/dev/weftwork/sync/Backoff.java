package dev.weftwork.sync;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to pause after failures: anything up to a bound that doubles with each failure, so that many devices do not
 * come back at the same moment. Confined to the engine's lane.
 */
final class Backoff {
    private static final int MOST_DOUBLINGS = 30;

    private final DoubleSupplier chance;
    private int failures;

    /** Takes numbers from zero, included, to one, excluded. */
    Backoff(DoubleSupplier chance) {
        this.chance = chance;
    }

    void succeeded() {
        failures = 0;
    }

    int failures() {
        return failures;
    }

    /** The pause after one more failure. */
    Duration failed(Duration first, Duration last) {
        Duration bound = first.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        Duration capped = bound.compareTo(last) > 0 ? last : bound;
        return Duration.ofMillis(Math.round(capped.toMillis() * chance.getAsDouble()));
    }
}
