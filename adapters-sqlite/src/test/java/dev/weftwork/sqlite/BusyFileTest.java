package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process on the file. */
final class BusyFileTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("studio.db");
    }

    @Test
    void heldLockMeansLater() throws Exception {
        try (SqliteStorage storage = impatient()) {
            assertThat(storage.append(0, "first")).isTrue();
            try (RawDatabase other = new RawDatabase(file)) {
                other.run("BEGIN IMMEDIATE");
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> storage.append(1, "second"))
                        .withMessageContaining(file.toString())
                        .withMessageContaining("another process");
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> storage.write(transaction -> transaction.append("second")));
                assertThat(storage.head()).isEqualTo(1);
                other.run("ROLLBACK");
            }
            assertThat(storage.append(1, "second")).isTrue();
        }
    }

    @Test
    void heldLockAtOpeningIsTold() throws Exception {
        SqliteStorage first = SqliteStorage.at(file);
        assertThat(first.append(0, "first")).isTrue();
        first.close();
        try (RawDatabase other = new RawDatabase(file);
                SqliteStorage storage = impatient()) {
            other.run("PRAGMA locking_mode = EXCLUSIVE");
            other.run("UPDATE kv SET value = ''");
            other.run("INSERT INTO kv VALUES ('a', 'b')");
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(storage::description)
                    .matches(e -> e.kind() == StorageException.Kind.LOCKED);
            assertThatExceptionOfType(IOException.class).isThrownBy(storage::head);
        }
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            assertThat(storage.head()).isEqualTo(1);
        }
    }

    @Test
    void manyOpenANewFileAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            List<Future<Boolean>> opened = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                opened.add(pool.submit(() -> {
                    // on a slow disk six turns may take longer than anybody waits by default
                    try (SqliteStorage storage = SqliteStorage.builder(file)
                            .busyTimeout(Duration.ofMinutes(1))
                            .build()) {
                        return storage.description().writable();
                    }
                }));
            }
            for (Future<Boolean> each : opened) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void callsFromACallbackOfWriteAreRefusedInsteadOfWaitingForEver() throws IOException {
        SqliteStorage storage = impatient();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> storage.write(transaction -> storage.append(0, "x")));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> storage.write(transaction -> {
                    storage.close();
                    return true;
                }));
        assertThat(storage.head()).isZero();
        storage.close();
    }

    @Test
    void lastOneOutLeavesOneFile() throws IOException {
        SqliteStorage one = SqliteStorage.at(file);
        SqliteStorage other = SqliteStorage.at(file);
        assertThat(one.append(0, "first")).isTrue();
        assertThat(other.append(1, "second")).isTrue();
        one.close();
        assertThat(other.append(2, "third")).isTrue();
        other.close();
        assertThat(Listing.of(directory)).containsExactly(file);
    }

    @Test
    void aLogThatGrowsIsCopiedIntoTheFileWhileWritingGoesOn() throws IOException {
        String body = "0123456789".repeat(100_000);
        int entries = 100;
        try (SqliteStorage storage =
                SqliteStorage.builder(file).durability(Durability.NORMAL).build()) {
            for (int i = 0; i < entries; i++) {
                assertThat(storage.append(i, i + body)).isTrue();
            }
            // however slow the disk is, past this size a writer waits for it
            assertThat(Files.size(file)).isGreaterThan(16_000_000);
            assertThat(storage.<Integer>read(transaction -> {
                        List<Long> positions = new ArrayList<>();
                        transaction.log(0, (position, text) -> {
                            assertThat(text).isEqualTo((position - 1) + body);
                            positions.add(position);
                        });
                        return positions.size();
                    }))
                    .isEqualTo(entries);
        }
        assertThat(Listing.of(directory)).containsExactly(file);
    }

    @Test
    void compactingShortensTheFileAndItsLog() throws IOException {
        Path log = directory.resolve("studio.db-wal");
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            storage.write(transaction -> {
                for (int i = 0; i < 100; i++) {
                    transaction.append("0123456789".repeat(5_000));
                }
                return true;
            });
            assertThat(Files.size(log)).isGreaterThan(5_000_000);
            storage.compact();
            assertThat(Files.size(log)).isZero();
            long full = Files.size(file);
            storage.write(transaction -> {
                transaction.prune(99);
                return true;
            });
            storage.compact();
            assertThat(Files.size(file)).isLessThan(full / 10);
            assertThat(Files.size(log)).isZero();
        }
    }

    private SqliteStorage impatient() {
        return SqliteStorage.builder(file).busyTimeout(Duration.ofMillis(20)).build();
    }
}
