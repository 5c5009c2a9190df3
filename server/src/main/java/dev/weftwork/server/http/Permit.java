package dev.weftwork.server.http;

import dev.weftwork.wire.Problem;
import java.time.Duration;

/** The right to have one large thing in memory, of those that share a budget. Thread-safe. */
final class Permit {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final ByteBudget budget;
    private final Problem busy;
    private long free;
    private long held;

    /**
     * Nothing is held yet.
     *
     * @param budget what is shared
     * @param free how much counts as small, whatever others hold
     * @param why what the one who is refused is told
     */
    Permit(ByteBudget budget, long free, String why) {
        this.budget = budget;
        this.free = free;
        busy = new Problem(503, "busy", why + "; try again");
    }

    /** Takes so much more, or refuses: for now, or for good if nobody may ever hold that much. */
    synchronized void take(long bytes) {
        long small = Math.min(free, bytes);
        if (bytes > small && !budget.take(held, bytes - small)) {
            if (budget.isPossible(held + bytes - small)) {
                throw new ProblemException(busy, SOON);
            }
            throw new ProblemException(507, "too-large-here", "This takes more memory than the server has for it");
        }
        free -= small;
        held += bytes - small;
    }

    synchronized void returnSome(long bytes) {
        budget.giveBack(bytes);
        held -= bytes;
    }

    /** Gives all back; once more does nothing. */
    synchronized void giveBack() {
        returnSome(held);
    }
}
