package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weftwork.change.LikelyNames;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.oplog.FoldedRow;
import dev.weftwork.schema.Migrations;
import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file of another schema version is brought up to date whole, or refused and left as it is. */
final class SchemaTest {
    /** A step as a later version may have one: a setting gets another name, and every row another column order. */
    private static final Migrations TO_TWO = Migrations.none().with(1, SchemaTest::toTwo);

    private final Site site = new Site();
    private Host host = site.start();

    private static void toTwo(WriteTransaction transaction) throws IOException {
        transaction.setting("remark", transaction.setting("note"));
        transaction.setting("note", null);
        List<Row> rows = new ArrayList<>();
        transaction.rows(Sample.POSTER.value(), rows::add);
        for (Row row : rows) {
            // the row is written anew, as a step would do that changes what is in it
            FoldedRow read = FoldedRow.read(row, new LikelyNames());
            FoldedRow.Written written = row.kind().equals("workflow")
                    ? FoldedRow.write(Sample.POSTER, read.entities().get(0), read.position(), row.updatedAt())
                    : FoldedRow.page(Sample.POSTER, row.id(), read.entities(), read.position());
            transaction.put(written.row());
        }
    }

    @BeforeEach
    void fill() throws IOException {
        Sample.create(host.store());
        site.pass(Duration.ofSeconds(3));
        Sample.title(host.store(), Sample.IDEA, "in the log").awaitDurable();
        set("note", "of version 1");
    }

    private void set(String name, String value) throws IOException {
        try (MemoryStorage storage = MemoryStorage.on(site.disk)) {
            storage.write(transaction -> {
                transaction.setting(name, value);
                return true;
            });
        }
    }

    private static String setting(MemoryDisk disk, String name) throws IOException {
        try (MemoryStorage storage = MemoryStorage.on(disk)) {
            return storage.read(moment -> moment.setting(name)) + "";
        }
    }

    @Test
    void aNewFileIsOfThePresentVersion() throws IOException {
        assertThat(setting(site.disk, "schema")).isEqualTo("1");

        Site other = new Site();
        other.start(builder -> builder.migrations(TO_TWO));

        assertThat(setting(other.disk, "schema")).isEqualTo("2");
    }

    @Test
    void anOlderFileIsBroughtUpOnceAndKeepsAllThatIsInIt() throws IOException {
        String before = Dump.of(host.store());
        site.crash(host);

        for (int i = 0; i < 3; i++) {
            host = site.start(builder -> builder.migrations(TO_TWO));
            assertThat(host.store().metrics().migrations().snapshot().total()).isEqualTo(i == 0 ? 1 : 0);
            assertThat(Dump.of(host.store())).isEqualTo(before);
            site.stop(host);
        }

        assertThat(setting(site.disk, "schema")).isEqualTo("2");
        assertThat(setting(site.disk, "remark")).isEqualTo("of version 1");
    }

    @Test
    void aDeathAtAnyStatementLeavesTheFileFullyOldOrFullyNew() throws IOException {
        String content = Dump.of(host.store());
        site.crash(host);
        Set<String> found = new HashSet<>();
        int statements = 0;
        boolean died = true;
        while (died) {
            MemoryDisk disk = site.disk.copy();
            FlakyStorage storage = new FlakyStorage(MemoryStorage.on(disk));
            storage.dieAfter(statements++);
            try {
                new Site(disk).start(storage, builder -> builder.migrations(TO_TWO));
                died = false;
            } catch (FlakyStorage.Death expected) {
                found.add(setting(disk, "schema") + " " + setting(disk, "note") + " " + setting(disk, "remark"));
            }

            Store again =
                    new Site(disk).start(builder -> builder.migrations(TO_TWO)).store();
            assertThat(Dump.of(again)).isEqualTo(content);
            assertThat(setting(disk, "remark")).isEqualTo("of version 1");
        }
        assertThat(found).containsExactlyInAnyOrder("1 of version 1 null", "2 null of version 1");
        assertThat(statements).isGreaterThan(6);
    }

