package dev.weftwork.sqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.GraphState;
import dev.weftwork.graph.Workflow;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes edit one file, one with full durability and one without, and are killed at random moments, one of them
 * or both. The property {@code weftwork.kill.cycles} says how often.
 */
final class KilledProcessesTest {
    private static final int CYCLES = Integer.getInteger("weftwork.kill.cycles", 50);
    private static final long SEED = Long.getLong("weftwork.seed", 7_002L);
    /** How many kills have to hit a commit; where chance brings fewer, there are more cycles. */
    private static final int ENOUGH = Math.min(CYCLES, 10);

    private static final int MOST_CYCLES = 10 * CYCLES;
    private static final int CYCLES_PER_FILE = 50;
    private static final int CYCLES_PER_EPOCH = 10;
    private static final int LONGEST_LIFE = 100;
    private static final long A_DAY = 24 * 60 * 60 * 1_000L;
    private static final int LONGEST_PAUSE_NANOS = 500_000;
    private static final List<String> DURABILITIES = List.of("FULL", "NORMAL");

    @TempDir
    private Path temp;

    private final Random random = new Random(SEED);
    private final Claims claims = new Claims();
    private final Child[] running = new Child[DURABILITIES.size()];
    /** Started and waiting for a word, so that nobody waits for a JVM. */
    private final Child[] spares = new Child[DURABILITIES.size()];

    private Path file = Path.of("");
    private Stored last = new Stored(0, new TreeMap<>());
    private int born;

    @AfterEach
    void killAll() throws InterruptedException {
        for (int i = 0; i < running.length; i++) {
            kill(running, i);
            kill(spares, i);
        }
    }

    @Test
    void noDurableEditIsLostAndNoneIsHalfThereWhenProcessesAreKilled() throws Exception {
        int cycle = 0;
        for (; cycle < CYCLES || (claims.killsInsideCommit() < ENOUGH && cycle < MOST_CYCLES); cycle++) {
            try {
                if (cycle % CYCLES_PER_FILE == 0) {
                    found(cycle / CYCLES_PER_FILE);
                }
                cycle(cycle / CYCLES_PER_EPOCH);
            } catch (Throwable e) {
                throw new AssertionError("Cycle " + cycle + " of seed " + SEED + ": " + e.getMessage(), e);
            }
        }
        System.out.printf(
                "killed processes: %d cycles, %d edits durable, %d kills inside a commit, lost 0 (seed %d)%n",
                cycle, claims.durable(), claims.killsInsideCommit(), SEED);
        assertThat(claims.killsInsideCommit()).as("kills inside a commit").isGreaterThanOrEqualTo(ENOUGH);
    }

    /** Goes on with another file, or what is checked each time would become more and more. */
    private void found(int number) throws Exception {
        if (number > 0) {
            kill(running, 0);
            kill(running, 1);
            checkMoment();
            checkStore();
        }
        file = temp.resolve("edited-" + number + ".db");
        last = new Stored(0, new TreeMap<>());
        claims.startAnew();
        Store.builder().storage(storage()).open().close();
        try (SqliteStorage storage = storage()) {
            watchFrom(0, storage);
        }
    }

    private void cycle(int epoch) throws Exception {
        for (int i = 0; i < running.length; i++) {
            if (running[i] == null) {
                running[i] = launch(i, epoch);
            }
        }
        boolean both = random.nextInt(4) == 0;
        int victim = random.nextInt(running.length);
        running[victim].awaitMore(1 + random.nextInt(LONGEST_LIFE));
        LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
        kill(running, victim);
        if (both) {
            kill(running, 1 - victim);
            checkFile();
            checkMoment();
            checkStore();
        } else {
            claims.add(running[1 - victim].lines());
            checkMoment();
        }
    }

    private Child launch(int index, int epoch) throws IOException {
        Child child = spares[index] == null ? spare(index) : spares[index];
        child.say(file + "\tshared-" + epoch + "\town-" + index + "-" + epoch + "\n");
        spares[index] = spare(index);
        return child;
    }

    private Child spare(int index) throws IOException {
        String seed = Long.toString(random.nextLong());
        return Child.start(EditingProcess.class, temp, List.of(DURABILITIES.get(index), "p" + born++, seed));
    }

    private void kill(Child[] from, int index) throws InterruptedException {
        if (from[index] != null) {
            from[index].kill();
            claims.addKilled(from[index].lines());
            from[index] = null;
        }
    }

    private void checkFile() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                ResultSet result = connection.createStatement().executeQuery("PRAGMA integrity_check")) {
            result.next();
            assertThat(result.getString(1)).as("integrity of the file").isEqualTo("ok");
        }
    }

    /** Rows ⊕ log is what a replay of every entry gives, and holds all that was claimed. */
    private void checkMoment() throws IOException {
        try (SqliteStorage storage = storage()) {
            Stored folded = storage.read(moment -> {
                last = last.replayed(moment);
                return Stored.of(moment);
            });
            assertThat(folded.head()).isEqualTo(last.head());
            assertThat(folded.entities()).as("rows ⊕ log").isEqualTo(last.entities());
            watchFrom(last.head(), storage);
        }
        claims.check(last.graphs().values());
    }

    private void checkStore() {
        try (Store store = Store.builder().storage(storage()).open()) {
            for (GraphState graph : last.graphs().values()) {
                Workflow expected = graph.view();
                Workflow found = store.workflow(graph.id());
                assertThat(found.nodes()).isEqualTo(expected.nodes());
                assertThat(found.edges()).isEqualTo(expected.edges());
                assertThat(found.name()).isEqualTo(expected.name());
            }
        }
    }

    /** Keeps the log from a position on, as any process does that has read no further; for longer than any test runs. */
    private static void watchFrom(long position, SqliteStorage storage) throws IOException {
        storage.write(transaction -> {
            transaction.setting("process/watcher", position + " " + (System.currentTimeMillis() + A_DAY));
            return position;
        });
    }

    private SqliteStorage storage() {
        return SqliteStorage.builder(file).busyTimeout(Child.PATIENCE).build();
    }
}
