package dev.weftwork.server.http;

import dev.weftwork.wire.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many things of one kind each principal may have open at a time. Thread-safe. */
final class Places {
    private final int most;
    private final Problem full;
    private final Duration pause;
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();

    /**
     * Nobody has anything open yet.
     *
     * @param most how many each may have
     * @param code what the refusal is called
     * @param things what they are
     * @param pause when to try again
     */
    Places(int most, String code, String things, Duration pause) {
        this.most = most;
        this.full = new Problem(429, code, "There are " + most + " " + things + " of this principal; end one first");
        this.pause = pause;
    }

    /** Takes a place, which has to be given back once. */
    void take(String principal) {
        taken.compute(principal, (id, count) -> {
            int now = count == null ? 0 : count;
            if (now >= most) {
                throw new ProblemException(full, pause);
            }
            return now + 1;
        });
    }

    void giveBack(String principal) {
        taken.computeIfPresent(principal, (id, count) -> count > 1 ? count - 1 : null);
    }
}
