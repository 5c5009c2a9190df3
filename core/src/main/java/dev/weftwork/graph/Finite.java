package dev.weftwork.graph;

/** Refuses numbers that no JSON text and no canvas can hold. */
final class Finite {
    private Finite() {}

    static void check(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; coordinates and lengths must be finite numbers");
        }
    }
}
