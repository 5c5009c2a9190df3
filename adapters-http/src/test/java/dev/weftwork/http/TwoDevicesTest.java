package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.server.SyncServer;
import dev.weftwork.store.Gesture;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowChange;
import dev.weftwork.sync.SyncEngine;
import dev.weftwork.sync.SyncResult;
import dev.weftwork.testkit.Fault;
import dev.weftwork.testkit.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole stores with their engines, the real server, and a network that may be bad. */
final class TwoDevicesTest {
    /** One each ten milliseconds, for minutes. */
    private static final int MOST_FRAMES = 18_000;

    @TempDir
    private Path directory;

    private SyncServer server;

    /** One store and what syncs it. */
    private record Device(Store store, SyncEngine engine) implements AutoCloseable {
        static Device at(URI server) {
            return on(new MemoryDisk(), server);
        }

        static Device on(MemoryDisk disk, URI server) {
            Store store = Store.builder().storage(MemoryStorage.on(disk)).open();
            HttpRemote remote = HttpRemote.builder(server, () -> Studio.TOKEN)
                    .timeout(Duration.ofMillis(500))
                    .build();
            SyncEngine engine = SyncEngine.builder(store).remote(remote).start();
            return new Device(store, engine);
        }

        /** Syncs until the server did its part. */
        void settle() {
            SyncResult result = engine.syncNow().join();
            while (result.kind() == SyncResult.Kind.FAILED) {
                result = engine.syncNow().join();
            }
            assertThat(result.kind()).isEqualTo(SyncResult.Kind.DONE);
        }

        @Override
        public void close() {
            engine.close();
            store.close();
        }
    }

