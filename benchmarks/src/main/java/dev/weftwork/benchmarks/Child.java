package dev.weftwork.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowChange;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/** What is done in another JVM; it answers on its standard output. */
final class Child {
    private Child() {}

    public static void main(String[] task) throws Exception {
        long started = System.nanoTime();
        switch (task[0]) {
            case "first-graph" -> firstGraph(task[1], Path.of(task[2]), started);
            case "save-and-die" -> saveAndDie(task[1], Path.of(task[2]), Integer.parseInt(task[3]));
            case "edit-and-die" -> editAndDie(Path.of(task[1]), Integer.parseInt(task[2]));
            case "listen" -> listen(Path.of(task[1]), Integer.parseInt(task[2]));
            case "simulate" -> SimulationRate.simulate(Integer.parseInt(task[1]), Integer.parseInt(task[2]));
            case "idle-devices" -> IdleDevices.stay(URI.create(task[1]), Integer.parseInt(task[2]));
            case "package-roundtrip" -> PackageRoundtrip.run(Path.of(task[1]), Integer.parseInt(task[2]));
            default -> throw new IllegalArgumentException("No such task: " + task[0]);
        }
    }

    private static void firstGraph(String side, Path file, long started) throws Exception {
        if (side.equals("ours")) {
            try (Store store = OurStore.open(file, Durability.FULL)) {
                print(Touch.outline(store.workflow(OurStore.WORKFLOW)), started);
            }
        } else {
            try (RawDatabase raw = RawDatabase.open(file, Durability.FULL)) {
                print(Touch.outline(raw.load(SampleGraph.WORKFLOW)), started);
            }
        }
    }

    /** Wall time since main began and CPU time since the process began, in milliseconds. */
    private static void print(long sum, long started) {
        double wall = (System.nanoTime() - started) / 1e6;
        if (sum == 0) {
            throw new IllegalStateException("The graph is empty");
        }
        System.out.println(wall);
        System.out.println(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e6);
    }

    private static void saveAndDie(String side, Path file, int nodes) throws Exception {
        SampleGraph graph = SampleGraph.of(nodes);
        if (side.equals("ours")) {
            Store store = Store.builder().storage(unfoldable(file)).open();
            store.createWorkflow(OurStore.WORKFLOW, "Sample", draft -> {});
            OurStore.save(graph, store).awaitDurable();
        } else {
            RawDatabase raw = RawDatabase.open(file, Durability.NORMAL);
            raw.save(SampleGraph.WORKFLOW, graph);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void editAndDie(Path file, int edits) {
        SampleGraph graph = SampleGraph.of(ChildJvm.PENDING_NODES);
        OurStore.create(graph, file, Durability.NORMAL);
        Store store = Store.builder().storage(unfoldable(file)).open();
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < edits; i++) {
            NodeId node = NodeId.of(
                    graph.steps().get(random.nextInt(ChildJvm.PENDING_NODES)).id());
            int x = i;
            store.edit(OurStore.WORKFLOW, draft -> draft.moveNode(node, x, 0)).awaitDurable();
        }
        Runtime.getRuntime().halt(0);
    }

    private static Unfoldable unfoldable(Path file) {
        return new Unfoldable(
                SqliteStorage.builder(file).durability(Durability.NORMAL).build());
    }

    private static void listen(Path file, int edits) throws InterruptedException {
        CountDownLatch heard = new CountDownLatch(edits);
        try (Store store = OurStore.open(file, Durability.FULL)) {
            store.observe(OurStore.WORKFLOW, change -> {
                double now = PeerLatency.microsNow();
                for (double sent : sent(change)) {
                    System.out.println(now - sent);
                    heard.countDown();
                }
            });
            System.out.println("listening");
            heard.await();
        }
    }

    private static List<Double> sent(WorkflowChange change) {
        return change.nodes().stream()
                .map(id -> change.workflow().node(id).map(Node::position).orElse(new Point(0, 0)))
                .map(Point::x)
                .toList();
    }
}
