package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageAdapter;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Texts that no encoding of Unicode can hold, since they have half of a surrogate pair. The library never gives one to an
 * adapter. If one comes all the same, the adapter keeps it or refuses it with an {@link IllegalArgumentException}; to
 * keep something else in its place is how data is damaged without a word.
 */
public interface StorageTextContract extends StorageContract {
    /**
     * A body comes back as it was, or was refused.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void halfPairsInBodiesAreKeptOrRefused() throws IOException {
        for (String half : OddTexts.HALVES) {
            try (StorageAdapter storage = open()) {
                long head = storage.head();
                boolean kept =
                        keeps(() -> assertThat(storage.append(head, half)).isTrue());
                assertThat(Seen.log(storage, head)).isEqualTo(kept ? List.of((head + 1) + " " + half) : List.of());

                long then = storage.head();
                boolean inTransaction = keeps(() -> Seen.write(storage, transaction -> transaction.append("x" + half)));
                assertThat(inTransaction).isEqualTo(kept);
                assertThat(storage.head()).isEqualTo(then + (kept ? 1 : 0));
            }
        }
    }

    /**
     * A row comes back as it was, or was refused, wherever in it the text stands.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void halfPairsInRowsAreKeptOrRefused() throws IOException {
        for (String half : OddTexts.HALVES) {
            List<Row> rows = List.of(
                    new Row("node", "json", "n", 1, 2, half, ""),
                    new Row("item", "stamps", "n", 1, 2, "{}", half),
                    new Row("edge", "id", half, 1, 2, "{}", ""),
                    new Row(half, "kind", "n", 1, 2, "{}", ""),
                    new Row("node", half, "n", 1, 2, "{}", ""));
            try (StorageAdapter storage = open()) {
                for (Row row : rows) {
                    boolean kept = keeps(() -> Seen.write(storage, transaction -> transaction.put(row)));
                    keeps(() -> assertThat(Seen.rows(storage, row.workflowId()))
                            .isEqualTo(kept ? List.of(row) : List.of()));
                    keeps(() -> Seen.write(
                            storage, transaction -> transaction.remove(row.kind(), row.workflowId(), row.id())));
                }
            }
        }
    }

    /**
     * What is asked for under such a name is not mistaken for something else, such as what a replacement looks like.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void halfPairsInNamesMeanNothingElse() throws IOException {
        Row row = new Row("node", "w", "?", 1, 2, "{}", "");
        Row other = new Row("?", "?", "\uFFFD", 1, 2, "{}", "");
        try (StorageAdapter storage = open()) {
            Seen.write(storage, transaction -> {
                transaction.put(row);
                transaction.put(other);
                transaction.setting("?", "value");
                transaction.setting("\uFFFD", "value");
            });
            for (String half : OddTexts.HALVES) {
                keeps(() -> assertThat(Seen.rows(storage, half)).isEmpty());
                keeps(() -> assertThat(Seen.rowsOfKind(storage, half)).isEmpty());
                keeps(() -> assertThat(Seen.settings(storage, half)).isEmpty());
                keeps(() -> assertThat(storage.<Boolean>read(transaction -> transaction.setting(half) == null))
                        .isTrue());
                keeps(() -> Seen.write(storage, transaction -> transaction.remove("node", "w", half)));
                keeps(() -> Seen.write(storage, transaction -> transaction.setting(half, null)));
                keeps(() -> Seen.write(storage, transaction -> transaction.setting("kept", half)));
                assertThat(Seen.settings(storage, "kept").getOrDefault("kept", half))
                        .isEqualTo(half);
            }

            assertThat(Seen.rows(storage, "w")).containsExactly(row);
            assertThat(Seen.rows(storage, "?")).containsExactly(other);
            assertThat(Seen.settings(storage, "")).containsKeys("?", "\uFFFD");
        }
    }

    /** Something done with such a text. */
    interface Deed {
        /**
         * Does it.
         *
         * @throws IOException if the storage fails
         */
        void run() throws IOException;
    }

    private static boolean keeps(Deed deed) throws IOException {
        try {
            deed.run();
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }
}
