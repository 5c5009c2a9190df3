package dev.weftwork.server.http;

import dev.weftwork.wire.Problem;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wall clock that admission goes by. A clock that jumps ahead would put its stamps above all that anybody writes until
 * time has caught up, so nothing is admitted while it is over an hour ahead of what has passed since it was last believed.
 * Small corrections are believed. So is whatever the clock shows when the server starts: to restart it is an operator's
 * word. Thread-safe.
 */
final class AdmissionClock {
    private static final Logger LOG = LoggerFactory.getLogger("dev.weftwork.server");
    private static final long MOST_AHEAD_MILLIS = Duration.ofHours(1).toMillis();
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final LongSupplier wallMillis;
    private final LongSupplier nanos;
    private long believedMillis;
    private long believedAt;

    AdmissionClock(LongSupplier wallMillis, LongSupplier nanos) {
        this.wallMillis = wallMillis;
        this.nanos = nanos;
        this.believedMillis = wallMillis.getAsLong();
        this.believedAt = nanos.getAsLong();
    }

    /** What the clock shows, whether or not it is believed. */
    long shown() {
        return wallMillis.getAsLong();
    }

    /** What the clock shows; refuses if that cannot be. */
    synchronized long now() {
        long shown = wallMillis.getAsLong();
        long at = nanos.getAsLong();
        long expected = believedMillis + (at - believedAt) / 1_000_000;
        if (shown - expected > MOST_AHEAD_MILLIS) {
            LOG.atError()
                    .log(
                            "The clock jumped ahead by {} s; set it right, or restart the server if it is right",
                            (shown - expected) / 1_000);
            String detail = "The server's clock jumped ahead; nothing is taken in until it is right again";
            throw new ProblemException(new Problem(503, "clock", detail), PAUSE);
        }
        believedMillis = shown;
        believedAt = at;
        return shown;
    }
}
