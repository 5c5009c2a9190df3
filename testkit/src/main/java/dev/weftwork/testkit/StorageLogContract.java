package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.spi.StorageAdapter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The log: dense positions, a head that never goes back, appends that refuse a head that is elsewhere. */
public interface StorageLogContract extends StorageContract {
    /**
     * The log begins before its first position.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void emptyLogHasHeadAndFloorZero() throws IOException {
        try (StorageAdapter storage = open()) {
            assertThat(storage.head()).isZero();
            assertThat(Seen.floor(storage)).isZero();
            assertThat(Seen.log(storage, 0)).isEmpty();
        }
    }

    /**
     * Appends count up from one.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void appendPutsTheEntryAfterTheHead() throws IOException {
        try (StorageAdapter storage = open()) {
            assertThat(storage.append(0, "first")).isTrue();
            assertThat(storage.append(1, "second")).isTrue();

            assertThat(storage.head()).isEqualTo(2);
            assertThat(Seen.log(storage, 0)).containsExactly("1 first", "2 second");
        }
    }

    /**
     * A caller that has not seen the newest entry, or believes in one that is not there, changes nothing.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void appendRefusesAHeadThatIsElsewhere() throws IOException {
        try (StorageAdapter storage = open()) {
            assertThat(storage.append(0, "first")).isTrue();

            assertThat(storage.append(0, "late")).isFalse();
            assertThat(storage.append(2, "early")).isFalse();
            assertThat(storage.append(-1, "never")).isFalse();

            assertThat(storage.head()).isEqualTo(1);
            assertThat(Seen.log(storage, 0)).containsExactly("1 first");
        }
    }

    /**
     * Both ways of appending continue one another.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void transactionsAppendWithoutGaps() throws IOException {
        try (StorageAdapter storage = open()) {
            assertThat(storage.append(0, "a")).isTrue();
            List<Long> positions =
                    storage.write(transaction -> List.of(transaction.append("b"), transaction.append("c")));
            assertThat(storage.append(3, "d")).isTrue();

            assertThat(positions).containsExactly(2L, 3L);
            assertThat(Seen.log(storage, 0)).containsExactly("1 a", "2 b", "3 c", "4 d");
        }
    }

    /**
     * Reading begins after the given position and ends at the head, also over more entries than fit one gulp.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void logIsReadInOrderFromAnyPosition() throws IOException {
        int count = 1_500;
        try (StorageAdapter storage = open()) {
            Seen.write(storage, transaction -> {
                for (int i = 1; i <= count; i++) {
                    transaction.append("e" + i);
                }
            });

            for (int after : new int[] {0, 1, 255, 256, 1_000, count - 1, count}) {
                assertThat(Seen.log(storage, after))
                        .containsExactlyElementsOf(LongStream.rangeClosed(after + 1, count)
                                .mapToObj(i -> i + " e" + i)
                                .toList());
            }
        }
    }

    /**
     * What is pruned is gone, what is not stays.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void pruneTakesTheOldestEntriesAndRaisesTheFloor() throws IOException {
        try (StorageAdapter storage = open()) {
            appendFive(storage);
            Seen.write(storage, transaction -> transaction.prune(2));

            assertThat(Seen.floor(storage)).isEqualTo(2);
            assertThat(storage.head()).isEqualTo(5);
            assertThat(Seen.log(storage, 2)).containsExactly("3 c", "4 d", "5 e");
        }
    }

    /**
     * Pruning what was pruned does nothing.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void pruneNeverLowersTheFloor() throws IOException {
        try (StorageAdapter storage = open()) {
            appendFive(storage);
            Seen.write(storage, transaction -> transaction.prune(4));
            Seen.write(storage, transaction -> transaction.prune(1));

            assertThat(Seen.floor(storage)).isEqualTo(4);
            assertThat(Seen.log(storage, 4)).containsExactly("5 e");
        }
    }

    /**
     * Positions are never given twice, even when nothing is left of the first time.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void pruneOfEverythingKeepsTheHead() throws IOException {
        try (StorageAdapter storage = open()) {
            appendFive(storage);
            Seen.write(storage, transaction -> transaction.prune(5));
            assertThat(storage.head()).isEqualTo(5);
            assertThat(Seen.floor(storage)).isEqualTo(5);
            assertThat(Seen.log(storage, 5)).isEmpty();
        }
        try (StorageAdapter storage = open()) {
            assertThat(storage.head()).isEqualTo(5);
            assertThat(Seen.floor(storage)).isEqualTo(5);
            assertThat(storage.append(0, "old")).isFalse();
            assertThat(storage.append(5, "f")).isTrue();
            assertThat(Seen.log(storage, 5)).containsExactly("6 f");
            assertThat(Seen.floor(storage)).isEqualTo(5);
        }
    }

    /**
     * One transaction can do all of it.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void pruneAndAppendWorkInOneTransaction() throws IOException {
        try (StorageAdapter storage = open()) {
            appendFive(storage);
            List<String> seen = storage.write(transaction -> {
                transaction.prune(5);
                transaction.append("f");
                transaction.prune(6);
                transaction.append("g");
                assertThat(transaction.floor()).isEqualTo(6);
                assertThat(transaction.head()).isEqualTo(7);
                return Seen.log(transaction, 6);
            });

            assertThat(seen).containsExactly("7 g");
        }
    }

    /**
     * Any text is a body, empty or long, whatever its characters.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void bodiesComeBackAsTheyWere() throws IOException {
        List<String> bodies = new ArrayList<>(OddTexts.ALL);
        bodies.add("0123456789".repeat(1 << 20));
        try (StorageAdapter storage = open()) {
            for (int i = 0; i < bodies.size(); i++) {
                assertThat(storage.append(i, bodies.get(i))).isTrue();
            }
        }
        try (StorageAdapter storage = open()) {
            List<String> read = new ArrayList<>();
            storage.read(transaction -> {
                transaction.log(0, (position, body) -> read.add(body));
                return read.size();
            });
            // Compared one by one: a failure would print ten megabytes.
            assertThat(read.size()).isEqualTo(bodies.size());
            for (int i = 0; i < read.size(); i++) {
                assertThat(read.get(i).equals(bodies.get(i))).as("body %d", i).isTrue();
            }
        }
    }

    /**
     * The log lasts.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void logSurvivesClosing() throws IOException {
        try (StorageAdapter storage = open()) {
            appendFive(storage);
            Seen.write(storage, transaction -> transaction.prune(1));
        }
        try (StorageAdapter storage = open()) {
            assertThat(storage.head()).isEqualTo(5);
            assertThat(Seen.floor(storage)).isEqualTo(1);
            assertThat(Seen.log(storage, 3)).containsExactly("4 d", "5 e");
        }
    }

    private static void appendFive(StorageAdapter storage) throws IOException {
        Seen.write(storage, transaction -> {
            for (String body : List.of("a", "b", "c", "d", "e")) {
                transaction.append(body);
            }
        });
    }
}
