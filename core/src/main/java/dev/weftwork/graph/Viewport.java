package dev.weftwork.graph;

/**
 * What part of the canvas is on screen. Immutable.
 *
 * @param x the horizontal offset, finite
 * @param y the vertical offset, finite
 * @param zoom the scale, finite
 */
public record Viewport(double x, double y, double zoom) {
    /** The view that a new workflow starts with. */
    public static final Viewport ORIGIN = new Viewport(0, 0, 1);

    /**
     * Checks the numbers.
     *
     * @param x the horizontal offset
     * @param y the vertical offset
     * @param zoom the scale
     * @throws IllegalArgumentException if a number is NaN or infinite
     */
    public Viewport {
        Finite.check("x", x);
        Finite.check("y", y);
        Finite.check("zoom", zoom);
    }
}
