package dev.weftwork.server.blob;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether somebody who is asked keeps quiet. Then one at a time waits for an answer, and whoever else asks hears at once that
 * there is none: threads that wait are missing elsewhere. Thread-safe.
 */
final class Silence {
    private final long suspectNanos;
    private final LongSupplier nanos;
    private int waiting;
    private boolean silent;
    /** When somebody last heard something, or began to wait while nobody else did. */
    private long since;

    /**
     * Nobody has asked yet.
     *
     * @param suspect for how long nothing has to be heard until it counts as silence
     * @param nanos a clock that never goes back
     */
    Silence(Duration suspect, LongSupplier nanos) {
        this.suspectNanos = suspect.toNanos();
        this.nanos = nanos;
    }

    /** Somebody asks; {@link #end} has to follow. */
    synchronized void begin() throws IOException {
        long now = nanos.getAsLong();
        if (waiting > 0 && (silent || now - since >= suspectNanos)) {
            throw new IOException("The bucket does not answer; somebody waits for it already");
        }
        if (waiting == 0) {
            since = now;
        }
        waiting++;
    }

    /** An answer came, whatever it said. */
    synchronized void heard() {
        silent = false;
        since = nanos.getAsLong();
    }

    /** Somebody waited in vain. */
    synchronized void inVain() {
        silent = true;
    }

    synchronized void end() {
        waiting--;
    }
}
