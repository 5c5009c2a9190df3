package dev.weftwork.benchmarks;

import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Store;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.List;

/** What a loaded store keeps alive, over the bare records. */
final class HeapPerNode implements Measurement {
    private static final int NODES = 10_000;
    private static final int ROUNDS = 5;

    @Override
    public List<String> figures() {
        return List.of("heap-per-node", "heap-per-node-read");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        Path file = scratch.fresh("heap");
        OurStore.create(new SampleGraph(SampleGraph.of(NODES).steps(), List.of()), file, Durability.NORMAL);
        double[] bare = new double[ROUNDS];
        double[] loaded = new double[ROUNDS];
        double[] read = new double[ROUNDS];
        // a first opening leaves classes and caches behind that are nobody's nodes
        loaded(file);
        for (int round = 0; round < ROUNDS; round++) {
            bare[round] = bare();
            double[] ours = loaded(file);
            loaded[round] = ours[0];
            read[round] = ours[1];
        }
        double per = Series.median(bare);
        String detail = "bytes of a node with 300 of config: bare record " + Figure.number(per) + ", loaded "
                + Figure.number(Series.median(loaded)) + ", with all nodes read " + Figure.number(Series.median(read));
        return List.of(
                new Figure("heap-per-node", Series.median(loaded) / per, "x", "no bar", detail),
                new Figure("heap-per-node-read", Series.median(read) / per, "x", "no bar", detail));
    }

    private static double bare() throws InterruptedException {
        long before = used();
        Node[] nodes = SampleGraph.of(NODES).steps().stream()
                .map(step -> Node.builder(NodeId.of(step.id()), step.type())
                        .title(step.title())
                        .at(step.x(), step.y())
                        .sized(OurStore.WIDTH, OurStore.HEIGHT)
                        .config(step.config())
                        .build())
                .toArray(Node[]::new);
        try {
            return (used() - before) / (double) NODES;
        } finally {
            Reference.reachabilityFence(nodes);
        }
    }

    private static double[] loaded(Path file) throws InterruptedException {
        long before = used();
        try (Store store = OurStore.open(file, Durability.NORMAL)) {
            store.workflow(OurStore.WORKFLOW).nodeCount();
            long loaded = used();
            store.workflow(OurStore.WORKFLOW).nodes();
            long read = used();
            return new double[] {(loaded - before) / (double) NODES, (read - before) / (double) NODES};
        }
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(30);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