    @Test
    void aNewerFileIsRefusedAndNothingInItIsTouched() throws IOException {
        site.crash(host);
        site.stop(site.start(builder -> builder.migrations(TO_TWO)));
        String before = Dump.of(site.disk);
        FlakyStorage storage = new FlakyStorage(MemoryStorage.on(site.disk));

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> site.start(storage, builder -> builder))
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(Kind.NEWER_SCHEMA))
                .withMessageContaining("version 2")
                .withMessageContaining("Update the library");

        assertThat(Dump.of(site.disk)).isEqualTo(before);
        assertThat(storage.attempts()).isZero();
        assertThat(storage.closed()).isTrue();
    }

    @Test
    void aRefusedFileKeepsItsOperations() throws IOException {
        site.crash(host);
        Host newer = site.start(builder -> builder.migrations(TO_TWO));
        Commit commit = Sample.title(newer.store(), Sample.IMAGE, "by the newer version");
        commit.awaitDurable();
        site.crash(newer);
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(StorageException.class).isThrownBy(site::start);
        }

        Host again = site.start(builder -> builder.migrations(TO_TWO));

        assertThat(again.store().oplog().entries().stream()
                        .flatMap(entry -> entry.ops().stream())
                        .map(logged -> logged.op().id()))
                .contains(commit.op().orElseThrow());
        assertThat(Sample.title(again.store(), Sample.IMAGE)).isEqualTo("by the newer version");
    }

    @Test
    void anOlderProcessThatHasTheFileOpenStopsAndRewritesNothing() throws IOException {
        Host newer = site.start(builder -> builder.migrations(TO_TWO));
        String before = Dump.of(site.disk);
        Commit commit = Sample.title(host.store(), Sample.IDEA, "too late");

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(commit::awaitDurable)
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(Kind.NEWER_SCHEMA))
                .withMessageContaining("from schema version 1 to 2");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> Sample.title(host.store(), Sample.IDEA, "never"));
        host.time().advance(Duration.ofMinutes(10));
        assertThatExceptionOfType(StorageException.class).isThrownBy(host.store()::close);

        assertThat(Dump.of(site.disk)).isEqualTo(before);
        assertThat(host.store().oplog().unsaved()).hasSize(1);
        assertThat(Sample.title(newer.store(), Sample.IDEA)).isEqualTo("in the log");
    }

    @Test
    void aFoldThatANewerLibraryOvertakesWritesNothing() {
        String[] migrated = {""};
        host.storage().beforeWrite(() -> {
            host.storage().beforeWrite(() -> {});
            try (MemoryStorage storage = MemoryStorage.on(site.disk)) {
                TO_TWO.run(storage, 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            migrated[0] = Dump.of(site.disk);
        });

        site.stop(host);

        assertThat(Dump.of(site.disk)).isEqualTo(migrated[0]);
    }

    @Test
    void anOlderProcessThatEditsNothingClosesInPeace() {
        Host newer = site.start(builder -> builder.migrations(TO_TWO));
        String before = Dump.of(site.disk);
        site.pass(Duration.ofSeconds(1));

        site.stop(host);

        assertThat(Dump.of(site.disk)).isEqualTo(before);
        assertThat(Sample.title(newer.store(), Sample.IDEA)).isEqualTo("in the log");
    }

    @Test
    void versionZeroIsRefusedAndNothingIsTouched() throws IOException {
        site.crash(host);
        set("schema", "0");
        String before = Dump.of(site.disk);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(site::start)
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(Kind.UNSUPPORTED))
                .withMessageContaining("'0'")
                .withMessageContaining("nothing was changed");

        assertThat(Dump.of(site.disk)).isEqualTo(before);
    }

    @Test
    void aFileWithALogAndWithoutAVersionIsRefused() throws IOException {
        MemoryDisk foreign = new MemoryDisk();
        try (MemoryStorage storage = MemoryStorage.on(foreign)) {
            storage.write(transaction -> transaction.append("somebody else's"));
        }
        String before = Dump.of(foreign);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> new Site(foreign).start())
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(Kind.UNSUPPORTED))
                .withMessageContaining("names no schema version");

        assertThat(Dump.of(foreign)).isEqualTo(before);
    }

    @Test
    void aReadOnlyFileOfAnOlderVersionIsReadAsItIs() throws IOException {
        site.stop(host);
        FlakyStorage readOnly = new FlakyStorage(MemoryStorage.on(site.disk));
        readOnly.notWritable();
        String before = Dump.of(site.disk);

        Store store = site.start(readOnly, builder -> builder).store();

        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("in the log");
        assertThat(Dump.of(site.disk)).isEqualTo(before);
        store.close();
        assertThat(Dump.of(site.disk)).isEqualTo(before);
    }

    @Test
    void aFileThatIsBusyCanBeOpenedLater() {
        site.crash(host);
        FlakyStorage busy = new FlakyStorage(MemoryStorage.on(site.disk));
        busy.failReads(new IOException("busy now"));

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> site.start(busy, builder -> builder))
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(Kind.LOCKED))
                .withMessageContaining("busy now")
                .withMessageContaining("Try again");

        assertThat(busy.closed()).isTrue();
        assertThat(Sample.title(site.start().store(), Sample.IDEA)).isEqualTo("in the log");
    }

    @Test
    void aStoreNeedsAStorage() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Store.builder().open())
                .withMessageContaining("storage(…)");
    }
}
