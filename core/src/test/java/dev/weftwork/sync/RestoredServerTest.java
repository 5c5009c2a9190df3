package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.asset.AssetDeletion;
import dev.weftwork.asset.AssetOptions;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server goes back to a backup from before a workflow that a device has open, and gets it back from that device. */
final class RestoredServerTest {
    private static final WorkflowId OLD = WorkflowId.of("before the backup");
    private static final WorkflowId NEW = WorkflowId.of("after the backup");

    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final MemoryDisk disk = new MemoryDisk();
    private final Store store = Store.builder()
            .storage(MemoryStorage.on(disk))
            .assets(MemoryBlobs.create())
            .scheduler(time)
            .open();
    private final Device device = new Device(disk, store, time, MemoryRemote.of(server, "ann"), builder -> builder);

    private void pass() {
        time.advance(Duration.ofMinutes(1));
    }

    private List<String> names() {
        return store.workflows().stream().map(WorkflowInfo::name).toList();
    }

    @BeforeEach
    void theServerGoesBack() {
        store.createWorkflow(OLD, "Old", draft -> {});
        pass();
        MemoryWorkspace.Backup backup = server.backup();
        store.createWorkflow(NEW, "New", draft -> draft.addNode(NodeId.of("n"), "prompt", node -> {}));
        pass();
        server.restore(backup);
        pass();
    }

    @Test
    void aSelectionThatChangesAfterwardsLeavesTheFileWhole() {
        assertThat(server.workflows()).contains(NEW);

        device.engine.select(Set.of(OLD));
        pass();
        device.engine.select(Set.of());
        pass();
        store.createWorkflow(WorkflowId.of("more"), "More", draft -> {});
        pass();

        assertThat(names()).containsExactly("More", "New", "Old");
        device.close();
        try (Store again =
                Store.builder().storage(MemoryStorage.on(disk)).scheduler(time).open()) {
            assertThat(again.workflows()).extracting(WorkflowInfo::name).containsExactly("More", "New", "Old");
            assertThat(again.workflow(NEW).nodeCount()).isEqualTo(1);
        }
    }

    @Test
    void whatTheOpenWorkflowRefersToIsStillInUse() throws IOException {
        AssetRef picture = store.assets().put(new ByteArrayInputStream(new byte[100]), AssetOptions.of("image/png"));
        store.edit(NEW, draft -> draft.updateNode(NodeId.of("n"), node -> node.config("picture", picture.toJson())));
        pass();

        assertThat(store.assets().delete(picture).kind()).isEqualTo(AssetDeletion.Kind.STILL_REFERENCED);
    }
}
