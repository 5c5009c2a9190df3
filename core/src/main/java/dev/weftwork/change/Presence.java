package dev.weftwork.change;

/** Tells which processes live, so that a run that a dead one started does not show as running for ever. */
@FunctionalInterface
public interface Presence {
    /** Every process counts as alive. */
    Presence ALL = process -> true;

    /** No process counts as alive: whatever is shown so runs nowhere. */
    Presence NONE = process -> false;

    /**
     * Whether a process lives.
     *
     * @param process the process's own name for itself
     * @return true if it does
     */
    boolean lives(String process);
}
