package dev.weftwork.benchmarks;

import dev.weftwork.graph.NodeId;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** What one more version of a large workflow costs after one node was moved: in the closed file, and on the wire. */
final class VersionDelta implements Measurement {
    private static final int NODES = 10_000;
    private static final int VERSIONS = 20;
    private static final String DISK = "version-delta";
    private static final String WIRE = "version-delta-wire";
    private static final String BAR = "bar < 20000";

    @Override
    public List<String> figures() {
        return List.of(DISK, WIRE);
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        SampleGraph graph = SampleGraph.of(NODES);
        return List.of(disk(graph, scratch.fresh("versions")), wire(graph, scratch));
    }

    private static void moveAndSave(SampleGraph graph, Store store, int i) {
        NodeId node = NodeId.of(graph.steps().get(i * 97).id());
        store.edit(OurStore.WORKFLOW, draft -> draft.moveNode(node, i, 40));
        store.versions(OurStore.WORKFLOW).save("benchmarks", "one more");
    }

    private static Figure disk(SampleGraph graph, Path file) throws Exception {
        OurStore.create(graph, file, Durability.NORMAL);
        try (Store store = OurStore.open(file, Durability.NORMAL)) {
            moveAndSave(graph, store, 0);
        }
        long before = Scratch.bytes(file);
        try (Store store = OurStore.open(file, Durability.NORMAL)) {
            for (int i = 1; i <= VERSIONS; i++) {
                moveAndSave(graph, store, i);
            }
        }
        long after = Scratch.bytes(file);
        String detail = "one of " + NODES + " nodes moved before each; the file went from " + before + " to " + after
                + " bytes by " + VERSIONS + " versions";
        return new Figure(DISK, (after - before) / (double) VERSIONS, "bytes", BAR, detail);
    }

    private static Figure wire(SampleGraph graph, Scratch scratch) throws Exception {
        try (SyncSite site = SyncSite.start(scratch.directory("server"));
                Store store = OurStore.openWith(graph, scratch.fresh("synced"), Durability.FULL);
                Meter meter = Meter.to(site.address());
                SyncEngine engine = SyncSite.sync(store, meter.address(), UnaryOperator.identity())) {
            moveAndSave(graph, store, 0);
            drain(store, engine);
            meter.reset();
            moveAndSave(graph, store, 1);
            drain(store, engine);
            String detail = "the move, its chunks and the version, all requests with headers; " + meter.down()
                    + " bytes came down";
            return new Figure(WIRE, meter.up(), "bytes", BAR, detail);
        }
    }

    private static void drain(Store store, SyncEngine engine) {
        do {
            SyncSite.syncNow(engine);
        } while (store.replication().state().pending() > 0);
    }
}
