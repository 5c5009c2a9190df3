package dev.weftwork.sqlite;

/** What a write that has returned survives. */
public enum Durability {
    /** The loss of power: every commit waits until the disk has it. */
    FULL("FULL"),
    /**
     * The death of the process, but not the loss of power: that may take the last commits, and never leaves half of
     * one. Commits cost a tenth or less.
     */
    NORMAL("NORMAL");

    private final String pragma;

    Durability(String pragma) {
        this.pragma = pragma;
    }

    String pragma() {
        return pragma;
    }
}
