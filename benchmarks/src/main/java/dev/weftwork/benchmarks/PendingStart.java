package dev.weftwork.benchmarks;

import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Store;
import java.nio.file.Path;
import java.util.List;

/** What opening costs when the log holds many operations that are not in the rows, each a commit of its own. */
final class PendingStart implements Measurement {
    private static final int OPERATIONS = 100_000;
    private static final int WARM_UPS = 1;
    private static final int ROUNDS = 5;

    @Override
    public List<String> figures() {
        return List.of("pending-start");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        Path file = scratch.fresh("pending");
        ChildJvm.run(
                List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=off"),
                "edit-and-die",
                file.toString(),
                Integer.toString(OPERATIONS));
        Series series = Rounds.run(WARM_UPS, ROUNDS, watch -> open(scratch.copy(file), watch));
        return List.of(new Figure(
                "pending-start",
                series.millis("list"),
                "ms",
                "bar < 1000",
                OPERATIONS + " operations behind the rows: " + series.detail("list") + ", to the first graph "
                        + series.detail("graph")));
    }

    private static void open(Path file, Stopwatch watch) throws Exception {
        watch.start();
        try (Store store = OurStore.open(file, Durability.FULL)) {
            int workflows = store.workflows().size();
            watch.lap("list");
            int nodes = store.workflow(OurStore.WORKFLOW).nodes().size();
            watch.lap("graph");
            if (workflows != 1 || nodes != ChildJvm.PENDING_NODES) {
                throw new IllegalStateException(workflows + " workflows, " + nodes + " nodes");
            }
        }
        Scratch.remove(file);
    }
}
