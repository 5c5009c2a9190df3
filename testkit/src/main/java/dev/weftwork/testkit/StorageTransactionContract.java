package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Transactions: all or nothing, and their own writes seen at once; and what closing does. */
public interface StorageTransactionContract extends StorageContract {
    /**
     * An {@link IOException} of the callback comes out unchanged, and nothing stays.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void checkedExceptionRollsBackAndPasses() throws IOException {
        rollsBackAndPasses(new IOException("given up"));
    }

    /**
     * An unchecked exception of the callback comes out unchanged, and nothing stays.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void uncheckedExceptionRollsBackAndPasses() throws IOException {
        rollsBackAndPasses(new IllegalArgumentException("wrong"));
    }

    /**
     * An error of the callback comes out unchanged, and nothing stays.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void errorRollsBackAndPasses() throws IOException {
        rollsBackAndPasses(new AssertionError("broken"));
    }

    /**
     * What a visitor throws ends a transaction like anything else.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void exceptionOfAVisitorPassesUnchanged() throws IOException {
        IOException thrown = new IOException("enough");
        try (StorageAdapter storage = open()) {
            Seen.write(storage, StorageTransactionContract::writeEverything);

            assertThatThrownBy(() -> storage.read(transaction -> {
                        transaction.log(0, (position, body) -> {
                            throw thrown;
                        });
                        return true;
                    }))
                    .isSameAs(thrown);
            assertThatThrownBy(() -> storage.read(transaction -> {
                        transaction.rows("w", row -> {
                            throw thrown;
                        });
                        return true;
                    }))
                    .isSameAs(thrown);
            assertThat(storage.head()).isEqualTo(1);
        }
    }

    /**
     * What is written lightly is seen, kept and rolled back like anything else.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void lightWritesAreTransactionsLikeAnyOther() throws IOException {
        IOException thrown = new IOException("given up");
        try (StorageAdapter storage = open()) {
            long position = storage.writeLightly(transaction -> {
                transaction.setting("mark", "here");
                return transaction.append("lightly");
            });
            assertThat(position).isEqualTo(1);
            assertThat(storage.append(1, "durably")).isTrue();

            assertThatThrownBy(() -> storage.writeLightly(transaction -> {
                        transaction.setting("mark", "gone");
                        throw thrown;
                    }))
                    .isSameAs(thrown);
            boolean kept = storage.read(transaction -> "here".equals(transaction.setting("mark")));
            assertThat(kept).isTrue();
            assertThat(Seen.log(storage, 0)).containsExactly("1 lightly", "2 durably");
        }
    }

    /**
     * A transaction sees what it wrote, in all ways of looking.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void transactionSeesItsOwnWrites() throws IOException {
        try (StorageAdapter storage = open()) {
            Seen.write(storage, transaction -> {
                writeEverything(transaction);
                assertThat(transaction.head()).isEqualTo(1);
                assertThat(Seen.log(transaction, 0)).containsExactly("1 entry");
                assertThat(Seen.rows(transaction, "w")).hasSize(2);
                transaction.remove("node", "w", "n");
                assertThat(Seen.rows(transaction, "w")).hasSize(1);
                assertThat(transaction.setting("name")).isEqualTo("value");
                transaction.setting("name", null);
                assertThat(transaction.setting("name")).isNull();
            });
        }
    }

    /**
     * A visitor may go on with the transaction while it is shown things.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void visitorsMayUseTheTransaction() throws IOException {
        try (StorageAdapter storage = open()) {
            Seen.write(storage, transaction -> {
                transaction.append("a");
                transaction.append("b");
            });
            Seen.write(
                    storage,
                    transaction -> transaction.log(0, (position, body) -> {
                        transaction.put(new Row("node", "w", body, position, 0, "{}", ""));
                        assertThat(Seen.rows(transaction, "w")).hasSize((int) position);
                        assertThat(Seen.log(transaction, position)).hasSize((int) (2 - position));
                    }));

            assertThat(Seen.rows(storage, "w")).hasSize(2);
        }
    }

    /**
     * What the callback gives is what the call gives.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void resultOfTheCallbackIsPassedOn() throws IOException {
        try (StorageAdapter storage = open()) {
            assertThat(storage.<String>write(transaction -> "written")).isEqualTo("written");
            assertThat(storage.<String>read(transaction -> "read")).isEqualTo("read");
        }
    }

    /**
     * Giving space back changes nothing that can be seen.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void compactingChangesNothing() throws IOException {
        try (StorageAdapter storage = open()) {
            storage.compact();
            Seen.write(storage, StorageTransactionContract::writeEverything);
            storage.compact();

            assertThat(Seen.log(storage, 0)).containsExactly("1 entry");
            assertThat(Seen.rows(storage, "w")).hasSize(2);
        }
    }

    /**
     * Closing twice does nothing.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void closingTwiceDoesNothing() throws IOException {
        StorageAdapter storage = open();
        assertThat(storage.append(0, "entry")).isTrue();
        storage.close();
        storage.close();
        try (StorageAdapter again = open()) {
            assertThat(again.head()).isEqualTo(1);
        }
    }

    /**
     * A closed storage says so.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void closedStorageRefusesEverything() throws IOException {
        StorageAdapter storage = open();
        assertThat(storage.head()).isZero();
        storage.close();

        List<ThrowingCallable> calls = List.of(
                storage::head,
                storage::description,
                () -> storage.append(0, "entry"),
                () -> storage.read(transaction -> true),
                () -> storage.write(transaction -> true));
        for (ThrowingCallable call : calls) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(call)
                    .matches(e -> e.kind() == StorageException.Kind.LOCKED)
                    .withMessageContaining("closed");
        }
    }

    private void rollsBackAndPasses(Throwable thrown) throws IOException {
        try (StorageAdapter storage = open()) {
            assertThatThrownBy(() -> Seen.write(storage, transaction -> {
                        writeEverything(transaction);
                        throwAny(thrown);
                    }))
                    .isSameAs(thrown);

            assertThat(storage.head()).isZero();
            assertThat(Seen.log(storage, 0)).isEmpty();
            assertThat(Seen.rows(storage, "w")).isEmpty();
            assertThat(Seen.settings(storage, "")).isEmpty();
            assertThat(storage.append(0, "works")).isTrue();
        }
    }

    private static void throwAny(Throwable thrown) throws IOException {
        if (thrown instanceof IOException checked) {
            throw checked;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    private static void writeEverything(WriteTransaction transaction) throws IOException {
        transaction.append("entry");
        transaction.put(new Row("node", "w", "n", 1, 2, "{}", ""));
        transaction.put(new Row("other", "w", "o", 1, 2, "{}", ""));
        transaction.setting("name", "value");
    }
}
