package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes on one file that sync different workflows: what one leaves out, the other fetches all the same. */
final class TwoSelectionsTest {
    private static final WorkflowId A = WorkflowId.of("a");
    private static final WorkflowId B = WorkflowId.of("b");
    private static final WorkflowId C = WorkflowId.of("c");

    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Device bob = new Device(time, MemoryRemote.of(server, "bob"), 2, options -> options);
    private final Wire wire = new Wire(MemoryRemote.of(server, "ann"));
    private final MemoryDisk disk = new MemoryDisk();

    @BeforeEach
    void start() {
        for (WorkflowId each : new WorkflowId[] {A, B, C}) {
            bob.store.createWorkflow(each, each.value(), draft -> {});
            add(each, "first");
        }
        pass();
    }

    @AfterEach
    void nothingWasThrown() {
        assertThat(time.failures()).isEmpty();
    }

    private void pass() {
        time.advance(Duration.ofSeconds(3));
    }

    private void add(WorkflowId workflow, String node) {
        bob.store.edit(workflow, draft -> draft.addNode(NodeId.of(node), "prompt", each -> each.title(node)));
    }

    private Device process(long seed, Wire remote, WorkflowId... selected) {
        return new Device(
                disk,
                time,
                remote,
                seed,
                options ->
                        options.withWorkflows(Set.of(selected)).withLive(false).withInterval(Duration.ZERO));
    }

    private Wire free() {
        return new Wire(MemoryRemote.of(server, "ann"));
    }

    @Test
    void whatOneBeginsWithIsNotAllThatTheOtherWants() {
        wire.hold = new CompletableFuture<>();
        Device one = process(5, wire, A);
        time.runDue();
        Wire slow = free();
        slow.hold = new CompletableFuture<>();
        Device two = process(6, slow);
        two.engine.syncNow();
        time.runDue();

        wire.hold.complete(null);
        time.runDue();
        slow.hold.complete(null);
        time.runDue();

        assertThat(two.shows()).isEqualTo(bob.shows());
        assertThat(two.events).noneMatch(event -> event.startsWith("differing"));
        pass();
        assertThat(one.shows()).isEqualTo(bob.shows());
    }

    @Test
    void whatTheOtherPassedOverWhileASnapshotCameIsFetched() {
        Device one = process(5, wire, A, C);
        pass();
        Device two = process(6, free(), C);
        pass();
        add(A, "passed over");
        pass();
        wire.hold = new CompletableFuture<>();
        one.engine.select(Set.of(A, B, C));
        time.runDue();

        two.engine.syncNow();
        time.runDue();
        wire.hold.complete(null);
        time.runDue();

        assertThat(one.shows()).isEqualTo(bob.shows());
        assertThat(one.events).noneMatch(event -> event.startsWith("differing"));
    }

    @Test
    void whatTheOtherPassedOverWhileAPageCameIsFetched() {
        Device one = process(5, wire);
        pass();
        Device two = process(6, free(), C);
        pass();
        add(A, "passed over");
        pass();
        wire.hold = new CompletableFuture<>();
        one.engine.syncNow();
        time.runDue();

        two.engine.syncNow();
        time.runDue();
        wire.hold.complete(null);
        time.runDue();

        assertThat(one.shows()).isEqualTo(bob.shows());
        assertThat(one.events).noneMatch(event -> event.startsWith("differing"));
    }
}
