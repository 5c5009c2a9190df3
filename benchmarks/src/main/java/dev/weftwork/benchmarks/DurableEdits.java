package dev.weftwork.benchmarks;

import dev.weftwork.benchmarks.SampleGraph.Step;
import dev.weftwork.graph.NodeId;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Single moves until they are on disk: each awaited, or all at the end. */
final class DurableEdits implements Measurement {
    private static final int NODES = 1_000;
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 7;

    private final Durability durability;
    private final String suffix;
    private final int moves;
    private final String barAwaited;
    private final String barBatched;

    private DurableEdits(Durability durability, String suffix, int moves, String barAwaited, String barBatched) {
        this.durability = durability;
        this.suffix = suffix;
        this.moves = moves;
        this.barAwaited = barAwaited;
        this.barBatched = barBatched;
    }

    static DurableEdits normal() {
        return new DurableEdits(Durability.NORMAL, "normal", 8_000, "bar >= 1.3", "bar >= 5");
    }

    static DurableEdits full() {
        return new DurableEdits(Durability.FULL, "full", 2_000, "bar >= 0.9", "bar >= 8");
    }

    @Override
    public List<String> figures() {
        return List.of(
                "durable-edits-" + suffix,
                "durable-edits-" + suffix + "-batched",
                "op-insert-bound-" + suffix,
                "raw-commits-" + suffix);
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        SampleGraph graph = SampleGraph.of(NODES);
        Path rawFile = scratch.fresh("raw");
        try (Store store = OurStore.openWith(graph, scratch.fresh("ours"), durability);
                RawDatabase raw = RawDatabase.open(rawFile, durability)) {
            raw.save(SampleGraph.WORKFLOW, graph);
            Series series = Rounds.run(
                    WARM_UPS,
                    ROUNDS,
                    watch -> ours(graph, store, watch),
                    watch -> raw(graph, raw, watch),
                    watch -> batched(graph, store, watch),
                    watch -> opsOnly(graph, raw, watch));
            return figures(series);
        }
    }

    private List<Figure> figures(Series series) {
        double perSecond = moves / series.millis("raw") * 1e3;
        String of = moves + " moves over " + NODES + " nodes: ";
        List<Figure> figures = new ArrayList<>();
        figures.add(ratio(series, "durable-edits-" + suffix, "ours", barAwaited, of));
        figures.add(ratio(series, "durable-edits-" + suffix + "-batched", "batched", barBatched, of));
        figures.add(ratio(series, "op-insert-bound-" + suffix, "insert-alone", "the most that is possible", of));
        figures.add(new Figure("raw-commits-" + suffix, perSecond, "1/s", "no bar", of + series.detail("raw")));
        return figures;
    }

    /** Throughput over raw throughput. */
    private static Figure ratio(Series series, String name, String side, String bar, String of) {
        return new Figure(name, series.ratio("raw", side), "x", bar, of + series.detail("raw", side));
    }

    private void ours(SampleGraph graph, Store store, Stopwatch watch) {
        SplittableRandom random = new SplittableRandom(3);
        watch.start();
        for (int i = 0; i < moves; i++) {
            NodeId node = NodeId.of(graph.steps().get(random.nextInt(NODES)).id());
            double x = random.nextInt(40_000) / 4.0;
            store.edit(OurStore.WORKFLOW, draft -> draft.moveNode(node, x, x)).awaitDurable();
        }
        watch.lap("ours");
    }

    private void batched(SampleGraph graph, Store store, Stopwatch watch) {
        SplittableRandom random = new SplittableRandom(4);
        watch.start();
        Commit last = null;
        for (int i = 0; i < moves; i++) {
            NodeId node = NodeId.of(graph.steps().get(random.nextInt(NODES)).id());
            double x = random.nextInt(40_000) / 4.0;
            last = store.edit(OurStore.WORKFLOW, draft -> draft.moveNode(node, x, x));
        }
        if (last != null) {
            last.awaitDurable();
        }
        watch.lap("batched");
    }

    private void raw(SampleGraph graph, RawDatabase raw, Stopwatch watch) throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        watch.start();
        for (int i = 0; i < moves; i++) {
            Step node = graph.steps().get(random.nextInt(NODES));
            double x = random.nextInt(40_000) / 4.0;
            raw.move(SampleGraph.WORKFLOW, node, x, x);
        }
        watch.lap("raw");
    }

    private void opsOnly(SampleGraph graph, RawDatabase raw, Stopwatch watch) throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        watch.start();
        for (int i = 0; i < moves; i++) {
            Step node = graph.steps().get(random.nextInt(NODES));
            double x = random.nextInt(40_000) / 4.0;
            raw.log(RawOp.move(SampleGraph.WORKFLOW, node, x, x));
        }
        watch.lap("insert-alone");
    }
}
