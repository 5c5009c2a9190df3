package dev.weftwork.benchmarks;

import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What loading costs in a graph ten times as large. It is held against ten loads of the small one which all stay in
 * memory, so that the garbage collector has the same to carry on both sides.
 */
final class LoadScaling implements Measurement {
    private static final int SMALL = 10_000;
    private static final int TIMES = 10;
    private static final int WARM_UPS = 2;
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
        OurStore.create(SampleGraph.of(SMALL * TIMES), large, Durability.NORMAL);
        List<Path> smalls = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            smalls.add(scratch.copy(small));
        }
        Series series = Rounds.run(
                WARM_UPS,
                ROUNDS,
                watch -> load(smalls, "small-" + TIMES + "-times", watch),
                watch -> load(Collections.singletonList(large), "large", watch));
        String detail = series.detail("large", "small-" + TIMES + "-times");
        return List.of(new Figure(
                "load-scaling",
                TIMES * series.ratio("large", "small-" + TIMES + "-times"),
                "x",
                "bar <= 11",
                SMALL * TIMES + " over " + SMALL + " nodes: " + detail));
    }

    private static void load(List<Path> files, String lap, Stopwatch watch) {
        List<Store> stores = new ArrayList<>();
        watch.start();
        for (Path file : files) {
            Store store = OurStore.open(file, Durability.NORMAL);
            stores.add(store);
            if (Touch.outline(store.workflow(OurStore.WORKFLOW)) == 0) {
                throw new IllegalStateException(file + " is empty");
            }
        }
        watch.lap(lap);
        stores.forEach(Store::close);
    }
}
