package dev.weftwork.benchmarks;

import dev.weftwork.sqlite.Durability;
import java.nio.file.Path;
import java.util.List;

/** From the first line of {@code main} to the first graph, in a JVM that has just started. */
final class FreshJvm implements Measurement {
    private static final int NODES = 10_000;
    private static final int ROUNDS = 7;

    @Override
    public List<String> figures() {
        return List.of("cold-load-fresh-jvm", "cold-load-fresh-jvm-ms");
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
        Series series = new Series();
        for (int round = -1; round < ROUNDS; round++) {
            Series into = round < 0 ? new Series() : series;
            load("ours", ours, into);
            load("raw", raw, into);
        }
        String detail = series.detail("ours", "raw");
        return List.of(
                new Figure("cold-load-fresh-jvm", series.ratio("ours", "raw"), "x", "no bar", detail),
                new Figure("cold-load-fresh-jvm-ms", series.millis("ours"), "ms", "bar < 500", detail));
    }

    private static void load(String side, Path file, Series series) throws Exception {
        List<String> answer = ChildJvm.run(List.of(), "first-graph", side, file.toString());
        series.add(side, Double.parseDouble(answer.get(0)), Double.parseDouble(answer.get(1)));
    }
}
