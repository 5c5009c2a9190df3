package dev.weftwork.benchmarks;

import dev.weftwork.benchmarks.SampleGraph.Step;
import dev.weftwork.graph.NodeId;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Ten thousand moves that a replica made while it was away, until an empty replica shows them all. */
final class CatchUp implements Measurement {
    private static final int NODES = 1_000;
    private static final int MOVES = 10_000;
    /** After eight the compiler still took a quarter of the processor time, and hardly any of the limit's, which is small. */
    private static final int WARM_UPS = 24;

    private static final int ROUNDS = 7;
    private static final SampleGraph GRAPH =
            new SampleGraph(SampleGraph.of(NODES, 0, 1).steps(), List.of());

    @Override
    public List<String> figures() {
        return List.of("catchup-10k", "catchup-10k-seconds", "catchup-10k-bytes");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        Series series =
                Rounds.run(WARM_UPS, ROUNDS, watch -> ours(scratch, watch, null), watch -> limit(scratch, watch, null));
        double[] bytes = ours(scratch, new Stopwatch(new Series()), Meter::to);
        double[] least = limit(scratch, new Stopwatch(new Series()), Meter::to);
        String of = MOVES + " moves of " + NODES + " nodes, each an operation: ";
        String parts = "; of that pushing " + series.detail("ours-push") + " against " + series.detail("limit-push");
        String wire = "up " + (long) bytes[0] + " and down " + (long) bytes[1] + " against " + (long) least[0] + " and "
                + (long) least[1] + " bytes, headers included";
        return List.of(
                new Figure(
                        "catchup-10k",
                        series.ratio("ours", "limit"),
                        "x",
                        "bar <= 1.5",
                        of + series.detail("ours", "limit") + parts),
                new Figure("catchup-10k-seconds", series.millis("ours") / 1e3, "s", "no bar", of + wire),
                new Figure(
                        "catchup-10k-bytes",
                        (bytes[0] + bytes[1]) / (least[0] + least[1]),
                        "x",
                        "bar <= 1",
                        of + wire));
    }

    /** Makes a way on which bytes are counted; null to go without. */
    @FunctionalInterface
    private interface Counting {
        Meter to(URI server) throws Exception;
    }

    private static double[] ours(Scratch scratch, Stopwatch watch, @Nullable Counting counting) throws Exception {
        try (SyncSite site = SyncSite.start(scratch.directory("server"));
                Store away = OurStore.open(scratch.fresh("away"), Durability.FULL);
                Store empty = OurStore.open(scratch.fresh("empty"), Durability.FULL);
                Meter meter = counting == null ? null : counting.to(site.address())) {
            URI way = meter == null ? site.address() : meter.address();
            // from its first sync on, a replica keeps each edit as an operation of its own
            try (SyncEngine engine = site.sync(away, UnaryOperator.identity())) {
                SyncSite.syncNow(engine);
            }
            edit(away);
            watch.start();
            try (SyncEngine engine = SyncSite.sync(away, way, UnaryOperator.identity())) {
                SyncSite.syncNow(engine);
            }
            watch.lap("ours-push");
            try (SyncEngine engine = SyncSite.sync(empty, way, UnaryOperator.identity())) {
                SyncSite.syncNow(engine);
                watch.lap("ours");
            }
            if (!empty.workflow(OurStore.WORKFLOW).equals(away.workflow(OurStore.WORKFLOW))) {
                throw new IllegalStateException("The replicas differ");
            }
            return meter == null ? new double[2] : new double[] {meter.up(), meter.down()};
        }
    }

    private static void edit(Store store) {
        store.createWorkflow(OurStore.WORKFLOW, "Sample", draft -> {});
        OurStore.save(GRAPH, store);
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < MOVES; i++) {
            NodeId node = NodeId.of(GRAPH.steps().get(i % NODES).id());
            double x = random.nextInt(40_000) / 4.0;
            double y = random.nextInt(40_000) / 4.0;
            store.edit(OurStore.WORKFLOW, draft -> draft.moveNode(node, x, y));
        }
        store.flush();
    }

    private static double[] limit(Scratch scratch, Stopwatch watch, @Nullable Counting counting) throws Exception {
        List<String> ops = rawOps();
        try (RawSyncServer server = RawSyncServer.start(scratch.fresh("raw-server"));
                RawLog away = RawLog.open(scratch.fresh("raw-away"));
                RawLog empty = RawLog.open(scratch.fresh("raw-empty"));
                Meter meter = counting == null ? null : counting.to(server.address())) {
            URI way = meter == null ? server.address() : meter.address();
            watch.start();
            RawSyncClient pushing = new RawSyncClient(way);
            for (int from = 0; from < ops.size(); from += RawSyncServer.PAGE) {
                List<String> batch = ops.subList(from, Math.min(ops.size(), from + RawSyncServer.PAGE));
                pushing.post(batch);
                away.append(batch);
            }
            watch.lap("limit-push");
            RawSyncClient pulling = new RawSyncClient(way);
            int got = 0;
            for (List<String> page = pulling.get(0); !page.isEmpty(); page = pulling.get(got)) {
                empty.append(page);
                got += page.size();
            }
            watch.lap("limit");
            if (got != ops.size()) {
                throw new IllegalStateException("The other side has " + got + " changes of " + ops.size());
            }
            return meter == null ? new double[2] : new double[] {meter.up(), meter.down()};
        }
    }

    /** The same changes, in the words of the other side's oplog. */
    private static List<String> rawOps() {
        List<String> ops = new ArrayList<>(MOVES + 1);
        RawOp all = new RawOp(SampleGraph.WORKFLOW, NODES * 300);
        GRAPH.steps().forEach(step -> all.add(step, RawOp.config(step)));
        ops.add(all.text());
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < MOVES; i++) {
            Step node = GRAPH.steps().get(i % NODES);
            double x = random.nextInt(40_000) / 4.0;
            double y = random.nextInt(40_000) / 4.0;
            ops.add(RawOp.move(SampleGraph.WORKFLOW, node, x, y));
        }
        return ops;
    }
}
