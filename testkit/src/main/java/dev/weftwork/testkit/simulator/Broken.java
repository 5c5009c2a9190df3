package dev.weftwork.testkit.simulator;

/** An invariant of the design does not hold. */
final class Broken extends AssertionError {
    private static final long serialVersionUID = 1;

    Broken(String invariant, String what) {
        super("Invariant " + invariant + ": " + what);
    }
}
