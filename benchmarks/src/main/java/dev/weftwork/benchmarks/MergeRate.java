package dev.weftwork.benchmarks;

import dev.weftwork.change.Entity;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import java.util.List;

/** Two replicas take in each other's edits, operation by operation, and end alike. */
final class MergeRate implements Measurement {
    private static final int NODES = 1_000;
    private static final int EDITS = 10_000;
    private static final int WARM_UPS = 30;
    private static final int ROUNDS = 25;

    @Override
    public List<String> figures() {
        return List.of("merge-rate", "merge-rate-states");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        SampleGraph graph = SampleGraph.of(NODES);
        GraphState base = Edits.state(graph);
        List<Op> ofOne = Edits.of("one", graph, EDITS);
        List<Op> ofOther = Edits.of("other", graph, EDITS);
        GraphState one = Edits.join(base, ofOne);
        GraphState other = Edits.join(base, ofOther);
        Series series = Rounds.run(
                WARM_UPS,
                ROUNDS,
                watch -> {
                    watch.start();
                    GraphState left = Edits.join(one, ofOther);
                    GraphState right = Edits.join(other, ofOne);
                    watch.lap("operations");
                    requireSame(left, right);
                },
                watch -> {
                    watch.start();
                    GraphState left = one.join(other);
                    GraphState right = other.join(one);
                    watch.lap("states");
                    requireSame(left, right);
                });
        return List.of(
                rate("merge-rate", "operations", "aim 2000000", series),
                rate("merge-rate-states", "states", "no bar", series));
    }

    private static Figure rate(String name, String lap, String bar, Series series) {
        double perSecond = 2 * EDITS / series.millis(lap) * 1e3;
        double perCpuSecond = 2 * EDITS / series.cpuMillis(lap) * 1e3;
        String detail = "2 x " + EDITS + " edits over " + NODES + " nodes: " + series.detail(lap) + ", by CPU time "
                + Figure.number(perCpuSecond) + " 1/s";
        return new Figure(name, perSecond, "1/s", bar, detail);
    }

    private static void requireSame(GraphState left, GraphState right) {
        left.forEach(entity -> {
            if (!entity.registers().equals(requireEntity(right, entity).registers())) {
                throw new IllegalStateException("The replicas differ in " + entity.key());
            }
        });
    }

    private static Entity requireEntity(GraphState state, Entity like) {
        Entity found = state.entity(like.key());
        if (found == null) {
            throw new IllegalStateException("A replica misses " + like.key());
        }
        return found;
    }
}
