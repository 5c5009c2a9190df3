package dev.weftwork.benchmarks;

import dev.weftwork.graph.NodeId;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Store;
import java.nio.file.Path;
import java.util.List;

/** What many moves of one node leave behind in the closed file. */
final class DiskGrowth implements Measurement {
    private static final int NODES = 10_000;
    private static final int MOVES = 10_000;

    @Override
    public List<String> figures() {
        return List.of("disk-growth-moves");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        SampleGraph graph = SampleGraph.of(NODES);
        Path file = scratch.fresh("growth");
        OurStore.create(graph, file, Durability.NORMAL);
        long before = Scratch.bytes(file);
        NodeId node = NodeId.of(graph.steps().get(0).id());
        try (Store store = OurStore.open(file, Durability.NORMAL)) {
            for (int i = 0; i < MOVES; i++) {
                int x = i;
                store.edit(OurStore.WORKFLOW, draft -> draft.moveNode(node, x, 40));
            }
        }
        long after = Scratch.bytes(file);
        String detail = "from " + before + " to " + after + " bytes by " + MOVES + " moves";
        return List.of(new Figure("disk-growth-moves", after - before, "bytes", "bar < 1000000", detail));
    }
}
