package dev.weftwork.sqlite.crash;

import dev.weftwork.graph.Ids;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes the files of one small store at several moments of its life: the same bytes for the same seed. */
final class Specimens {
    /** A time when all specimens have long been made. */
    static final long LATER = 1_760_000_000_000L;

    private static final long START = 1_750_000_000_000L;

    private static final Duration BETWEEN_EDITS = Duration.ofMillis(7);

    private final Path file;
    private final Scribbler scribbler;
    private final ManualScheduler scheduler = new ManualScheduler(START);
    private final Ids ids;
    private final List<String> states = new ArrayList<>();
    private final Set<String> written = new HashSet<>();
    private final List<Specimen> made = new ArrayList<>();

    private Specimens(Path file, long seed) {
        this.file = file;
        scribbler = new Scribbler(seed);
        ids = Ids.seeded(seed, scheduler::wallMillis);
    }

    static List<Specimen> make(Path directory, long seed) throws IOException, SQLException {
        Specimens specimens = new Specimens(directory.resolve("specimen.db"), seed);
        specimens.live();
        return specimens.made;
    }

    private void live() throws IOException, SQLException {
        edit(20);
        add("folded and closed", states.size());
        int folded = states.size();
        try (Store store = open()) {
            edit(store, 10);
            add("rows and an unfolded log in the WAL", folded);
        }
        int closed = states.size();
        try (Connection reader = raw(file);
                Statement statement = reader.createStatement()) {
            // As long as somebody reads, the write-ahead log grows and is copied nowhere.
            statement.execute("BEGIN");
            statement.executeQuery("SELECT count(*) FROM oplog").close();
            edit(8);
            edit(8);
            edit(8);
            add("several folds in a large WAL", closed);
            statement.execute("COMMIT");
        }
        try (Store store = open()) {
            edit(store, 10);
            try (Connection other = raw(file);
                    Statement statement = other.createStatement()) {
                statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)").close();
            }
            add("an unfolded log in the database", states.size());
            edit(store, 5);
            add("an unfolded log in database and WAL", states.size() - 5);
        }
        add("closed after all", states.size());
    }

    private void edit(int count) {
        try (Store store = open()) {
            edit(store, count);
        }
    }

    private void edit(Store store, int count) {
        for (int i = 0; i < count; i++) {
            scheduler.advance(BETWEEN_EDITS);
            scribbler.edit(store).awaitDurable();
            states.add(Dump.of(store));
            store.oplog().entries().forEach(entry -> entry.ops().forEach(op -> written.addAll(Stored.registers(op))));
        }
    }

    private void add(String name, int least) throws IOException {
        made.add(Specimen.read(name, file, states, least, written));
    }

    private Store open() {
        return Store.builder()
                .storage(SqliteStorage.builder(file)
                        .durability(Durability.NORMAL)
                        .build())
                .scheduler(scheduler)
                .ids(ids)
                .open();
    }

    static Connection raw(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }
}
