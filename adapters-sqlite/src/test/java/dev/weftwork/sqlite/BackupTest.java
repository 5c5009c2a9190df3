package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupTest {
    @TempDir
    Path directory;

    @Test
    void backupIsAStorageOfItsMoment() throws IOException {
        Path backups = directory.resolve("backups");
        Path target = backups.resolve("monday's backup.db");
        try (SqliteStorage storage = SqliteStorage.at(directory.resolve("studio.db"))) {
            assertThat(storage.append(0, "first")).isTrue();
            storage.backup(target);
            assertThat(storage.append(1, "second")).isTrue();
        }
        try (SqliteStorage copy = SqliteStorage.at(target)) {
            assertThat(copy.head()).isEqualTo(1);
            assertThat(copy.append(1, "other")).isTrue();
            assertThat(copy.check()).isEmpty();
        }
        assertThat(Listing.of(backups)).containsExactly(target);
    }

    @Test
    void backupReplacesNothing() throws IOException {
        Path target = directory.resolve("backup.db");
        Files.writeString(target, "precious");
        try (SqliteStorage storage = SqliteStorage.at(directory.resolve("studio.db"))) {
            assertThatExceptionOfType(FileAlreadyExistsException.class)
                    .isThrownBy(() -> storage.backup(target))
                    .withMessageContaining("backup.db");
        }
        assertThat(target).hasContent("precious");
    }

    @Test
    void backupMayBeTakenWhileSomebodyWrites() throws IOException {
        Path target = directory.resolve("backup.db");
        try (SqliteStorage storage = SqliteStorage.at(directory.resolve("studio.db"))) {
            assertThat(storage.append(0, "first")).isTrue();
            storage.write(transaction -> {
                transaction.append("second");
                storage.backup(target);
                return true;
            });
        }
        try (SqliteStorage copy = SqliteStorage.at(target)) {
            assertThat(copy.head()).isEqualTo(1);
        }
    }
}
