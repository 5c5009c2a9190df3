package dev.weftwork.benchmarks;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Store;
import java.nio.file.Path;
import java.util.List;

/** What opening costs when the file holds many workflows, until their list can be read. */
final class OpenMany implements Measurement {
    private static final int FEW = 10;
    private static final int MANY = 10_000;
    private static final int NODES = 20;
    private static final int WARM_UPS = 15;
    private static final int ROUNDS = 9;

    @Override
    public List<String> figures() {
        return List.of("open-many");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        Path few = scratch.fresh("few");
        Path many = scratch.fresh("many");
        create(few, FEW);
        create(many, MANY);
        Series series = Rounds.run(
                WARM_UPS, ROUNDS, watch -> open(few, FEW, "few", watch), watch -> open(many, MANY, "many", watch));
        return List.of(new Figure(
                "open-many",
                series.ratio("many", "few"),
                "x",
                "bar <= 3",
                MANY + " over " + FEW + " workflows of " + NODES + " nodes: " + series.detail("many", "few")));
    }

    private static void create(Path file, int workflows) {
        SampleGraph graph = SampleGraph.of(NODES);
        try (Store store = OurStore.open(file, Durability.NORMAL)) {
            for (int i = 0; i < workflows; i++) {
                store.createWorkflow(WorkflowId.random(), "Workflow " + i, draft -> {
                    graph.steps().forEach(step -> OurStore.add(step, draft));
                    graph.links().forEach(link -> OurStore.add(link, draft));
                });
            }
        }
    }

    private static void open(Path file, int workflows, String lap, Stopwatch watch) {
        watch.start();
        try (Store store = OurStore.open(file, Durability.NORMAL)) {
            int found = store.workflows().size();
            watch.lap(lap);
            if (found != workflows) {
                throw new IllegalStateException(found + " workflows instead of " + workflows);
            }
        }
    }
}
