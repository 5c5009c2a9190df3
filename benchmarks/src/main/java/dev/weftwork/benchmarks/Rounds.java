package dev.weftwork.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs several sides in turns in one process, so that all of them meet the same noise. */
final class Rounds {
    private Rounds() {}

    /** One side of a comparison. */
    @FunctionalInterface
    interface Side {
        /** Runs once; starts the watch when all is prepared and takes at least one lap. */
        void run(Stopwatch watch) throws Exception;
    }

    /** Runs each side in each round, in an order that is turned round each time. */
    static Series run(int warmUps, int rounds, Side... sides) throws Exception {
        Series ignored = new Series();
        Series series = new Series();
        List<Side> order = new ArrayList<>(List.of(sides));
        for (int round = -warmUps; round < rounds; round++) {
            for (Side side : order) {
                // nobody pays for another's garbage
                System.gc();
                side.run(new Stopwatch(round < 0 ? ignored : series));
            }
            Collections.reverse(order);
        }
        return series;
    }
}
