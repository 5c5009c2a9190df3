package dev.weftwork.benchmarks;

import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Gesture;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowChange;
import dev.weftwork.sync.SyncEngine;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** Dragging a node for ten seconds: what stays of it, and what a peer sees of it while it lasts. */
final class Drag implements Measurement {
    private static final int FRAMES = 600;
    private static final long FRAME_NANOS = TimeUnit.SECONDS.toNanos(1) / 60;
    private static final SampleGraph GRAPH = new SampleGraph(SampleGraph.of(100).steps(), List.of());

    @Override
    public List<String> figures() {
        return List.of("drag", "drag-seen");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        try (SyncSite site = SyncSite.start(scratch.directory("server"));
                Meter meter = Meter.to(site.address());
                Store one = OurStore.openWith(GRAPH, scratch.fresh("one"), Durability.FULL);
                Store other = OurStore.open(scratch.fresh("other"), Durability.FULL);
                SyncEngine syncOfOne = live(one, meter.address());
                SyncEngine syncOfOther = live(other, site.address())) {
            SyncSite.syncNow(syncOfOther);
            while (!syncOfOne.status().live() || !syncOfOther.status().live()) {
                Thread.sleep(10);
            }
            return drag(one, other, meter);
        }
    }

    private static SyncEngine live(Store store, URI way) {
        SyncEngine engine = SyncSite.sync(store, way, UnaryOperator.identity());
        SyncSite.syncNow(engine);
        return engine;
    }

    private static List<Figure> drag(Store one, Store other, Meter meter) throws Exception {
        NodeId node = NodeId.of(GRAPH.steps().get(0).id());
        Set<Double> seen = ConcurrentHashMap.newKeySet();
        other.observe(OurStore.WORKFLOW, change -> seen.addAll(places(change, node)));
        long before = other.replication().state().seq();
        meter.reset();
        long start = System.nanoTime();
        Gesture gesture = one.gesture(OurStore.WORKFLOW);
        for (int i = 1; i <= FRAMES; i++) {
            int x = i;
            gesture.frame(draft -> draft.moveNode(node, x, x));
            LockSupport.parkNanos(start + i * FRAME_NANOS - System.nanoTime());
        }
        int moving = seen.size();
        long sentMoving = meter.up();
        gesture.commit().synced().join();
        double last = FRAMES;
        while (!seen.contains(last)) {
            Thread.sleep(10);
        }
        long ops = other.replication().state().seq() - before;
        String detail = FRAMES + " frames in " + Figure.number((System.nanoTime() - start) / 1e9)
                + " s, the wait for the server at the end included; up while dragging " + sentMoving
                + " bytes, headers included";
        return List.of(
                new Figure("drag", ops, "ops", "bar 1 persisted operation", detail),
                new Figure("drag-seen", moving, "frames", "bar > 0: a live peer saw it move", detail));
    }

    private static List<Double> places(WorkflowChange change, NodeId node) {
        return change.workflow().node(node).map(Node::position).map(Point::x).stream()
                .toList();
    }
}
