package dev.weftwork.benchmarks;

import dev.weftwork.graph.NodeId;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** What leaves the device when one of many nodes is moved. */
final class MoveBytes implements Measurement {
    private static final int NODES = 10_000;
    private static final String END_OF_HEADERS = "\r\n\r\n";

    @Override
    public List<String> figures() {
        return List.of("move-bytes");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        SampleGraph graph = SampleGraph.of(NODES);
        try (SyncSite site = SyncSite.start(scratch.directory("server"));
                Store store = OurStore.openWith(graph, scratch.fresh("ours"), Durability.FULL);
                Meter meter = Meter.to(site.address());
                SyncEngine engine = SyncSite.sync(store, meter.address(), UnaryOperator.identity())) {
            SyncSite.syncNow(engine);
            NodeId node = NodeId.of(graph.steps().get(NODES / 2).id());
            engine.configure(options -> options.withSyncOnChange(true));
            while (!engine.status().live()) {
                Thread.sleep(10);
            }
            Thread.sleep(500);
            meter.reset();
            store.edit(OurStore.WORKFLOW, draft -> draft.moveNode(node, 1234.5, 678.25))
                    .synced()
                    .join();
            Thread.sleep(500);
            String sent = new String(meter.sent(), StandardCharsets.ISO_8859_1);
            int headers = sent.indexOf(END_OF_HEADERS) + END_OF_HEADERS.length();
            String detail = "one of " + NODES + " nodes, live: " + requests(sent) + " request(s), the first with "
                    + headers + " bytes of headers; " + (sent.length() - headers)
                    + " bytes of body, and down again " + meter.down() + " with headers and the live channel's echo";
            return List.of(new Figure("move-bytes", meter.up(), "bytes", "bar < 1024", detail));
        }
    }

    private static int requests(String sent) {
        return sent.split(" HTTP/1\\.1\r\n", -1).length - 1;
    }
}
