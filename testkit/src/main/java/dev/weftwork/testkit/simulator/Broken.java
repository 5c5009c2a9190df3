package dev.weftwork.testkit.simulator;

/** An invariant of the design does not hold. */
final class Broken extends AssertionError {
    private static final long serialVersionUID = 1;

    Broken(String invariant, String what) {
        super("Invariant " + invariant + ": " + what);
    }

    /** Says that an invariant does not hold, unless it does. */
    static void unless(boolean holds, String invariant, String what) {
        if (!holds) {
            throw new Broken(invariant, what);
        }
    }
}
