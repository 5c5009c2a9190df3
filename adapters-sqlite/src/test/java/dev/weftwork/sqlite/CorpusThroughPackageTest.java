package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.weftwork.format.FlowContent;
import dev.weftwork.format.FlowImport;
import dev.weftwork.format.FlowJson;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.store.ImportOptions;
import dev.weftwork.store.ImportedPackage;
import dev.weftwork.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real workflow files leave as packages and come in elsewhere with every token. The files are in the folder named by the
 * system property {@code weftwork.corpus}; the codec's own fixtures are always there.
 */
final class CorpusThroughPackageTest {
    private static final WorkflowId ID = WorkflowId.of("poster");

    @TempDir
    private Path home;

    @TestFactory
    Stream<DynamicTest> everyTokenOfAFixtureComesThrough() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "core", "src", "test", "resources", "format"))) {
            return tests(files.sorted().toList());
        }
    }

    @TestFactory
    Stream<DynamicTest> everyTokenOfTheCorpusComesThrough() throws IOException {
        String folder = System.getProperty("weftwork.corpus", "");
        assumeFalse(folder.isBlank(), "name a folder of workflow files by -Dweftwork.corpus");
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return tests(files.filter(file -> file.toString().endsWith(".json")).toList());
        }
    }

    private Stream<DynamicTest> tests(List<Path> files) {
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> comesThrough(file)));
    }

    private void comesThrough(Path file) throws IOException {
        FlowContent content = content(file);
        Path sent = home.resolve(file.getFileName() + ".genaiw.zip");
        try (Store here = open();
                Store there = open()) {
            here.createWorkflow(ID, content.name(), draft -> draft.fill(content))
                    .awaitDurable();
            here.exportPackage(ID, sent);
            ImportedPackage imported = there.importPackage(sent, ImportOptions.IN_PLACE);

            assertThat(imported.notes()).isEmpty();
            assertThat(Tokens.of(FlowJson.write(there.workflow(ID))))
                    .isEqualTo(Tokens.of(FlowJson.write(here.workflow(ID))));
        }
    }

    private static FlowContent content(Path file) throws IOException {
        FlowImport read = FlowJson.read(Files.readString(file));
        if (read instanceof FlowImport.Mapped mapped) {
            return mapped.content();
        }
        assertThat(read).isInstanceOf(FlowImport.Opaque.class);
        return ((FlowImport.Opaque) read).content();
    }

    private static Store open() {
        return Store.builder()
                .storage(MemoryStorage.create())
                .assets(MemoryBlobs.create())
                .open();
    }
}
