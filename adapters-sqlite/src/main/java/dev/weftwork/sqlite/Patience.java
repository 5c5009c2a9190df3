package dev.weftwork.sqlite;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.sqlite.BusyHandler;

/**
 * Waits for a lock that another process holds. The pauses grow and are scattered, so that processes that met once do not
 * meet again and again.
 */
final class Patience extends BusyHandler {
    private static final int LONGEST_PAUSE_MILLIS = 50;

    private final long nanos;
    private long since;
    private boolean none;

    Patience(Duration timeout) {
        nanos = timeout.toNanos();
    }

    /** Whether to give up at once, for things that are only nice to have now. */
    void none(boolean none) {
        this.none = none;
    }

    @Override
    protected int callback(int earlier) throws SQLException {
        long now = System.nanoTime();
        if (earlier == 0) {
            since = now;
        }
        if (none || now - since >= nanos) {
            return 0;
        }
        return pause(earlier) ? 1 : 0;
    }

    /** Pauses; says whether to go on, which an interrupted thread should not. */
    static boolean pause(int earlier) {
        int longest = Math.min(LONGEST_PAUSE_MILLIS, 1 << Math.min(earlier, 6));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(1, longest + 1));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
