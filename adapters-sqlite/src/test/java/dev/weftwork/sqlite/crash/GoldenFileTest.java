package dev.weftwork.sqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.SchemaVersion;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file of each schema version that there ever was opens for ever after and shows what it held. Before rows held pages,
 * version 1 had a row for each entity; such files open as well.
 */
final class GoldenFileTest {
    @TempDir
    private Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"v1-rows", "v1"})
    void aFileOfEachSchemaVersionShowsWhatItHeld(String name) throws IOException {
        Path file = copy(name);
        try (Store store = open(SqliteStorage.at(file))) {
            assertThat(GoldenFile.content(store, file)).isEqualTo(expectation(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1-rows", "v1"})
    void aFileOfEachSchemaVersionOpensReadOnlyAndStaysAsItIs(String name) throws IOException {
        Path file = copy(name);
        try (Store store = open(SqliteStorage.builder(file).readOnly().build())) {
            assertThat(expectation(name)).startsWith(GoldenFile.shown(store));
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(resource(name, "db"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1-rows", "v1"})
    void aFileOfEachSchemaVersionCanBeEditedAndFolded(String name) throws IOException {
        Path file = copy(name);
        String edited;
        try (Store store = open(SqliteStorage.at(file))) {
            for (WorkflowInfo info : store.workflows()) {
                store.renameWorkflow(info.id(), "Renamed");
            }
            assertThat(store.workflows()).extracting(WorkflowInfo::name).containsOnly("Renamed");
            edited = Dump.of(store);
        }
        try (Store store = open(SqliteStorage.at(file))) {
            assertThat(Dump.of(store)).isEqualTo(edited);
        }
    }

    @Test
    void theCurrentSchemaVersionHasAGoldenFile() throws IOException {
        assertThat(resource("v" + SchemaVersion.CURRENT, "db")).isNotEmpty();
    }

    private Path copy(String name) throws IOException {
        return Files.write(temp.resolve("golden.db"), resource(name, "db"));
    }

    private static String expectation(String name) throws IOException {
        return new String(resource(name, "txt"), StandardCharsets.UTF_8);
    }

    private static byte[] resource(String golden, String ending) throws IOException {
        String name = "/golden/" + golden + "." + ending;
        try (InputStream in = GoldenFileTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static Store open(SqliteStorage storage) {
        return Store.builder()
                .storage(storage)
                .scheduler(new ManualScheduler(Specimens.LATER))
                .open();
    }
}
