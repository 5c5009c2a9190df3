package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not ours, or not any more, are told apart and left as they are. */
final class ForeignFilesTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("studio.db");
    }

    @Test
    void textFileIsRefused() throws IOException {
        Files.writeString(file, "Dear diary, ".repeat(100));
        refuses(Kind.UNSUPPORTED, "no SQLite database");
    }

    @Test
    void shortTextFileIsRefused() throws IOException {
        Files.writeString(file, "x");
        refuses(Kind.UNSUPPORTED, "no SQLite database");
    }

    @Test
    void directoryIsRefused() throws IOException {
        Files.createDirectory(file);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(SqliteStorage.at(file)::description)
                .matches(e -> e.kind() == Kind.UNSUPPORTED);
    }

    @Test
    void databaseOfAnotherProgramIsRefused() throws Exception {
        try (RawDatabase raw = new RawDatabase(file)) {
            raw.run("CREATE TABLE nodes(id)");
        }
        refuses(Kind.UNSUPPORTED, "another program");
    }

    @Test
    void databaseWithAnotherApplicationIdIsRefused() throws Exception {
        try (RawDatabase raw = new RawDatabase(file)) {
            raw.run("PRAGMA application_id = 252006673");
        }
        refuses(Kind.UNSUPPORTED, "another program");
    }

    @Test
    void newerFileIsRefusedUnlessItIsOnlyRead() throws Exception {
        create();
        try (RawDatabase raw = new RawDatabase(file)) {
            raw.run("PRAGMA user_version = " + (Schema.VERSION + 1));
            raw.run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        refuses(Kind.NEWER_SCHEMA, "newer version");

        try (SqliteStorage storage = SqliteStorage.builder(file).readOnly().build()) {
            assertThat(storage.description().writable()).isFalse();
            assertThat(storage.head()).isEqualTo(1);
        }
    }

    @Test
    void fileWithoutItsFirstPageIsDamaged() throws IOException {
        create();
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 0, 4096, (byte) 0);
        Files.write(file, bytes);
        refuses(Kind.CORRUPT, "damaged");
    }

    @Test
    void fileWithAWrongFirstByteIsDamaged() throws IOException {
        create();
        byte[] bytes = Files.readAllBytes(file);
        bytes[0] ^= 1;
        Files.write(file, bytes);
        refuses(Kind.CORRUPT, "damaged");
    }

    @Test
    void fileThatEndsWithinItsHeaderIsDamaged() throws IOException {
        create();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 90));
        refuses(Kind.CORRUPT, "damaged");
    }

    @Test
    void truncatedFileIsDamaged() throws IOException {
        create();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 4096));
        refuses(Kind.CORRUPT, "damaged");
    }

    @Test
    void emptyFileBecomesOurs() throws Exception {
        Files.createFile(file);
        create();
        try (RawDatabase raw = new RawDatabase(file)) {
            assertThat(raw.ask("PRAGMA application_id")).isEqualTo(String.valueOf(Schema.APPLICATION_ID));
            assertThat(raw.ask("PRAGMA user_version")).isEqualTo(String.valueOf(Schema.VERSION));
            assertThat(raw.ask("PRAGMA journal_mode")).isEqualTo("wal");
            assertThat(raw.ask("PRAGMA auto_vacuum")).isEqualTo("2");
            assertThat(raw.ask("PRAGMA page_size")).isEqualTo("4096");
        }
    }

    @Test
    void damageOfAnOpenFileIsReportedByTheCallThatMeetsIt() throws IOException, SQLException {
        create();
        try (RawDatabase raw = new RawDatabase(file)) {
            String root = raw.ask("SELECT rootpage FROM sqlite_schema WHERE name = 'oplog'");
            byte[] bytes = Files.readAllBytes(file);
            int page = (Integer.parseInt(root) - 1) * 4096;
            Arrays.fill(bytes, page, page + 4096, (byte) 0x55);
            Files.write(file, bytes);
        }
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            assertThat(storage.description().writable()).isTrue();
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> storage.append(1, "x"))
                    .matches(e -> e.kind() == Kind.CORRUPT)
                    .withMessageContaining("quarantine");
            assertThat(storage.check()).isNotEmpty();
        }
    }

    private void create() throws IOException {
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            assertThat(storage.append(0, "entry")).isTrue();
            assertThat(storage.check()).isEmpty();
        }
    }

    /** The file is refused, and is byte for byte what it was. */
    private void refuses(Kind kind, String words) throws IOException {
        byte[] before = Files.readAllBytes(file);
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(StorageException.class)
                        .isThrownBy(() -> storage.append(0, "x"))
                        .withMessageContaining(words)
                        .withMessageContaining(file.toString())
                        .matches(e -> e.kind() == kind)
                        .matches(e -> !e.remedy().isEmpty());
            }
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(Listing.of(directory)).containsExactly(file);
    }
}
