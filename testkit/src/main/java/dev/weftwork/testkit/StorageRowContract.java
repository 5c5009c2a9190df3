package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageAdapter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows: kept under kind, workflow and id, whatever these are, and found by workflow and by kind. */
public interface StorageRowContract extends StorageContract {
    /**
     * Nothing is there at first.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void emptyStorageHasNoRows() throws IOException {
        try (StorageAdapter storage = open()) {
            assertThat(Seen.rows(storage, "w")).isEmpty();
            assertThat(Seen.rowsOfKind(storage, "node")).isEmpty();
            assertThat(Seen.rowsOfKind(storage, "anything")).isEmpty();
        }
    }

    /**
     * A workflow's rows are of all kinds, known and unknown.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void rowsAreFoundByWorkflow() throws IOException {
        List<Row> mine = List.of(
                row("workflow", "w", "w"), row("node", "w", "n"), row("edge", "w", "e"), row("comment", "w", "c"));
        try (StorageAdapter storage = open()) {
            putAll(storage, mine);
            putAll(storage, List.of(row("workflow", "v", "v"), row("node", "v", "n"), row("comment", "v", "c")));

            assertThat(Seen.rows(storage, "w")).containsExactlyInAnyOrderElementsOf(mine);
        }
        try (StorageAdapter storage = open()) {
            assertThat(Seen.rows(storage, "w")).containsExactlyInAnyOrderElementsOf(mine);
        }
    }

    /**
     * A kind's rows are of all workflows.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void rowsAreFoundByKind() throws IOException {
        try (StorageAdapter storage = open()) {
            for (String kind : List.of("workflow", "node", "edge", "comment", "")) {
                putAll(storage, List.of(row(kind, "w", "1"), row(kind, "w", "2"), row(kind, "v", "1")));
            }

            for (String kind : List.of("workflow", "node", "edge", "comment", "")) {
                assertThat(Seen.rowsOfKind(storage, kind))
                        .containsExactlyInAnyOrder(row(kind, "w", "1"), row(kind, "w", "2"), row(kind, "v", "1"));
            }
        }
    }

    /**
     * The same key means the same row, within a transaction and after it.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void putReplacesTheRowWithTheSameKey() throws IOException {
        try (StorageAdapter storage = open()) {
            Row last = new Row("node", "w", "n", Long.MAX_VALUE, Long.MIN_VALUE, "new", "later");
            putAll(storage, List.of(row("node", "w", "n"), new Row("node", "w", "n", 2, 2, "", "")));
            assertThat(Seen.rows(storage, "w")).containsExactly(new Row("node", "w", "n", 2, 2, "", ""));

            putAll(storage, List.of(last));
            assertThat(Seen.rows(storage, "w")).containsExactly(last);
        }
    }

    /**
     * A removal takes one row, and is no failure if there is none.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void removeTakesExactlyItsRow() throws IOException {
        try (StorageAdapter storage = open()) {
            putAll(storage, List.of(row("node", "w", "n"), row("edge", "w", "n"), row("x", "w", "n")));
            Seen.write(storage, transaction -> {
                transaction.remove("edge", "w", "n");
                transaction.remove("x", "w", "n");
                transaction.remove("node", "v", "n");
                transaction.remove("node", "w", "m");
                transaction.remove("nothing", "w", "n");
            });

            assertThat(Seen.rows(storage, "w")).containsExactly(row("node", "w", "n"));
        }
    }

    /**
     * The last word in a transaction counts.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void putAndRemoveOfOneRowHappenInOrder() throws IOException {
        try (StorageAdapter storage = open()) {
            Seen.write(storage, transaction -> {
                transaction.put(row("node", "w", "gone"));
                transaction.remove("node", "w", "gone");
                transaction.put(row("node", "w", "back"));
                transaction.remove("node", "w", "back");
                transaction.put(row("node", "w", "back"));
            });

            assertThat(Seen.rows(storage, "w")).containsExactly(row("node", "w", "back"));
        }
    }

    /**
     * Workflows, kinds and ids are any text.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void oddKeysAreKeptApart() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String odd : OddTexts.ALL) {
            rows.add(row("node", "w", odd));
            rows.add(row("item", "w", odd));
            rows.add(row("kind of " + odd, "w", "id"));
        }
        try (StorageAdapter storage = open()) {
            putAll(storage, rows);
            for (String odd : OddTexts.ALL) {
                putAll(storage, List.of(row("edge", "in " + odd, "e"), row("workflow", "in " + odd, "in " + odd)));
            }
        }
        try (StorageAdapter storage = open()) {
            assertThat(Seen.rows(storage, "w")).containsExactlyInAnyOrderElementsOf(rows);
            for (String odd : OddTexts.ALL) {
                String workflow = "in " + odd;
                assertThat(Seen.rows(storage, workflow))
                        .containsExactlyInAnyOrder(row("edge", workflow, "e"), row("workflow", workflow, workflow));
                assertThat(Seen.rowsOfKind(storage, "kind of " + odd))
                        .containsExactly(row("kind of " + odd, "w", "id"));
            }
        }
    }

    /**
     * Values are any text.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void oddValuesComeBackAsTheyWere() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String odd : OddTexts.ALL) {
            rows.add(new Row("node", "w", "n" + rows.size(), 1, 2, odd, "stamps"));
            rows.add(new Row("item", "w", "i" + rows.size(), -1, -2, "json", odd));
        }
        try (StorageAdapter storage = open()) {
            putAll(storage, rows);

            assertThat(Seen.rows(storage, "w")).containsExactlyInAnyOrderElementsOf(rows);
        }
    }

    /**
     * One long row stands among short ones.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void longRowsComeBackAsTheyWere() throws IOException {
        String megabytes = "0123456789".repeat(1 << 20);
        try (StorageAdapter storage = open()) {
            putAll(
                    storage,
                    List.of(
                            row("node", "w", "1"),
                            new Row("node", "w", "2", 1, 2, megabytes, ""),
                            new Row("item", "w", "3", 1, 2, "", megabytes),
                            row("node", "w", "4")));

            assertThat(Seen.rows(storage, "w").stream()
                            .mapToInt(row -> row.json().length() + row.stamps().length())
                            .sum())
                    .isEqualTo(2 * megabytes.length() + 2 * "{}s".length());
            assertThat(Seen.rowsOfKind(storage, "item").get(0).stamps().equals(megabytes))
                    .isTrue();
        }
    }

    /**
     * Nothing is lost or shown twice among ten thousand.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void manyRowsAreAllFoundOnce() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            rows.add(row(i % 3 == 0 ? "item" : "node", "w" + i % 2, "id" + i));
        }
        try (StorageAdapter storage = open()) {
            putAll(storage, rows);

            for (String workflow : List.of("w0", "w1")) {
                assertThat(Seen.rows(storage, workflow))
                        .containsExactlyInAnyOrderElementsOf(rows.stream()
                                .filter(row -> row.workflowId().equals(workflow))
                                .toList());
            }
            for (String kind : List.of("item", "node")) {
                assertThat(Seen.rowsOfKind(storage, kind))
                        .containsExactlyInAnyOrderElementsOf(rows.stream()
                                .filter(row -> row.kind().equals(kind))
                                .toList());
            }
        }
    }

    private static Row row(String kind, String workflowId, String id) {
        return new Row(kind, workflowId, id, 1, 1_700_000_000_000L, "{}", "s");
    }

    private static void putAll(StorageAdapter storage, List<Row> rows) throws IOException {
        Seen.write(storage, transaction -> {
            for (Row row : rows) {
                transaction.put(row);
            }
        });
    }
}
