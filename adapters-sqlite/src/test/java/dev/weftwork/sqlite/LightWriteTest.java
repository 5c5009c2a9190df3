package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written lightly does not wait for the disk, and all that comes after it does. */
class LightWriteTest {
    private static final long NORMAL = 1;
    private static final long FULL = 2;

    @TempDir
    Path directory;

    @Test
    void onlyTheLightWriteDoesNotWait() throws IOException {
        try (Ours file = new Ours(Durability.FULL)) {
            assertThat(file.database.write(LightWriteTest::level)).isEqualTo(FULL);
            assertThat(file.database.writeLightly(LightWriteTest::level)).isEqualTo(NORMAL);
            assertThat(file.level()).isEqualTo(FULL);
        }
    }

    @Test
    void whatComesAfterALightWriteThatFailedWaits() throws IOException {
        try (Ours file = new Ours(Durability.FULL)) {
            IOException givenUp = new IOException("given up");
            assertThatThrownBy(() -> file.database.writeLightly(transaction -> {
                        throw givenUp;
                    }))
                    .isSameAs(givenUp);
            assertThat(file.level()).isEqualTo(FULL);
        }
    }

    @Test
    void whoWaitsForNothingStillDoesNot() throws IOException {
        try (Ours file = new Ours(Durability.NORMAL)) {
            assertThat(file.database.writeLightly(LightWriteTest::level)).isEqualTo(NORMAL);
            assertThat(file.level()).isEqualTo(NORMAL);
        }
    }

    private static long level(WriteTransaction transaction) {
        try {
            return ((SqliteWrite) transaction).session().number("PRAGMA synchronous");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** An open file. */
    private final class Ours implements AutoCloseable {
        private final Database database;

        Ours(Durability durability) throws IOException {
            Path file = directory.resolve("ours.db");
            database = Opening.open(new Options(file, null, durability, Duration.ofSeconds(5), false, 0, false));
        }

        /** What the next write survives. */
        long level() throws IOException {
            return database.change(0, session -> session.number("PRAGMA synchronous"));
        }

        @Override
        public void close() throws IOException {
            database.close();
        }
    }
}
