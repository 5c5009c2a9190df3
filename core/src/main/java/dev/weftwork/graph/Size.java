package dev.weftwork.graph;

/**
 * How large something is on the canvas. Immutable.
 *
 * @param width the width, finite
 * @param height the height, finite
 */
public record Size(double width, double height) {
    /**
     * Checks the lengths.
     *
     * @param width the width
     * @param height the height
     * @throws IllegalArgumentException if a length is NaN or infinite
     */
    public Size {
        Finite.check("width", width);
        Finite.check("height", height);
    }
}
