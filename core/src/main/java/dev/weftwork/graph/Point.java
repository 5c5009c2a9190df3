package dev.weftwork.graph;

/**
 * Where something lies on the canvas. Immutable.
 *
 * @param x the horizontal coordinate, finite
 * @param y the vertical coordinate, finite
 */
public record Point(double x, double y) {
    /**
     * Checks the coordinates.
     *
     * @param x the horizontal coordinate
     * @param y the vertical coordinate
     * @throws IllegalArgumentException if a coordinate is NaN or infinite
     */
    public Point {
        Finite.check("x", x);
        Finite.check("y", y);
    }
}