    @BeforeEach
    void startServer() throws IOException {
        server = Studio.in(directory).start();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void whatTwoDevicesEditedApartBecomesOneGraph() {
        try (Device laptop = Device.at(server.address());
                Device phone = Device.at(server.address())) {
            workTogether(laptop, phone, 20);
        }
    }

    @Test
    void aBadNetworkChangesNothingButTheTime() {
        List<Fault> faults = new ArrayList<>(Arrays.asList(Fault.values()));
        faults.addAll(List.of(Fault.NONE, Fault.NONE, Fault.NONE, Fault.NONE));
        try (FaultProxy proxy = FaultProxy.to(server.address(), 7, faults);
                Device laptop = Device.at(proxy.address());
                Device phone = Device.at(proxy.address())) {
            workTogether(laptop, phone, 8);
            proxy.heal();
        }
    }

    @Test
    void anEditReachesTheOtherDeviceByItself() {
        try (Device laptop = Device.at(server.address());
                Device phone = Device.at(server.address())) {
            laptop.engine.configure(options -> options.withSyncOnChange(true));
            WorkflowId poster = laptop.store.createWorkflow("Poster").id();
            laptop.settle();
            phone.settle();
            CompletableFuture<Boolean> arrived = new CompletableFuture<>();
            NodeId idea = NodeId.random();
            phone.store.observe(
                    poster,
                    change -> phone.store.workflow(poster).node(idea).ifPresent(node -> arrived.complete(true)));

            laptop.store.edit(poster, draft -> draft.addNode(idea, "prompt", node -> node.title("Idea")));

            assertThat(arrived.orTimeout(3, TimeUnit.MINUTES).join()).isTrue();
        }
    }

    @Test
    void aDragIsSeenWhileItLastsAndIsOneOperation() {
        try (Device laptop = Device.at(server.address());
                Device phone = Device.at(server.address())) {
            WorkflowId poster = laptop.store.createWorkflow("Poster").id();
            NodeId idea = NodeId.random();
            laptop.store.edit(poster, draft -> draft.addNode(idea, "prompt", node -> node.at(0, 0)));
            laptop.settle();
            phone.settle();
            CompletableFuture<WorkflowChange> seen = new CompletableFuture<>();
            CompletableFuture<Point> end = new CompletableFuture<>();
            phone.store.observe(poster, change -> {
                if (change.origin() == WorkflowChange.Origin.PEER_GESTURE) {
                    seen.complete(change);
                } else {
                    end.complete(position(change.workflow(), idea));
                }
            });

            Gesture gesture = laptop.store.gesture(poster);
            for (int x = 1; !seen.isDone() && x < MOST_FRAMES; x++) {
                double now = x;
                gesture.frame(draft -> draft.moveNode(idea, now, 0));
                seen.copy().completeOnTimeout(null, 10, TimeUnit.MILLISECONDS).join();
            }
            WorkflowChange change = seen.orTimeout(3, TimeUnit.MINUTES).join();
            assertThat(change.nodes()).containsExactly(idea);
            assertThat(position(change.workflow(), idea).x()).isPositive();
            assertThat(end).isNotDone();
            assertThat(position(phone.store.workflow(poster), idea)).isEqualTo(new Point(0, 0));

            gesture.frame(draft -> draft.moveNode(idea, 9_999, 0)).commit();

            assertThat(end.orTimeout(3, TimeUnit.MINUTES).join()).isEqualTo(new Point(9_999, 0));
            assertThat(phone.store.workflow(poster).node(idea).orElseThrow().version())
                    .isEqualTo(2);
        }
    }

    @Test
    void aDragIsSeenThatAProcessMakesWhichLeavesSyncingToAnother() {
        MemoryDisk disk = new MemoryDisk();
        try (Device laptop = Device.on(disk, server.address());
                Device phone = Device.at(server.address())) {
            WorkflowId poster = laptop.store.createWorkflow("Poster").id();
            NodeId idea = NodeId.random();
            laptop.store.edit(poster, draft -> draft.addNode(idea, "prompt", node -> node.at(0, 0)));
            laptop.settle();
            phone.settle();
            CompletableFuture<Point> seen = new CompletableFuture<>();
            CompletableFuture<Point> end = new CompletableFuture<>();
            phone.store.observe(poster, change -> {
                boolean drag = change.origin() == WorkflowChange.Origin.PEER_GESTURE;
                (drag ? seen : end).complete(position(change.workflow(), idea));
            });

            try (Store window = Store.builder().storage(MemoryStorage.on(disk)).open()) {
                Gesture gesture = window.gesture(poster);
                for (int x = 1; !seen.isDone() && x < MOST_FRAMES; x++) {
                    double now = x;
                    gesture.frame(draft -> draft.moveNode(idea, now, 0));
                    seen.copy()
                            .completeOnTimeout(null, 10, TimeUnit.MILLISECONDS)
                            .join();
                }
                assertThat(seen.orTimeout(3, TimeUnit.MINUTES).join().x()).isPositive();
                assertThat(end).isNotDone();
                gesture.frame(draft -> draft.moveNode(idea, 9_999, 0)).commit();

                assertThat(end.orTimeout(3, TimeUnit.MINUTES).join()).isEqualTo(new Point(9_999, 0));
            }
        }
    }

    private static Point position(Workflow workflow, NodeId node) {
        return Objects.requireNonNull(workflow.node(node).orElseThrow().position());
    }

    private static void workTogether(Device laptop, Device phone, int rounds) {
        WorkflowId poster = laptop.store.createWorkflow("Poster").id();
        laptop.settle();
        phone.settle();
        for (int round = 0; round < rounds; round++) {
            edit(laptop, poster, "laptop " + round);
            edit(phone, poster, "phone " + round);
            if (round % 3 == 0) {
                laptop.settle();
            }
            if (round % 4 == 0) {
                phone.settle();
            }
        }
        laptop.settle();
        phone.settle();
        laptop.settle();

        Workflow one = laptop.store.workflow(poster);
        assertThat(one.nodes()).extracting(Node::title).hasSize(2 * rounds).contains("laptop 0", "phone 0");
        assertThat(phone.store.workflow(poster)).isEqualTo(one);
    }

    private static void edit(Device device, WorkflowId workflow, String title) {
        device.store.edit(workflow, draft -> draft.addNode(NodeId.random(), "prompt", node -> node.title(title)));
        device.store.edit(workflow, draft -> draft.rename(title));
    }
}
