package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.weftwork.format.FlowContent;
import dev.weftwork.format.FlowImport;
import dev.weftwork.format.FlowJson;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real workflow files go through a real store: import, close, reopen, export gives every token back. The files are in
 * the folder named by the system property {@code weftwork.corpus}; the codec's own fixtures are always there.
 */
class CorpusThroughStoreTest {
    @TempDir
    private Path home;

    @TestFactory
    Stream<DynamicTest> everyTokenOfAFixtureComesBackFromDisk() throws IOException {
        return tests(fixtures());
    }

    @TestFactory
    Stream<DynamicTest> everyTokenOfTheCorpusComesBackFromDisk() throws IOException {
        String folder = System.getProperty("weftwork.corpus", "");
        assumeFalse(folder.isBlank(), "name a folder of workflow files by -Dweftwork.corpus");
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return tests(files.filter(file -> file.toString().endsWith(".json")).toList());
        }
    }

    private static List<Path> fixtures() throws IOException {
        Path folder = Path.of("..", "core", "src", "test", "resources", "format");
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private Stream<DynamicTest> tests(List<Path> files) {
        assertThat(files).isNotEmpty();
        Map<String, Integer> tally = new TreeMap<>();
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : files) {
            tests.add(DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                String kind = comesBack(file);
                tally.merge(kind, 1, Integer::sum);
            }));
        }
        tests.add(DynamicTest.dynamicTest("what was mapped", () -> {
            System.out.println("flows through the store: " + tally);
            assertThat(tally.values().stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(files.size());
        }));
        return tests.stream();
    }

    private String comesBack(Path file) throws IOException {
        String source = Files.readString(file);
        FlowImport read = FlowJson.read(source);
        FlowContent content;
        String kind;
        if (read instanceof FlowImport.Mapped mapped) {
            content = mapped.content();
            kind = "mapped " + mapped.format();
        } else if (read instanceof FlowImport.Opaque opaque) {
            content = opaque.content();
            kind = "kept whole";
        } else {
            throw new AssertionError(file + " is not JSON: " + read);
        }
        Path database = home.resolve(file.getFileName() + ".db");
        WorkflowId id = WorkflowId.random();
        try (Store store = open(database)) {
            store.createWorkflow(id, content.name(), draft -> draft.fill(content));
            assertThat(Tokens.of(FlowJson.write(store.workflow(id)))).isEqualTo(Tokens.of(source));
        }
        try (Store store = open(database)) {
            assertThat(store.workflow(id).nodes()).hasSameSizeAs(content.nodes());
            assertThat(store.workflow(id).edges()).hasSameSizeAs(content.edges());
            assertThat(Tokens.of(FlowJson.write(store.workflow(id)))).isEqualTo(Tokens.of(source));
            moveAndBack(store, id);
            assertThat(Tokens.of(FlowJson.write(store.workflow(id)))).isEqualTo(Tokens.of(source));
        }
        return kind;
    }

    /** What is edited and edited back leaves no trace in the export. */
    private static void moveAndBack(Store store, WorkflowId id) {
        for (Node node : store.workflow(id).nodes()) {
            if (node.position() != null) {
                store.edit(id, draft -> draft.moveNode(node.id(), 12345.5, -7));
                store.edit(id, draft -> draft.updateNode(node.id(), moved -> moved.position(node.position())));
                return;
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> aDeletedEdgeIsGoneFromTheExportAndNothingElseIs() throws IOException {
        return fixtures().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    if (!(FlowJson.read(Files.readString(file)) instanceof FlowImport.Mapped mapped)
                            || mapped.content().edges().isEmpty()) {
                        return;
                    }
                    WorkflowId id = WorkflowId.random();
                    try (Store store = open(home.resolve("edge-" + file.getFileName() + ".db"))) {
                        store.createWorkflow(id, "x", draft -> draft.fill(mapped.content()));
                        EdgeId gone = store.workflow(id).edges().get(0).id();
                        store.edit(id, draft -> draft.removeEdge(gone));
                        FlowImport again = FlowJson.read(FlowJson.write(store.workflow(id)));
                        assertThat(again).isInstanceOf(FlowImport.Mapped.class);
                        FlowContent left = ((FlowImport.Mapped) again).content();
                        assertThat(left.edges())
                                .hasSize(mapped.content().edges().size() - 1);
                        assertThat(left.nodes()).hasSameSizeAs(mapped.content().nodes());
                    }
                }));
    }

    private static Store open(Path database) {
        return Store.builder().storage(SqliteStorage.at(database)).open();
    }
}
