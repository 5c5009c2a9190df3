package dev.weftwork.benchmarks;

import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowChange;
import dev.weftwork.sync.SyncEngine;
import dev.weftwork.sync.SyncOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** From an edit on one device to the observer's call on another, through the server. */
final class LiveLatency implements Measurement {
    private static final int NODES = 100;
    private static final int WARM_UPS = 300;
    private static final int EDITS = 500;
    private static final SampleGraph GRAPH =
            new SampleGraph(SampleGraph.of(NODES).steps(), List.of());

    @Override
    public List<String> figures() {
        return List.of("live-latency", "live-latency-p99", "live-latency-ms");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        double[] ours = new double[EDITS];
        double[] limit = new double[EDITS];
        try (Pair pair = new Pair(scratch);
                Least least = new Least(scratch)) {
            for (int i = -WARM_UPS; i < EDITS; i++) {
                double one = i % 2 == 0 ? pair.edit(i) : least.edit(i);
                double other = i % 2 == 0 ? least.edit(i) : pair.edit(i);
                if (i >= 0) {
                    ours[i] = i % 2 == 0 ? one : other;
                    limit[i] = i % 2 == 0 ? other : one;
                }
            }
        }
        Arrays.sort(ours);
        Arrays.sort(limit);
        double half = ours[EDITS / 2];
        double last = ours[EDITS * 99 / 100];
        String detail = EDITS + " edits in turns; ours p50 " + Figure.number(half) + " p99 " + Figure.number(last)
                + " ms, one round trip and three commits p50 " + Figure.number(limit[EDITS / 2]) + " p99 "
                + Figure.number(limit[EDITS * 99 / 100]) + " ms";
        return List.of(
                new Figure("live-latency", half / limit[EDITS / 2], "x", "bar <= 2", detail),
                new Figure("live-latency-p99", last / limit[EDITS * 99 / 100], "x", "no bar", detail),
                new Figure("live-latency-ms", half, "ms", "no bar", detail));
    }

    /** Two devices that are always connected. */
    private static final class Pair implements AutoCloseable {
        private final SyncSite site;
        private final Store one;
        private final Store other;
        private final SyncEngine syncOfOne;
        private final SyncEngine syncOfOther;
        private final BlockingQueue<double[]> heard = new LinkedBlockingQueue<>();

        Pair(Scratch scratch) throws Exception {
            site = SyncSite.start(scratch.directory("server"));
            one = OurStore.open(scratch.fresh("one"), Durability.FULL);
            other = OurStore.open(scratch.fresh("other"), Durability.FULL);
            syncOfOne = site.sync(one, Pair::atOnce);
            syncOfOther = site.sync(other, Pair::atOnce);
            one.createWorkflow(OurStore.WORKFLOW, "Sample", draft -> {});
            OurStore.save(GRAPH, one);
            one.flush();
            SyncSite.syncNow(syncOfOne);
            SyncSite.syncNow(syncOfOther);
            while (!syncOfOne.status().live() || !syncOfOther.status().live()) {
                Thread.sleep(10);
            }
            other.observe(OurStore.WORKFLOW, this::hear);
        }

        private static SyncOptions atOnce(SyncOptions options) {
            return options.withDebounce(Duration.ZERO).withSyncOnChange(true);
        }

        private void hear(WorkflowChange change) {
            double now = System.nanoTime();
            for (NodeId id : change.nodes()) {
                double x = change.workflow()
                        .node(id)
                        .map(Node::position)
                        .map(Point::x)
                        .orElse(Double.NaN);
                heard.add(new double[] {x, now});
            }
        }

        /** In milliseconds. */
        double edit(int number) throws InterruptedException {
            NodeId node =
                    NodeId.of(GRAPH.steps().get(Math.floorMod(number, NODES)).id());
            long start = System.nanoTime();
            Commit commit = one.edit(OurStore.WORKFLOW, draft -> draft.moveNode(node, number, 0));
            double[] news = heard.poll(10, TimeUnit.SECONDS);
            while (news != null && news[0] != number) {
                news = heard.poll(10, TimeUnit.SECONDS);
            }
            if (news == null) {
                throw new IllegalStateException("Edit " + number + " did not arrive");
            }
            // what follows the news on the first device is not to disturb the next edit
            commit.synced().join();
            Thread.sleep(2);
            return (news[1] - start) / 1e6;
        }

        @Override
        public void close() {
            syncOfOne.close();
            syncOfOther.close();
            one.close();
            other.close();
            site.close();
        }
    }

    /** One round trip that carries the change, and a commit on each of three disks. */
    private static final class Least implements AutoCloseable {
        private final RawSyncServer server;
        private final RawLog one;
        private final RawLog other;
        private final RawSyncClient client;

        Least(Scratch scratch) throws Exception {
            server = RawSyncServer.start(scratch.fresh("raw-server"));
            one = RawLog.open(scratch.fresh("raw-one"));
            other = RawLog.open(scratch.fresh("raw-other"));
            client = new RawSyncClient(server.address());
        }

        double edit(int number) throws Exception {
            List<String> op = List.of(
                    RawOp.move(SampleGraph.WORKFLOW, GRAPH.steps().get(Math.floorMod(number, NODES)), number, 0));
            long start = System.nanoTime();
            one.append(op);
            client.post(op);
            other.append(op);
            double millis = (System.nanoTime() - start) / 1e6;
            Thread.sleep(2);
            return millis;
        }

        @Override
        public void close() throws SQLException {
            server.close();
            one.close();
            other.close();
        }
    }
}
