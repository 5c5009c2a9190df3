package dev.weftwork.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps lead an older file to the present version, each once and each whole. */
final class MigrationsTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final MemoryStorage storage = MemoryStorage.on(disk);
    private final List<String> ran = new ArrayList<>();

    private Migration step(String name) {
        return transaction -> {
            ran.add(name);
            String before = transaction.setting("trace");
            transaction.setting("trace", (before == null ? "" : before) + name);
        };
    }

    private Migrations steps(int count) {
        Migrations all = Migrations.none();
        for (int from = 1; from <= count; from++) {
            all = all.with(from, step("<" + from + ">"));
        }
        return all;
    }

    private void fileOfVersion(@Nullable String version) throws IOException {
        storage.write(transaction -> {
            transaction.setting("schema", version);
            transaction.setting("data", "kept");
            transaction.append("entry");
            return true;
        });
    }

    private Map<String, String> settings() throws IOException {
        return storage.read(moment -> {
            Map<String, String> all = new TreeMap<>();
            moment.settings("", all::put);
            return all;
        });
    }

    @Test
    void withoutStepsAFileOfThePresentVersionIsNotWrittenTo() throws IOException {
        fileOfVersion("1");
        disk.beforeCommit(() -> {
            throw new AssertionError("nothing is to be written");
        });

        assertThat(Migrations.none().run(storage, 1)).isFalse();
        assertThat(Migrations.none().target(1)).isEqualTo(1);
    }

    @Test
    void everyStepRunsOnceAndInOrder() throws IOException {
        fileOfVersion("1");

        assertThat(steps(3).run(storage, 1)).isTrue();

        assertThat(settings()).isEqualTo(Map.of("schema", "4", "data", "kept", "trace", "<1><2><3>"));
        assertThat(steps(3).target(1)).isEqualTo(4);
    }

    @Test
    void runningThemAgainDoesNothing() throws IOException {
        fileOfVersion("1");
        steps(2).run(storage, 1);
        Map<String, String> before = settings();

        assertThat(steps(2).run(storage, 1)).isFalse();

        assertThat(settings()).isEqualTo(before);
        assertThat(ran).containsExactly("<1>", "<2>");
    }

    @Test
    void goingInTwoPartsIsTheSameAsGoingAtOnce() throws IOException {
        fileOfVersion("1");
        MemoryStorage other = MemoryStorage.on(disk.copy());

        steps(1).run(storage, 1);
        steps(3).run(storage, 1);
        steps(3).run(other, 1);

        assertThat(other.<String>read(moment -> moment.setting("trace")))
                .isEqualTo(settings().get("trace"));
    }

    @Test
    void aFileInTheMiddleTakesTheStepsThatItNeeds() throws IOException {
        fileOfVersion("2");

        steps(3).run(storage, 1);

        assertThat(ran).containsExactly("<2>", "<3>");
    }

    @Test
    void aStepThatFailsLeavesTheFileAsItWasAfterTheOneBefore() throws IOException {
        fileOfVersion("1");
        Migrations failing = steps(1).with(2, transaction -> {
            transaction.setting("data", "half");
            throw new IOException("busy");
        });

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> failing.run(storage, 1));

        assertThat(settings()).isEqualTo(Map.of("schema", "2", "data", "kept", "trace", "<1>"));
        steps(2).run(storage, 1);
        assertThat(settings()).isEqualTo(Map.of("schema", "3", "data", "kept", "trace", "<1><2>"));
    }

    @Test
    void aDeathBeforeOrAfterTheCommitOfAStepIsMadeGood() throws IOException {
        for (boolean before : new boolean[] {true, false}) {
            MemoryDisk other = disk.copy();
            MemoryStorage there = MemoryStorage.on(other);
            there.write(transaction -> {
                transaction.setting("schema", "1");
                return true;
            });
            Runnable death = () -> {
                throw new IllegalStateException("dies here");
            };
            other.beforeCommit(before ? death : () -> {});
            other.afterCommit(before ? () -> {} : death);
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> steps(2).run(there, 1));
            other.beforeCommit(() -> {});
            other.afterCommit(() -> {});

            steps(2).run(there, 1);

            assertThat(there.<String>read(moment -> moment.setting("trace"))).isEqualTo("<1><2>");
        }
    }

    @Test
    void aStepThatAnotherProcessHasTakenMeanwhileIsNotTakenAgain() throws IOException {
        fileOfVersion("1");
        StorageAdapter overtaken = new Overtaken(storage, () -> steps(2).run(MemoryStorage.on(disk), 1));

        steps(2).run(overtaken, 1);

        assertThat(ran).containsExactly("<1>", "<2>");
    }

    private interface Overtaking {
        void run() throws IOException;
    }

    /** A storage on which another process gets in before each write. */
    private record Overtaken(StorageAdapter storage, Overtaking other) implements StorageAdapter {
        @Override
        public void claim() {
            storage.claim();
        }

        @Override
        public StorageDescription description() {
            return storage.description();
        }

        @Override
        public <T extends @Nullable Object> T read(ReadWork<T> work) throws IOException {
            return storage.read(work);
        }

        @Override
        public <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
            other.run();
            return storage.write(work);
        }

        @Override
        public void close() throws IOException {
            storage.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "", "1.0", "99999999999"})
    void aVersionThatNobodyWroteIsRefused(String version) throws IOException {
        fileOfVersion(version);
        Map<String, String> before = settings();

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> steps(2).run(storage, 1))
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(Kind.UNSUPPORTED))
                .withMessageContaining("'" + version + "'")
                .withMessageContaining("nothing was changed");
        assertThat(settings()).isEqualTo(before);
    }

    @Test
    void aFileWithoutAVersionIsRefused() throws IOException {
        fileOfVersion(null);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> steps(2).run(storage, 1))
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(Kind.UNSUPPORTED));
    }

    @Test
    void aFileThatIsNewerThanAnyKnownVersionIsRefused() throws IOException {
        fileOfVersion("4");
        Map<String, String> before = settings();

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> steps(2).run(storage, 1))
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(Kind.NEWER_SCHEMA))
                .withMessageContaining("version 4")
                .withMessageContaining("up to 3")
                .withMessageContaining("Update the library");
        assertThat(settings()).isEqualTo(before);
        assertThat(ran).isEmpty();
    }

    @Test
    void aFileFromWhichNoStepLeadsOnIsRefused() throws IOException {
        fileOfVersion("1");
        Migrations gap = Migrations.none().with(2, step("<2>"));
        Map<String, String> before = settings();

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> gap.run(storage, 1))
                .withMessageContaining("no step leads on");
        assertThat(settings()).isEqualTo(before);
    }

    @Test
    void thereIsOneStepFromEachVersion() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> steps(1).with(1, step("again")))
                .withMessageContaining("from version 1");
    }

    @Test
    void addingAStepLeavesTheOthersAsTheyWere() {
        Migrations one = steps(1);

        one.with(2, step("more"));

        assertThat(one.target(1)).isEqualTo(2);
    }
}
