package dev.weftwork.server.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A bucket of tokens for each principal, filled at a steady rate. Thread-safe. */
final class RateLimiter {
    private static final int MOST_BUCKETS = 100_000;

    private final double perSecond;
    private final double burst;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_BUCKETS;
        }
    };

    private record Bucket(double tokens, long at) {}

    RateLimiter(double perSecond, double burst, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanos = nanos;
    }

    /** Takes a token; gives the pause that is needed if there is none. */
    synchronized Optional<Duration> take(String principal) {
        long now = nanos.getAsLong();
        Bucket bucket = buckets.getOrDefault(principal, new Bucket(burst, now));
        double tokens = Math.min(burst, bucket.tokens + (now - bucket.at) / 1e9 * perSecond);
        if (tokens < 1) {
            buckets.put(principal, new Bucket(tokens, now));
            return Optional.of(Duration.ofMillis((long) Math.ceil((1 - tokens) / perSecond * 1_000)));
        }
        buckets.put(principal, new Bucket(tokens - 1, now));
        return Optional.empty();
    }
}
