package dev.weftwork.benchmarks;

import dev.weftwork.benchmarks.SampleGraph.Step;
import dev.weftwork.graph.NodeId;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** How long a call of {@code edit} takes while the writer is busy with the ones before. */
final class EditCall implements Measurement {
    private static final int NODES = 10_000;
    private static final int CALLS = 20_000;
    private static final int PIECE = 5_000;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 5;

    @Override
    public List<String> figures() {
        return List.of("edit-call-p50", "edit-call-p99");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        SampleGraph graph = SampleGraph.of(NODES);
        double[] halves = new double[ROUNDS];
        double[] slow = new double[ROUNDS];
        double[] slowest = new double[ROUNDS];
        try (Store store = OurStore.openWith(graph, scratch.fresh("edit"), Durability.FULL)) {
            for (int round = -WARM_UPS; round < ROUNDS; round++) {
                long[] calls = calls(graph, store);
                if (round >= 0) {
                    halves[round] = calls[CALLS / 2] / 1e3;
                    slow[round] = calls[CALLS / 100 * 99] / 1e3;
                    slowest[round] = calls[CALLS - 1] / 1e3;
                }
            }
        }
        String detail = "moves of random nodes among " + NODES + ", " + CALLS + " calls back to back, median of "
                + ROUNDS + " rounds; slowest call " + Figure.number(Series.median(slowest)) + " µs";
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("edit-call-p50", Series.median(halves), "µs", "no bar", detail));
        figures.add(new Figure("edit-call-p99", Series.median(slow), "µs", "bar < 1000", detail));
        return figures;
    }

    private static long[] calls(SampleGraph graph, Store store) {
        SplittableRandom random = new SplittableRandom(7);
        long[] nanos = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            if (i % PIECE == 0) {
                store.flush();
            }
            Step step = graph.steps().get(random.nextInt(NODES));
            NodeId node = NodeId.of(step.id());
            double x = random.nextInt(40_000) / 4.0;
            long start = System.nanoTime();
            store.edit(OurStore.WORKFLOW, draft -> draft.moveNode(node, x, 40));
            nanos[i] = System.nanoTime() - start;
        }
        store.flush();
        Arrays.sort(nanos);
        return nanos;
    }
}
