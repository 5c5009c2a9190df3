package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store moves to another storage with all that it holds, while it is in use. */
final class RelocationTest {
    private final Site site = new Site();
    private Host host = site.start();
    private Store store = host.store();
    private final MemoryDisk other = new MemoryDisk();

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
        store.collection("files").put("a", 1);
    }

    @Test
    void everythingIsThere() {
        site.pass(Duration.ofMinutes(1));
        Sample.title(store, Sample.IDEA, "one").awaitDurable();
        store.createWorkflow(WorkflowId.of("second"), "Second", Sample::fill).awaitDurable();
        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.GROUP)).awaitDurable();
        String before = Dump.of(store);

        store.relocate(MemoryStorage.on(other));

        assertThat(Dump.of(store)).isEqualTo(before);
        store.close();
        Store again = new Site(other).start().store();
        again.collection("files");
        assertThat(Dump.of(again)).isEqualTo(before);
    }

    @Test
    void editsThatTheFullDiskDidNotTakeGoToTheNewOne() {
        host.storage().refuseWrites(new StorageException(StorageException.Kind.FULL, "No space", "Free some"));
        Commit commit = Sample.title(store, Sample.IDEA, "one");
        Sample.title(store, Sample.IDEA, "two");
        site.pass(Duration.ofSeconds(1));

        store.relocate(MemoryStorage.on(other));
        commit.awaitDurable();
        store.flush();

        assertThat(Sample.title(new Site(other).start().store(), Sample.IDEA)).isEqualTo("two");
    }

    @Test
    void editsAfterTheMoveGoToTheNewStorageAlone() {
        store.relocate(MemoryStorage.on(other));
        String old = Dump.of(site.disk);

        Sample.title(store, Sample.IDEA, "new").awaitDurable();
        store.createWorkflow(WorkflowId.of("second"), "Second", Sample::fill).awaitDurable();
        site.pass(Duration.ofMinutes(1));
        store.close();

        assertThat(host.storage().closed()).isTrue();
        assertThat(Dump.of(site.disk)).isEqualTo(old);
        Store again = new Site(other).start().store();
        assertThat(Sample.title(again, Sample.IDEA)).isEqualTo("new");
        assertThat(again.workflow(WorkflowId.of("second")).nodes()).hasSize(3);
    }

    @Test
    void theMoveCountsOnAfterPruning() {
        site.pass(Duration.ofMinutes(1));
        for (int i = 0; i < 10; i++) {
            Sample.move(store, Sample.IDEA, i);
            site.pass(Duration.ofSeconds(10));
        }
        host = site.restart(host);
        store = host.store();
        String before = Dump.of(store);

        store.relocate(MemoryStorage.on(other));
        store.workflow(Sample.POSTER);
        Sample.title(store, Sample.IMAGE, "x").awaitDurable();
        store.close();

        Store again = new Site(other).start().store();
        assertThat(Sample.node(again, Sample.IDEA).version()).isEqualTo(11);
        assertThat(Dump.of(again)).isNotEqualTo(before);
    }

    @Test
    void aPlaceWithAStoreInItIsRefusedAndTheStoreGoesOn() {
        Sample.create(new Site(other).start().store()).awaitDurable();
        String there = Dump.of(other);
        String before = Dump.of(store, site.disk);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.relocate(MemoryStorage.on(other)))
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(StorageException.Kind.UNSUPPORTED))
                .withMessageContaining("not empty")
                .withMessageContaining("Choose a place");

        assertThat(Dump.of(other)).isEqualTo(there);
        assertThat(Dump.of(store, site.disk)).isEqualTo(before);
        goesOnWithTheOldDisk();
    }

    @Test
    void aPlaceThatTakesNothingIsRefusedAndTheStoreGoesOn() {
        FlakyStorage failing = new FlakyStorage(MemoryStorage.on(other));
        failing.refuseWrites(new IOException("no such device"));

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.relocate(failing))
                .withMessageContaining("no such device")
                .withMessageContaining("goes on with the storage that it has");

        goesOnWithTheOldDisk();
    }

    @Test
    void aPlaceThatDiesHalfWayHoldsNothingAndTheStoreGoesOn() {
        for (int i = 0; i < 3; i++) {
            FlakyStorage failing = new FlakyStorage(MemoryStorage.on(other));
            failing.dieAfter(i * 2);

            assertThatExceptionOfType(FlakyStorage.Death.class).isThrownBy(() -> store.relocate(failing));

            assertThat(Dump.of(other)).isEqualTo(Dump.of(new MemoryDisk()));
        }
        goesOnWithTheOldDisk();
        store.relocate(MemoryStorage.on(other));
        assertThat(Sample.title(new Site(other).start().store(), Sample.IDEA)).isEqualTo("goes on");
    }

    private void goesOnWithTheOldDisk() {
        assertThat(host.storage().closed()).isFalse();
        Sample.title(store, Sample.IDEA, "goes on").awaitDurable();
        assertThat(Sample.title(site.start().store(), Sample.IDEA)).isEqualTo("goes on");
    }

    @Test
    void aReadOnlyStoreCanBeEditedOnceItHasMoved() {
        site.stop(host);
        FlakyStorage readOnly = new FlakyStorage(MemoryStorage.on(site.disk));
        readOnly.notWritable();
        store = site.start(readOnly, builder -> builder).store();
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> Sample.title(store, Sample.IDEA, "never"))
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(StorageException.Kind.READ_ONLY))
                .withMessageContaining("Relocate the store");

        store.relocate(MemoryStorage.on(other));

        Sample.title(store, Sample.IDEA, "works").awaitDurable();
        store.close();
        assertThat(Sample.title(new Site(other).start().store(), Sample.IDEA)).isEqualTo("works");
    }

    @Test
    void aMovedStoreSeesOtherProcessesOnItsNewStorage() {
        site.stop(host);
        FlakyStorage alone = new FlakyStorage(MemoryStorage.on(site.disk));
        alone.notShared();
        host = site.start(alone, builder -> builder);
        host.store().relocate(MemoryStorage.on(other));
        host.store().workflow(Sample.POSTER);
        Store guest = new Site(other).start().store();

        Sample.title(guest, Sample.IDEA, "guest").awaitDurable();
        site.pass(Duration.ofSeconds(1));

        assertThat(Sample.title(host.store(), Sample.IDEA)).isEqualTo("guest");
    }

    @Test
    void aStoreThatClosesWhileItMovesLeavesNoTimerBehind() {
        host.storage().beforeClose(() -> {
            host.storage().beforeClose(() -> {});
            store.close();
        });

        store.relocate(new FlakyStorage(MemoryStorage.create()));

        assertThat(host.storage().closed()).isTrue();
        host.time().advance(Duration.ofMinutes(1));
        assertThat(host.time().untilNext()).isEmpty();
        assertThat(host.time().failures()).isEmpty();
    }

    @Test
    void listenersStayAndHearNothingOfTheMove() {
        List<WorkflowChange> told = new ArrayList<>();
        store.observe(Sample.POSTER, told::add);
        host.time().runDue();
        told.clear();

        store.relocate(MemoryStorage.on(other));
        host.time().runDue();
        assertThat(told).isEmpty();

        store.edit(Sample.POSTER, draft -> draft.removeNode(NodeId.of("idea")));
        host.time().runDue();
        assertThat(told).hasSize(1);
    }
}
