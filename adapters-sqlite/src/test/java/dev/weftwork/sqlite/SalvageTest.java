package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.spi.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged file is moved aside, and all that can be read comes back. */
final class SalvageTest implements SalvageVisitor {
    private static final int ENTRIES = 2_000;
    private static final int PAGE = 4096;

    @TempDir
    Path directory;

    private final List<Long> positions = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<String> settings = new ArrayList<>();
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("studio.db");
    }

    @Test
    void wholeFileComesBackWhole() throws IOException {
        fill();
        SalvageReport report = SqliteStorage.salvage(file, this);

        assertThat(report).isEqualTo(new SalvageReport(ENTRIES, 4, 2, List.of()));
        assertThat(positions).hasSize(ENTRIES).isSorted();
        assertThat(rows)
                .containsExactlyInAnyOrder(
                        new Row("workflow", "w", "w", 1, 2, "{}", "s"),
                        new Row("node", "w", "n", 1, 2, "{}", "s"),
                        new Row("edge", "w", "e", 1, 2, "{}", "s"),
                        new Row("note", "w", "x", 1, 2, "{}", "s"));
        assertThat(settings).containsExactly("a=1", "b=2");
        assertThat(Listing.of(directory)).containsExactly(file);
    }

    @Test
    void damagedPagesCostOnlyWhatLiesOnThem() throws IOException {
        fill();
        byte[] bytes = Files.readAllBytes(file);
        int damaged = 0;
        for (int page = 40; page < bytes.length / PAGE - 5; page += 17) {
            Arrays.fill(bytes, page * PAGE, (page + 1) * PAGE, (byte) 0x33);
            damaged++;
        }
        Files.write(file, bytes);

        SalvageReport report = SqliteStorage.salvage(file, this);

        assertThat(damaged).isGreaterThan(3);
        assertThat(report.losses()).isNotEmpty();
        // Some forty entries lie on a page.
        assertThat(report.entries()).isBetween(ENTRIES - 60L * damaged, ENTRIES - 1L);
        assertThat(positions).isSorted().doesNotHaveDuplicates().contains(1L, (long) ENTRIES);
    }

    @Test
    void truncatedFileGivesItsFirstPart() throws IOException {
        fill();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2 / PAGE * PAGE));

        SalvageReport report = SqliteStorage.salvage(file, this);

        assertThat(report.losses()).isNotEmpty();
        assertThat(report.entries()).isGreaterThan(ENTRIES / 4);
    }

    @Test
    void quarantineFreesThePlaceAndKeepsEverything() throws IOException {
        fill();
        Path first = SqliteStorage.quarantine(file);
        fill();
        Path second = SqliteStorage.quarantine(file);

        assertThat(first).hasFileName("studio.db.quarantined-1");
        assertThat(second).hasFileName("studio.db.quarantined-2");
        assertThat(file).doesNotExist();
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            assertThat(storage.head()).isZero();
        }
        assertThat(SqliteStorage.salvage(second, this).entries()).isEqualTo(ENTRIES);
    }

    @Test
    void quarantineTakesTheWriteAheadLogAlong() throws IOException {
        SqliteStorage storage = SqliteStorage.at(file);
        assertThat(storage.append(0, "only in the log")).isTrue();
        // As a process leaves it that dies now: both files at this moment.
        Path died = Files.createDirectory(directory.resolve("died"));
        Files.copy(file, died.resolve("studio.db"));
        Files.copy(directory.resolve("studio.db-wal"), died.resolve("studio.db-wal"));
        storage.close();

        Path quarantined = SqliteStorage.quarantine(died.resolve("studio.db"));

        assertThat(SqliteStorage.salvage(quarantined, this).entries()).isEqualTo(1);
        assertThat(Listing.of(died))
                .containsExactlyInAnyOrder(quarantined, died.resolve("studio.db.quarantined-1-wal"));
    }

    @Override
    public void entry(long position, String body) {
        assertThat(body).matches("only in the log|entry " + position + " [0-9]+");
        positions.add(position);
    }

    @Override
    public void row(Row row) {
        rows.add(row);
    }

    @Override
    public void setting(String name, String value) {
        settings.add(name + "=" + value);
    }

    private void fill() throws IOException {
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            storage.write(transaction -> {
                transaction.put(new Row("workflow", "w", "w", 1, 2, "{}", "s"));
                transaction.put(new Row("node", "w", "n", 1, 2, "{}", "s"));
                transaction.put(new Row("edge", "w", "e", 1, 2, "{}", "s"));
                transaction.put(new Row("note", "w", "x", 1, 2, "{}", "s"));
                transaction.setting("a", "1");
                transaction.setting("b", "2");
                for (int i = 1; i <= ENTRIES; i++) {
                    transaction.append("entry " + i + " " + "0123456789".repeat(20));
                }
                return true;
            });
        }
    }
}
