package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operating system tells of writes to the file, if it is asked to. */
final class WatchedFileTest {
    private static final long PATIENCE_MINUTES = 3;

    @TempDir
    Path directory;

    @Test
    void theListenerIsToldOfAnothersWrite() throws Exception {
        Path file = directory.resolve("studio.db");
        Semaphore told = new Semaphore(0);
        try (SqliteStorage mine = SqliteStorage.builder(file).watched(true).build();
                SqliteStorage other = SqliteStorage.at(file)) {
            assertThat(mine.head()).isZero();
            assertThat(other.head()).isZero();
            try (AutoCloseable watch = mine.watch(told::release)) {
                // it begins with a word of its own, so that nothing is missed that was written meanwhile
                assertThat(told.tryAcquire(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
                told.drainPermits();

                assertThat(other.append(0, "entry")).isTrue();

                assertThat(told.tryAcquire(PATIENCE_MINUTES, TimeUnit.MINUTES))
                        .as("told of the other's write")
                        .isTrue();
                assertThat(watch).isNotNull();
            }
        }
    }

    @Test
    void nobodyIsToldUnlessThatWasAskedFor() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        try (SqliteStorage storage = SqliteStorage.at(directory.resolve("studio.db"))) {
            assertThat(storage.head()).isZero();
            storage.watch(told::countDown).close();
            assertThat(storage.append(0, "entry")).isTrue();
        }
        assertThat(told.getCount()).isEqualTo(1);
    }

    @Test
    void aWatchThatEndsAtOnceLeavesNothingBehind() throws Exception {
        try (SqliteStorage storage = SqliteStorage.builder(directory.resolve("studio.db"))
                .watched(true)
                .build()) {
            assertThat(storage.head()).isZero();
            for (int i = 0; i < 300; i++) {
                storage.watch(() -> {}).close();
            }
            assertThat(storage.append(0, "entry")).isTrue();
        }
    }
}
