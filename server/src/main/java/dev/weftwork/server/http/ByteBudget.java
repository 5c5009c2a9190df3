package dev.weftwork.server.http;

/** How many bytes of some sorts may be in memory at a time. Thread-safe. */
final class ByteBudget {
    private static final long LEAST = 96 << 20;

    private final long most;
    private final long alone;
    private long taken;

    ByteBudget(long most) {
        this(most, Long.MAX_VALUE);
    }

    /**
     * Nothing is taken yet.
     *
     * @param most how many there may be
     * @param alone how many one may take that has all to itself, which would never go otherwise
     */
    ByteBudget(long most, long alone) {
        this.most = most;
        this.alone = alone;
    }

    /** Three eighths of the heap for all that is large, and half of it for one alone that is larger. */
    static ByteBudget ofHeap() {
        long heap = Runtime.getRuntime().maxMemory();
        return new ByteBudget(Math.max(LEAST, heap / 8 * 3), Math.max(LEAST, heap / 2));
    }

    /** An eighth of the heap, for what is held while a slow peer is waited for, or is small. */
    static ByteBudget eighthOfHeap() {
        return new ByteBudget(Math.max(LEAST / 3, Runtime.getRuntime().maxMemory() / 8));
    }

    /** How many one may ever hold. */
    long largest() {
        return Math.max(most, alone);
    }

    /** Whether one may ever hold so many. */
    boolean isPossible(long bytes) {
        return bytes <= largest();
    }

    /** Takes so many if they are left; nothing otherwise. What is larger than all there may be goes alone. */
    boolean take(long bytes) {
        return take(0, bytes);
    }

    /** Takes so many more for one who holds some already. */
    synchronized boolean take(long held, long bytes) {
        boolean isAlone = taken == held && isPossible(held + bytes);
        if (!isAlone && bytes > most - taken) {
            return false;
        }
        taken += bytes;
        return true;
    }

    synchronized void giveBack(long bytes) {
        taken -= bytes;
    }

    synchronized long taken() {
        return taken;
    }
}
