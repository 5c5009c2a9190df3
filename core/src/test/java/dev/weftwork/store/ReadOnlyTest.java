package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A storage that cannot be written is read, followed, and never written to. */
final class ReadOnlyTest {
    private final Site site = new Site();
    private final Host writer = site.start();
    private Host reader;

    @BeforeEach
    void create() {
        Sample.create(writer.store()).awaitDurable();
        reader = site.start(readOnly(site.disk), builder -> builder);
    }

    private static FlakyStorage readOnly(MemoryDisk disk) {
        FlakyStorage storage = new FlakyStorage(MemoryStorage.on(disk));
        storage.notWritable();
        return storage;
    }

    @Test
    void everythingCanBeReadAndNothingIsWritten() {
        assertThat(Dump.of(reader.store())).isEqualTo(Dump.of(writer.store()));
        site.crash(writer);
        site.pass(Duration.ofMinutes(10));
        site.stop(reader);

        assertThat(reader.storage().attempts()).isZero();
    }

    @Test
    void editsAreRefusedAndLeaveNothing() {
        String before = Dump.of(reader.store(), site.disk);
        List<Runnable> edits = List.of(
                () -> Sample.title(reader.store(), Sample.IDEA, "x"),
                () -> reader.store().createWorkflow("x"),
                () -> reader.store().removeWorkflow(Sample.POSTER),
                () -> reader.store().collection("files").put("a", 1),
                () -> reader.store()
                        .gesture(Sample.POSTER)
                        .frame(draft -> draft.moveNode(Sample.IDEA, 1, 1))
                        .commit());

        assertThat(edits)
                .allSatisfy(edit -> assertThatExceptionOfType(StorageException.class)
                        .isThrownBy(edit::run)
                        .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(Kind.READ_ONLY))
                        .withMessageContaining("reading only")
                        .withMessageContaining("Relocate"));

        assertThat(Dump.of(reader.store(), site.disk).replace("files{}\n", "")).isEqualTo(before);
    }

    @Test
    void whatOthersWriteIsSeenAndTold() {
        List<WorkflowChange> told = new ArrayList<>();
        reader.store().observe(Sample.POSTER, told::add);

        Sample.title(writer.store(), Sample.IDEA, "seen").awaitDurable();
        site.pass(Duration.ofMillis(200));

        assertThat(Sample.title(reader.store(), Sample.IDEA)).isEqualTo("seen");
        assertThat(told).hasSize(1);
    }

    @Test
    void whatOthersFoldAndPruneIsFollowed() {
        reader.store().workflow(Sample.POSTER);
        site.sleep(reader);
        for (int i = 0; i < 5; i++) {
            Sample.move(writer.store(), Sample.IDEA, i);
            site.pass(Duration.ofSeconds(30));
        }
        site.wake(reader);
        site.pass(Duration.ofSeconds(1));

        assertThat(Dump.of(reader.store())).isEqualTo(Dump.of(writer.store()));
        assertThat(reader.time().failures()).isEmpty();
    }

    @Test
    void anEmptyStorageThatCannotBeWrittenIsRefused() {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> site.start(readOnly(new MemoryDisk()), builder -> builder))
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(Kind.UNSUPPORTED));
    }

    @Test
    void theDescriptionSaysSo() {
        assertThat(reader.store().storage().writable()).isFalse();
        assertThat(writer.store().storage().writable()).isTrue();
        assertThat(writer.store().storage().name()).isEqualTo("memory");
    }
}
