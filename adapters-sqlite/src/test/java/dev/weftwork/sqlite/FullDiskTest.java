package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk without space refuses, keeps what it has, and goes on when there is space. */
final class FullDiskTest {
    private static final String KILOBYTES = "0123456789".repeat(1_000);

    @TempDir
    Path directory;

    @Test
    void appendsResumeWhenSpaceReturns() throws IOException {
        try (SqliteStorage storage = almostFull()) {
            long head = fill(storage);
            assertThat(head).isPositive();
            refuses(() -> storage.append(storage.head(), KILOBYTES));
            assertThat(storage.head()).isEqualTo(head);

            storage.write(transaction -> {
                transaction.prune(head - 1);
                return true;
            });
            assertThat(storage.append(head, KILOBYTES)).isTrue();
            assertThat(storage.check()).isEmpty();
        }
    }

    @Test
    void transactionLeavesNothingBehind() throws IOException {
        try (SqliteStorage storage = almostFull()) {
            assertThat(storage.append(0, "before")).isTrue();
            refuses(() -> storage.write(transaction -> {
                for (int i = 0; i < 1_000; i++) {
                    transaction.append(KILOBYTES);
                    transaction.put(new Row("node", "w", "n" + i, 1, 2, KILOBYTES, ""));
                    transaction.setting("name" + i, "value");
                }
                return true;
            }));
            leavesOnlyTheFirstEntry(storage);
        }
    }

    @Test
    void callbackThatGoesOnAfterAFailureCommitsNothing() throws IOException {
        try (SqliteStorage storage = almostFull()) {
            assertThat(storage.append(0, "before")).isTrue();
            List<StorageException> met = new ArrayList<>();
            // SQLite has rolled back by then: what a stubborn callback writes would stand alone.
            refuses(() -> storage.write(transaction -> {
                for (int i = 0; i < 1_000; i++) {
                    try {
                        transaction.append(KILOBYTES);
                        transaction.setting("name", "value");
                    } catch (StorageException e) {
                        met.add(e);
                    }
                }
                return true;
            }));
            assertThat(met).hasSizeGreaterThan(1);
            leavesOnlyTheFirstEntry(storage);
        }
    }

    @Test
    void rowsThatWaitUntilTheEndFailTheWrite() throws IOException {
        try (SqliteStorage storage = almostFull()) {
            assertThat(storage.append(0, "before")).isTrue();
            fill(storage);
            refuses(() -> storage.write(transaction -> {
                for (int i = 0; i < 10; i++) {
                    transaction.put(new Row("node", "w", "n" + i, 1, 2, KILOBYTES, ""));
                }
                return true;
            }));
            assertThat(storage.<Long>write(ReadTransaction::head)).isEqualTo(storage.head());
        }
    }

    private SqliteStorage almostFull() {
        return SqliteStorage.builder(directory.resolve("studio.db"))
                .durability(Durability.NORMAL)
                .maxPages(100)
                .build();
    }

    private static long fill(SqliteStorage storage) throws IOException {
        long head = storage.head();
        try {
            while (head < 1_000) {
                assertThat(storage.append(head, KILOBYTES)).isTrue();
                head++;
            }
        } catch (StorageException full) {
            assertThat(full.kind()).isEqualTo(Kind.FULL);
            return head;
        }
        throw new AssertionError("The disk never became full");
    }

    private static void refuses(ThrowingCallable call) {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(call)
                .matches(e -> e.kind() == Kind.FULL)
                .withMessageContaining("studio.db")
                .matches(e -> e.getSuppressed().length == 0);
    }

    private static void leavesOnlyTheFirstEntry(SqliteStorage storage) throws IOException {
        List<String> found = new ArrayList<>();
        storage.read(transaction -> {
            transaction.log(0, (position, body) -> found.add(body));
            transaction.rows("w", row -> found.add(row.id()));
            transaction.settings("", (name, value) -> found.add(name));
            return true;
        });
        assertThat(found).containsExactly("before");
        assertThat(storage.append(1, "after")).isTrue();
    }
}
