package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.OpId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A storage that is beyond use takes no more edits; those that it did not take are listed and can be moved. */
final class BrokenStorageTest {
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
    }

    private static StorageException broken(Kind kind) {
        return new StorageException(kind, "The medium says " + kind, "Look after it");
    }

    @ParameterizedTest
    @EnumSource(names = {"CORRUPT", "READ_ONLY", "NEWER_SCHEMA", "UNSUPPORTED"})
    void furtherEditsAreRefusedAndFuturesFail(Kind kind) {
        host.storage().refuseWrites(broken(kind));
        Commit commit = Sample.title(store, Sample.IDEA, "one");
        CompletableFuture<Void> durable = commit.durable();
        CompletableFuture<SyncOutcome> synced = commit.synced();

        site.pass(Duration.ofSeconds(1));

        assertThat(durable).isCompletedExceptionally();
        assertThat(synced).isCompletedExceptionally();
        assertThatThrownBy(commit::awaitDurable).hasMessageContaining("The medium says " + kind);
        String before = Dump.of(store);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> Sample.title(store, Sample.IDEA, "two"))
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(kind))
                .withMessageContaining("takes no more edits")
                .withMessageContaining("Look after it");
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> store.createWorkflow("New"));
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.collection("files").put("a", 1));
        assertThat(Dump.of(store)).isEqualTo(before + "files{}\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"FULL", "LOCKED", "IO"})
    void whatMayPassIsTriedAgain(Kind kind) {
        host.storage().refuseWrites(broken(kind));
        Commit commit = Sample.title(store, Sample.IDEA, "one");
        CompletableFuture<Void> durable = commit.durable();
        site.pass(Duration.ofSeconds(1));
        assertThat(durable).isNotDone();
        Sample.title(store, Sample.IDEA, "two");

        host.storage().refuseWrites(null);
        site.pass(Duration.ofSeconds(5));

        assertThat(durable).isCompleted();
        assertThat(store.oplog().unsaved()).isEmpty();
    }

    @Test
    void whatWasNotStoredIsListedInOrderAndStillShows() {
        host.storage().refuseWrites(broken(Kind.CORRUPT));
        List<OpId> made = List.of(
                Sample.title(store, Sample.IDEA, "one").op().orElseThrow(),
                Sample.title(store, Sample.IDEA, "two").op().orElseThrow());
        site.pass(Duration.ofSeconds(1));

        assertThat(store.oplog().unsaved()).extracting(op -> op.id()).isEqualTo(made);
        assertThat(store.oplog().pending()).extracting(op -> op.id()).isEqualTo(made);
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("two");
    }

    @Test
    void theStorageIsNotTriedAgain() {
        site.pass(Duration.ofSeconds(3));
        host.storage().refuseWrites(broken(Kind.CORRUPT));
        Sample.title(store, Sample.IDEA, "one");
        site.pass(Duration.ofSeconds(1));
        long before = host.storage().attempts();

        site.pass(Duration.ofSeconds(10));

        assertThat(host.storage().attempts()).isEqualTo(before);
    }

    @Test
    void movingElsewhereStoresWhatTheOldStorageDidNotTake() {
        host.storage().refuseWrites(broken(Kind.READ_ONLY));
        Commit first = Sample.title(store, Sample.IDEA, "one");
        Sample.title(store, Sample.IDEA, "two").durable();
        site.pass(Duration.ofSeconds(1));
        MemoryDisk other = new MemoryDisk();

        store.relocate(MemoryStorage.on(other));
        site.pass(Duration.ofSeconds(1));

        assertThat(store.oplog().unsaved()).isEmpty();
        first.awaitDurable();
        assertThat(first.durable()).isCompleted();
        assertThat(first.synced()).isCompletedWithValue(new SyncOutcome.LocalOnly());
        Sample.title(store, Sample.IMAGE, "three").awaitDurable();
        Store again = new Site(other).start().store();
        assertThat(Sample.title(again, Sample.IDEA)).isEqualTo("two");
        assertThat(Sample.node(again, Sample.IDEA).version()).isEqualTo(3);
        assertThat(Sample.title(again, Sample.IMAGE)).isEqualTo("three");
    }

    @Test
    void closingABrokenStoreSaysSoAndLetsGo() {
        host.storage().refuseWrites(broken(Kind.CORRUPT));
        Sample.title(store, Sample.IDEA, "one");
        site.pass(Duration.ofSeconds(1));

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(store::close)
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(Kind.CORRUPT))
                .withMessageContaining("1 edits could not be written");

        assertThat(host.storage().closed()).isTrue();
        assertThat(store.oplog().unsaved()).hasSize(1);
    }
}
