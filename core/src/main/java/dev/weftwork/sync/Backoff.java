package dev.weftwork.sync;

import dev.weftwork.spi.RemoteFailure;
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

    /** The pause after a sync that came to nothing: the longest where a person has to act, and not less than was asked. */
    Duration failed(SyncResult result, SyncOptions options) {
        Duration pause = failed(options.firstRetry(), options.lastRetry());
        if (!(result instanceof SyncResult.Failed failed)) {
            return pause;
        }
        RemoteFailure failure = failed.failure();
        Duration least = switch (failure.kind()) {
            case UNAUTHORIZED, FORBIDDEN, OTHER_PLACE -> options.lastRetry();
            default -> pause;
        };
        Duration asked = failure.retryAfter();
        return asked != null && asked.compareTo(least) > 0 ? asked : least;
    }
}
