package dev.weftwork.sqlite;

/** What a write that has returned survives. */
public enum Durability {
    /** The loss of power: every commit waits until the disk has it. */
    FULL("FULL", 0),
    /**
     * The death of the process, but not the loss of power: that may take the last commits, and never leaves half of
     * one. Commits cost a tenth or less.
     */
    NORMAL("NORMAL", 1_000_000);

    private final String pragma;
    private final long trustNanos;

    Durability(String pragma, long trustNanos) {
        this.pragma = pragma;
        this.trustNanos = trustNanos;
    }

    /** How long a look at the file's name is good for. */
    long trustNanos() {
        return trustNanos;
    }

    String pragma() {
        return pragma;
    }
}
