package dev.weftwork.benchmarks;

import java.util.List;

/** Figures that come from one run. */
interface Measurement {
    /** The names of the figures, as {@link #measure} gives them. */
    List<String> figures();

    /** Measures, in a directory of its own. */
    List<Figure> measure(Scratch scratch) throws Exception;
}
