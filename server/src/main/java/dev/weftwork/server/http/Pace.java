package dev.weftwork.server.http;

import java.time.Duration;

/**
 * How fast large bodies have to come and go: whoever is slower holds memory that others need.
 *
 * @param grace how long any may take
 * @param bytesPerSecond how much has to pass in each second beyond that
 */
record Pace(Duration grace, long bytesPerSecond) {
    /** A bad line to a phone is faster. */
    static final Pace USUAL = new Pace(Duration.ofSeconds(20), 32 << 10);

    long limitMillis(long bytes) {
        return grace.toMillis() + bytes * 1_000 / bytesPerSecond;
    }
}
