package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Mistakes of a caller: each is refused at once, with nothing changed, rather than answered wrongly or never. */
public interface StorageMisuseContract extends StorageContract {
    /**
     * One adapter is one store's own; a second store would have it closed under its hands.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void adapterIsClaimedOnce() throws IOException {
        try (StorageAdapter storage = open()) {
            storage.claim();

            assertThatIllegalStateException()
                    .isThrownBy(storage::claim)
                    .withMessageContaining("another")
                    .withMessageMatching(".*; .*");
            assertThat(storage.append(0, "a")).isTrue();
        }
    }

    /**
     * What is not there cannot be pruned; the transaction can go on.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void pruneBeyondTheHeadIsRefused() throws IOException {
        try (StorageAdapter storage = open()) {
            assertThat(storage.append(0, "a")).isTrue();
            Seen.write(storage, transaction -> {
                transaction.append("b");
                assertThatIllegalArgumentException().isThrownBy(() -> transaction.prune(3));
                assertThat(transaction.floor()).isZero();
                transaction.append("c");
            });

            assertThat(Seen.floor(storage)).isZero();
            assertThat(Seen.log(storage, 0)).containsExactly("1 a", "2 b", "3 c");
        }
    }

    /**
     * A reader that is too far behind is told so, and gets no log with a hole in it.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void logBelowTheFloorIsRefused() throws IOException {
        try (StorageAdapter storage = open()) {
            Seen.write(storage, transaction -> {
                for (String body : List.of("a", "b", "c")) {
                    transaction.append(body);
                }
                transaction.prune(2);
                refusesLogAfter(transaction, 1);
            });

            storage.read(transaction -> {
                refusesLogAfter(transaction, 0);
                refusesLogAfter(transaction, 1);
                refusesLogAfter(transaction, -1);
                return true;
            });
            assertThat(Seen.log(storage, 2)).containsExactly("3 c");
        }
    }

    /**
     * A reading transaction that somebody kept does nothing more.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void endedReadRefusesEverything() throws IOException {
        try (StorageAdapter storage = open()) {
            ReadTransaction ended = storage.<ReadTransaction>read(transaction -> transaction);

            refusesReading(ended);
        }
    }

    /**
     * A writing transaction that somebody kept does nothing more, whether it was committed or rolled back.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void endedWriteRefusesEverything() throws IOException {
        try (StorageAdapter storage = open()) {
            WriteTransaction committed = storage.<WriteTransaction>write(transaction -> transaction);
            List<WriteTransaction> rolledBack = new ArrayList<>();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> Seen.write(storage, transaction -> {
                        rolledBack.add(transaction);
                        throw new IOException("given up");
                    }));

            for (WriteTransaction ended : List.of(committed, rolledBack.get(0))) {
                refusesReading(ended);
                refuses(() -> ended.append("late"));
                refuses(() -> ended.prune(0));
                refuses(() -> ended.put(new Row("node", "w", "n", 1, 2, "{}", "")));
                refuses(() -> ended.remove("node", "w", "n"));
                refuses(() -> ended.setting("name", "value"));
            }
            assertThat(storage.head()).isZero();
            assertThat(Seen.rows(storage, "w")).isEmpty();
            assertThat(Seen.settings(storage, "")).isEmpty();
        }
    }

    /**
     * A callback of a write that calls the adapter is told so, and does not wait for its own end. It can go on.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void callbackOfAWriteCannotCallTheAdapter() throws IOException {
        StorageAdapter storage = open();
        Threads.await("A call from a callback waits for ever", () -> {
            for (ThrowingCallable call : calls(storage)) {
                long head = storage.head();
                Seen.write(storage, transaction -> {
                    transaction.append("before");
                    refuses(call);
                    transaction.append("after");
                });
                assertThat(storage.head()).isEqualTo(head + 2);
            }
            storage.close();
        });
    }

    /**
     * The same holds for a read, which can go on too.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void callbackOfAReadCannotCallTheAdapter() throws IOException {
        StorageAdapter storage = open();
        Threads.await("A call from a callback waits for ever", () -> {
            for (ThrowingCallable call : calls(storage)) {
                assertThat(storage.<Long>read(transaction -> {
                            refuses(call);
                            return transaction.head();
                        }))
                        .isZero();
            }
            assertThat(storage.append(0, "entry")).isTrue();
            storage.close();
        });
    }

    private static List<ThrowingCallable> calls(StorageAdapter storage) {
        return List.of(
                () -> storage.read(nested -> true),
                () -> storage.write(nested -> true),
                () -> storage.append(0, "nested"),
                storage::head,
                storage::close);
    }

    private static void refusesLogAfter(ReadTransaction transaction, long after) {
        List<String> seen = new ArrayList<>();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> transaction.log(after, (position, body) -> seen.add(body)));
        assertThat(seen).isEmpty();
    }

    private static void refusesReading(ReadTransaction ended) {
        refuses(ended::head);
        refuses(ended::floor);
        refuses(() -> ended.log(0, (position, body) -> {}));
        refuses(() -> ended.rows("w", row -> {}));
        refuses(() -> ended.rowsOfKind("node", row -> {}));
        refuses(() -> ended.setting("name"));
        refuses(() -> ended.settings("", (name, value) -> {}));
    }

    private static void refuses(ThrowingCallable call) {
        assertThatIllegalStateException().isThrownBy(call);
    }
}
