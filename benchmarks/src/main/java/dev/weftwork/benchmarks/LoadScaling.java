package dev.weftwork.benchmarks;

import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Store;
import java.nio.file.Path;
import java.util.List;

/** What loading costs in a graph ten times as large. */
final class LoadScaling implements Measurement {
    private static final int SMALL = 10_000;
    private static final int LARGE = 100_000;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 5;

    @Override
    public List<String> figures() {
        return List.of("load-scaling");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        Path small = scratch.fresh("small");
        Path large = scratch.fresh("large");
        OurStore.create(SampleGraph.of(SMALL), small, Durability.NORMAL);
        OurStore.create(SampleGraph.of(LARGE), large, Durability.NORMAL);
        Series series = Rounds.run(
                WARM_UPS, ROUNDS, watch -> load(small, "small", watch), watch -> load(large, "large", watch));
        return List.of(new Figure(
                "load-scaling",
                series.ratio("large", "small"),
                "x",
                "bar <= 11",
                LARGE + " over " + SMALL + " nodes: " + series.detail("large", "small")));
    }

    private static void load(Path file, String lap, Stopwatch watch) {
        watch.start();
        try (Store store = OurStore.open(file, Durability.NORMAL)) {
            if (Touch.outline(store.workflow(OurStore.WORKFLOW)) == 0) {
                throw new IllegalStateException(file + " is empty");
            }
            watch.lap(lap);
        }
    }
}
