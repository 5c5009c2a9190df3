package dev.weftwork.server.blob;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Whether somebody who is asked keeps quiet. Then one at a time waits for an answer: whoever else asks hears at once that
 * there is none, and who began to wait before that was known gives up. Threads that wait are missing elsewhere. Thread-safe.
 */
final class Silence {
    static final String HOPELESS = "The bucket does not answer; somebody waits for it already";

    private final long suspectNanos;
    private final LongSupplier nanos;
    /** Who came first is the one that holds out. */
    private final Set<Wait> waiting = new LinkedHashSet<>();

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

    /** Somebody who waits for an answer; no two are equal. */
    static final class Wait {}

    /** Somebody asks; {@link #end} has to follow. */
    synchronized Wait begin() throws IOException {
        if (!waiting.isEmpty() && isSilent()) {
            throw new IOException(HOPELESS);
        }
        if (waiting.isEmpty()) {
            since = nanos.getAsLong();
        }
        Wait mine = new Wait();
        waiting.add(mine);
        return mine;
    }

    private boolean isSilent() {
        return silent || nanos.getAsLong() - since >= suspectNanos;
    }

    /** After how long it is worth asking whether to wait on. */
    long suspectNanos() {
        return suspectNanos;
    }

    /** Whether somebody may leave the waiting to who came first. */
    synchronized boolean isHopeless(Wait mine) {
        return isSilent() && waiting.iterator().next() != mine;
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

    synchronized void end(Wait mine) {
        waiting.remove(mine);
    }
}
