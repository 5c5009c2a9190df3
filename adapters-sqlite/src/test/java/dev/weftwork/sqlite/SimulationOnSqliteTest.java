package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.testkit.simulator.Campaign;
import dev.weftwork.testkit.simulator.SimulatedDisk;
import dev.weftwork.testkit.simulator.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator's seeds once more, on real files: what holds in memory holds there. */
final class SimulationOnSqliteTest {
    /** How many seeds; more with {@code -Dweftwork.sqlite.seeds=…}. */
    private static final long SEEDS = Long.getLong("weftwork.sqlite.seeds", 4);

    private static final AtomicLong FILES = new AtomicLong();

    @TempDir
    Path directory;

    /** A device's file. */
    private record Disk(Path file) implements SimulatedDisk {
        static Disk in(Path directory) {
            return new Disk(directory.resolve("studio" + FILES.incrementAndGet() + ".db"));
        }

        @Override
        public StorageAdapter open() {
            return SqliteStorage.builder(file).durability(Durability.NORMAL).build();
        }

        @Override
        public SimulatedDisk copy() {
            Disk copy = in(file.getParent());
            try {
                // nobody writes at this moment, so the file and what is to go into it are one state
                for (String part : new String[] {"", "-wal"}) {
                    Path from = Path.of(file + part);
                    if (Files.exists(from)) {
                        Files.copy(from, Path.of(copy.file + part));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return copy;
        }
    }

    @Test
    void seedsEndAlikeOnRealFiles() {
        Campaign.Report report = Campaign.of(seed ->
                        Simulation.of(seed).length(Duration.ofMinutes(20)).disks(() -> Disk.in(directory)))
                .once()
                .run(0, SEEDS - 1);

        assertThat(report.failures()).isEmpty();
        assertThat(report.admitted()).isPositive();
    }

    @Test
    void aRunOnFilesIsTheRunInMemory() {
        Simulation.Outcome inMemory =
                Simulation.of(5).length(Duration.ofMinutes(10)).run();
        Simulation.Outcome onFiles = Simulation.of(5)
                .length(Duration.ofMinutes(10))
                .disks(() -> Disk.in(directory))
                .run();

        assertThat(onFiles).isEqualTo(inMemory);
    }
}
