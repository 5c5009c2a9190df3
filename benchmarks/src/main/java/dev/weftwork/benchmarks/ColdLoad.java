package dev.weftwork.benchmarks;

import dev.weftwork.graph.Workflow;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From a closed file to a graph that was read, in a warm JVM. */
final class ColdLoad implements Measurement {
    private static final int NODES = 10_000;
    private static final int WARM_UPS = 40;
    private static final int ROUNDS = 9;

    @Override
    public List<String> figures() {
        return List.of("cold-load", "cold-load-full", "cold-load-killed", "cold-load-killed-full");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        Path ours = scratch.fresh("ours");
        Path raw = scratch.fresh("raw");
        SampleGraph graph = SampleGraph.of(NODES);
        OurStore.create(graph, ours, Durability.NORMAL);
        try (RawDatabase database = RawDatabase.open(raw, Durability.NORMAL)) {
            database.save(SampleGraph.WORKFLOW, graph);
        }
        List<Figure> figures = new ArrayList<>(compare("cold-load", ours, raw, scratch));
        Path oursKilled = scratch.fresh("ours");
        Path rawKilled = scratch.fresh("raw");
        ChildJvm.run(List.of(), "save-and-die", "ours", oursKilled.toString(), Integer.toString(NODES));
        ChildJvm.run(List.of(), "save-and-die", "raw", rawKilled.toString(), Integer.toString(NODES));
        figures.addAll(compare("cold-load-killed", oursKilled, rawKilled, scratch));
        return figures;
    }

    private static List<Figure> compare(String name, Path ours, Path raw, Scratch scratch) throws Exception {
        List<Long> sums = new ArrayList<>();
        Series series = Rounds.run(
                WARM_UPS,
                ROUNDS,
                watch -> sums.add(loadOurs(scratch.copy(ours), watch)),
                watch -> sums.add(loadRaw(scratch.copy(raw), watch)));
        if (sums.stream().distinct().count() != 1) {
            throw new IllegalStateException("The two sides did not load the same: " + sums);
        }
        return List.of(
                new Figure(name, series.ratio("ours", "raw"), "x", "bar <= 0.5", series.detail("ours", "raw")),
                new Figure(
                        name + "-full",
                        series.ratio("ours-full", "raw-full"),
                        "x",
                        "bar <= 1.0",
                        series.detail("ours-full", "raw-full")));
    }

    private static long loadOurs(Path file, Stopwatch watch) throws Exception {
        long sum;
        watch.start();
        try (Store store = OurStore.open(file, Durability.FULL)) {
            Workflow workflow = store.workflow(OurStore.WORKFLOW);
            sum = Touch.outline(workflow);
            watch.lap("ours");
            sum += Touch.configs(workflow);
            watch.lap("ours-full");
        }
        Scratch.remove(file);
        return sum;
    }

    private static long loadRaw(Path file, Stopwatch watch) throws Exception {
        long sum;
        watch.start();
        try (RawDatabase raw = RawDatabase.open(file, Durability.FULL)) {
            RawRows rows = raw.load(SampleGraph.WORKFLOW);
            sum = Touch.outline(rows);
            watch.lap("raw");
            sum += Touch.configs(rows);
            watch.lap("raw-full");
        }
        Scratch.remove(file);
        return sum;
    }
}
