package dev.weftwork.server.http;

/** How many bytes of one sort may be in memory at a time. Thread-safe. */
final class ByteBudget {
    private final long most;
    private long taken;

    ByteBudget(long most) {
        this.most = most;
    }

    /** Takes so many if they are left; nothing otherwise. What is larger than all there may be goes alone. */
    boolean take(long bytes) {
        return take(0, bytes);
    }

    /** Takes so many more for one who holds some already. */
    synchronized boolean take(long held, long bytes) {
        boolean alone = taken == held;
        if (!alone && bytes > most - taken) {
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
