package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.format.FlowChecks;
import dev.weftwork.format.FlowContent;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The codec's checks, with the store between reading and writing: opened anew for every step. */
class FlowThroughStoreTest {
    @TestFactory
    Stream<DynamicTest> anExportDiffersOnlyWhereTheWorkflowWasEdited() throws IOException {
        List<Path> files;
        try (Stream<Path> fixtures = Files.list(Path.of("src", "test", "resources", "format"))) {
            files = fixtures.sorted().toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(),
                        () -> FlowChecks.check(file.toString(), Files.readString(file), new StoreHost())));
    }

    /** Every call works on a copy of the disk that its workflow came from, since the checks branch. */
    private static final class StoreHost implements FlowChecks.Host {
        private final MemoryDisk disk = new MemoryDisk();

        @Override
        public Workflow open(FlowContent content) {
            WorkflowId id = WorkflowId.random();
            return on(disk, id, store -> store.createWorkflow(id, content.name(), draft -> draft.fill(content)));
        }

        @Override
        public Workflow put(Workflow base, Node node) {
            return on(
                    disk.copy(),
                    base.id(),
                    store -> store.edit(
                            base.id(),
                            draft -> draft.replaceNodes(
                                    base.node(node.id()).stream().toList(), List.of(node))));
        }

        @Override
        public Workflow remove(Workflow base, NodeId node) {
            return on(disk.copy(), base.id(), store -> store.edit(base.id(), draft -> draft.removeNode(node)));
        }

        @Override
        public Workflow remove(Workflow base, EdgeId edge) {
            return on(disk.copy(), base.id(), store -> store.edit(base.id(), draft -> draft.removeEdge(edge)));
        }

        private static Workflow on(MemoryDisk disk, WorkflowId id, Consumer<Store> work) {
            try (Store store = Store.builder().storage(MemoryStorage.on(disk)).open()) {
                work.accept(store);
            }
            try (Store store = Store.builder().storage(MemoryStorage.on(disk)).open()) {
                return store.workflow(id);
            }
        }
    }
}
