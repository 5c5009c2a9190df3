package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weftwork.spi.CapabilityNotice;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where a file may lie and what happens where it may not. A directory that cannot be written is played by a regular
 * file in its place: permissions do not stop the root user, whom many builds run as.
 */
final class PlacesTest {
    @TempDir
    Path directory;

    @Test
    void makingAStorageTouchesNothing() throws IOException {
        SqliteStorage storage = SqliteStorage.at(directory.resolve("new/studio.db"));
        storage.close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void missingDirectoriesAreMade() throws IOException {
        Path file = directory.resolve("a/b/studio.db");
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            assertThat(storage.description())
                    .isEqualTo(new StorageDescription("SQLite", file.toString(), true, true, true, List.of()));
        }
        assertThat(file).exists();
    }

    @Test
    void normalDurabilityIsDescribedAsSuch() throws IOException {
        try (SqliteStorage storage = SqliteStorage.builder(directory.resolve("studio.db"))
                .durability(Durability.NORMAL)
                .build()) {
            assertThat(storage.description().survivesPowerLoss()).isFalse();
        }
    }

    @Test
    void anyNameWillDo() throws IOException {
        Path file = directory.resolve("a b/100%25 #1 ?mode=memory&x/sch\u00f6n :memory: 漢.db");
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            assertThat(storage.append(0, "entry")).isTrue();
        }
        assertThat(file).isRegularFile();
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            assertThat(storage.head()).isEqualTo(1);
        }
    }

    @Test
    void directoryThatCannotBeWrittenIsNamed() throws IOException {
        Path file = unwritable();
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(SqliteStorage.at(file)::description)
                .matches(e -> e.kind() == Kind.READ_ONLY)
                .withMessageContaining(file.toString());
    }

    @Test
    void fallbackIsTakenWhenTheFirstPlaceCannotBeWritten() throws IOException {
        Path file = unwritable();
        Path fallback = directory.resolve("fallback/studio.db");
        try (SqliteStorage storage =
                SqliteStorage.builder(file).orElse(fallback).build()) {
            assertThat(storage.append(0, "entry")).isTrue();
            assertThat(storage.description().place()).isEqualTo(fallback.toString());
            assertThat(storage.description().notices())
                    .extracting(CapabilityNotice::code)
                    .containsExactly("relocated");
        }
    }

    @Test
    void fallbackIsKeptWhenTheFirstPlaceBecomesWritable() throws IOException {
        Path file = unwritable();
        Path fallback = directory.resolve("fallback.db");
        try (SqliteStorage storage =
                SqliteStorage.builder(file).orElse(fallback).build()) {
            assertThat(storage.append(0, "entry")).isTrue();
        }
        Files.delete(directory.resolve("blocked"));
        try (SqliteStorage storage =
                SqliteStorage.builder(file).orElse(fallback).build()) {
            assertThat(storage.head()).isEqualTo(1);
            assertThat(storage.description().notices()).hasSize(1);
        }
    }

    @Test
    void fallbackIsNotTakenWhenTheFirstPlaceIsFine() throws IOException {
        Path file = directory.resolve("studio.db");
        Path fallback = directory.resolve("fallback.db");
        try (SqliteStorage storage =
                SqliteStorage.builder(file).orElse(fallback).build()) {
            assertThat(storage.description().place()).isEqualTo(file.toString());
            assertThat(storage.description().notices()).isEmpty();
        }
        assertThat(fallback).doesNotExist();
    }

    @Test
    void fallbackNeverHidesAFileThatIsThere() throws IOException {
        Path file = directory.resolve("studio.db");
        Files.writeString(file, "not a database");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(SqliteStorage.builder(file)
                        .orElse(directory.resolve("fallback.db"))
                        .build()::description)
                .matches(e -> e.kind() == Kind.UNSUPPORTED);
    }

    @Test
    void readOnlyStorageReadsAndRefusesWrites() throws IOException {
        Path file = directory.resolve("studio.db");
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            assertThat(storage.append(0, "entry")).isTrue();
        }
        try (SqliteStorage storage = SqliteStorage.builder(file).readOnly().build()) {
            assertThat(storage.head()).isEqualTo(1);
            assertThat(storage.description().writable()).isFalse();
            assertThat(storage.description().notices())
                    .extracting(CapabilityNotice::code)
                    .containsExactly("read-only");
            storage.compact();
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> storage.append(1, "more"))
                    .matches(e -> e.kind() == Kind.READ_ONLY);
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> storage.write(transaction -> true))
                    .matches(e -> e.kind() == Kind.READ_ONLY);
        }
    }

    @Test
    void readOnlyStorageMakesNothing() {
        Path file = directory.resolve("missing/studio.db");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(SqliteStorage.builder(file).readOnly().build()::description)
                .withMessageContaining(file.toString());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void networkFileSystemsAreRefused() {
        for (String type : List.of("nfs", "nfs4", "NFS", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afpfs")) {
            assertThatExceptionOfType(StorageException.class)
                    .as(type)
                    .isThrownBy(() -> Place.requireLocal(Path.of("studio.db"), type))
                    .matches(e -> e.kind() == Kind.UNSUPPORTED)
                    .withMessageContaining(type);
        }
    }

    @Test
    void fileSystemsOfThisMachineAreAccepted() {
        for (String type : List.of("ext4", "xfs", "btrfs", "zfs", "apfs", "hfs", "NTFS", "overlay", "tmpfs", "vfat")) {
            assertThatCode(() -> Place.requireLocal(Path.of("studio.db"), type)).doesNotThrowAnyException();
        }
    }

    private Path unwritable() throws IOException {
        return Files.createFile(directory.resolve("blocked")).resolve("studio.db");
    }
}
