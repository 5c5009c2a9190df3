package dev.weftwork.benchmarks;

import dev.weftwork.benchmarks.SampleGraph.Step;
import dev.weftwork.graph.NodeId;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What an edit costs in a large graph over what it costs in a small one. */
final class EditScaling implements Measurement {
    private static final int SMALL = 100;
    private static final int LARGE = 100_000;
    private static final int EDITS = 400;
    private static final int WARM_UPS = 10;
    /** Over all kinds, before the first is measured: else that one would be compiled while it is. */
    private static final int FIRST_WARM_UPS = 120;

    private static final int ROUNDS = 25;

    private static final Map<String, Kind> KINDS = kinds();

    /** One edit of a node. */
    @FunctionalInterface
    private interface Edit {
        void make(Store store, NodeId node, int number);
    }

    /** A kind of edit, of nodes from all over the graph or of a hundred, which the processor's cache holds. */
    private record Kind(Edit edit, boolean near) {}

    private static Map<String, Kind> kinds() {
        Edit move = (store, node, number) -> store.edit(OurStore.WORKFLOW, draft -> draft.moveNode(node, number, 40));
        Edit set = (store, node, number) -> store.updateNodeConfig(OurStore.WORKFLOW, node, "seed", number);
        Edit delete = (store, node, number) -> store.edit(OurStore.WORKFLOW, draft -> draft.removeNode(node));
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("edit-scaling", new Kind(move, false));
        kinds.put("edit-scaling-near", new Kind(move, true));
        kinds.put("edit-scaling-config", new Kind(set, false));
        kinds.put("edit-scaling-delete", new Kind(delete, false));
        return kinds;
    }

    @Override
    public List<String> figures() {
        return List.copyOf(KINDS.keySet());
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        SampleGraph small = SampleGraph.of(SMALL);
        SampleGraph large = SampleGraph.of(LARGE);
        try (Store ofSmall = OurStore.openWith(small, scratch.fresh("small"), Durability.NORMAL);
                Store ofLarge = OurStore.openWith(large, scratch.fresh("large"), Durability.NORMAL)) {
            Side one = new Side(ofSmall, small, new SplittableRandom(1));
            Side other = new Side(ofLarge, large, new SplittableRandom(1));
            for (int i = 0; i < FIRST_WARM_UPS; i++) {
                for (Kind kind : KINDS.values()) {
                    one.median(kind);
                    other.median(kind);
                }
            }
            List<Figure> figures = new ArrayList<>();
            KINDS.forEach((name, kind) -> figures.add(compare(name, one, other, kind)));
            return figures;
        }
    }

    private static Figure compare(String name, Side small, Side large, Kind kind) {
        double[] ofSmall = new double[ROUNDS];
        double[] ofLarge = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            double one = small.median(kind);
            double other = large.median(kind);
            if (round >= 0) {
                ofSmall[round] = one;
                ofLarge[round] = other;
                ratios[round] = other / one;
            }
        }
        String detail = "median call among " + LARGE + " nodes " + Figure.number(Series.median(ofLarge)) + " µs, among "
                + SMALL + " " + Figure.number(Series.median(ofSmall)) + " µs, " + ROUNDS + " rounds of " + EDITS;
        return new Figure(name, Series.median(ratios), "x", "bar <= 2", detail);
    }

    private record Side(Store store, SampleGraph graph, SplittableRandom random) {
        /** The median time of a call in microseconds. */
        double median(Kind kind) {
            double[] micros = new double[EDITS];
            int nodes = kind.near ? SMALL : graph.steps().size();
            for (int i = 0; i < EDITS; i++) {
                Step step = graph.steps().get(random.nextInt(nodes));
                NodeId node = NodeId.of(step.id());
                long start = System.nanoTime();
                kind.edit.make(store, node, i);
                micros[i] = (System.nanoTime() - start) / 1e3;
                bringBack(step, node);
            }
            store.flush();
            Arrays.sort(micros);
            return micros[EDITS / 2];
        }

        private void bringBack(Step step, NodeId node) {
            if (store.workflow(OurStore.WORKFLOW).node(node).isEmpty()) {
                store.edit(OurStore.WORKFLOW, draft -> OurStore.add(step, draft));
            }
        }
    }
}
