package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.OpId;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While the disk is full or busy edits go on, and all of them are stored, in order, once it takes them again. */
final class FullDiskTest {
    private static final StorageException FULL =
            new StorageException(StorageException.Kind.FULL, "No space is left", "Free some");
    private final Site site = new Site();
    private Host host = site.start();
    private final Store store = host.store();

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
    }

    private List<OpId> inLog(Store from) {
        return from.oplog().entries().stream()
                .flatMap(entry -> entry.ops().stream())
                .map(logged -> logged.op().id())
                .toList();
    }

    @Test
    void nothingIsLostAndTheOrderIsKept() {
        List<OpId> made = new ArrayList<>(inLog(store));
        host.storage().refuseWrites(FULL);
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Commit commit = Sample.move(store, Sample.IDEA, i);
            made.add(commit.op().orElseThrow());
            waiting.add(commit.durable());
            site.pass(Duration.ofMillis(10));
        }
        assertThat(waiting).allSatisfy(future -> assertThat(future).isNotDone());
        assertThat(store.oplog().unsaved()).hasSize(300);

        host.storage().refuseWrites(null);
        site.pass(Duration.ofSeconds(10));

        assertThat(waiting).allSatisfy(future -> assertThat(future).isCompleted());
        assertThat(store.oplog().unsaved()).isEmpty();
        host = site.crashAll();
        assertThat(Sample.node(host.store(), Sample.IDEA).position().x()).isEqualTo(299);
        assertThat(Sample.node(host.store(), Sample.IDEA).version()).isEqualTo(301);
    }

    @Test
    void theLogHoldsTheEditsInTheOrderInWhichTheyWereMade() {
        List<OpId> made = new ArrayList<>(inLog(store));
        site.disk.failWrites(7, new IOException("busy"));
        for (int i = 0; i < 50; i++) {
            made.add(Sample.move(store, Sample.IDEA, i).op().orElseThrow());
            site.pass(Duration.ofMillis(20));
        }
        store.flush();

        assertThat(inLog(store)).isEqualTo(made);
    }

    @Test
    void theFirstEditThatGetsThroughTakesTheOthersAlong() {
        host.storage().refuseWrites(FULL);
        Commit first = Sample.title(store, Sample.IDEA, "one");
        Commit second = Sample.title(store, Sample.IDEA, "two");
        assertThatThrownBy(second::awaitDurable).isSameAs(FULL);
        host.storage().refuseWrites(null);

        second.awaitDurable();

        assertThat(first.durable()).isCompleted();
        assertThat(store.oplog().unsaved()).isEmpty();
    }

    @Test
    void theStoreTriesAgainByItselfAtLeastEveryFiveSeconds() {
        host.storage().refuseWrites(FULL);
        Commit commit = Sample.title(store, Sample.IDEA, "one");
        site.pass(Duration.ofMinutes(3));
        host.storage().refuseWrites(null);

        site.pass(Duration.ofMillis(5001));

        assertThat(commit.durable()).isCompleted();
    }

    @Test
    void afterAnOutageTheNextOneIsMetWithShortWaitsAgain() {
        host.storage().refuseWrites(FULL);
        Sample.title(store, Sample.IDEA, "one");
        site.pass(Duration.ofMinutes(3));
        host.storage().refuseWrites(null);
        store.flush();
        site.pass(Duration.ofSeconds(10));
        site.disk.failWrites(1, new IOException("busy"));

        Commit commit = Sample.title(store, Sample.IDEA, "two");
        site.pass(Duration.ofMillis(150));

        assertThat(commit.durable()).isCompleted();
    }

    @Test
    void manyEditsAndManyWaitersDoNotMultiplyTheTries() {
        host.storage().refuseWrites(FULL);
        for (int i = 0; i < 200; i++) {
            Sample.move(store, Sample.IDEA, i).durable();
            site.pass(Duration.ofMillis(5));
        }
        long before = host.storage().attempts();

        site.pass(Duration.ofMinutes(1));

        // one try in five seconds, and this process's sign of life in twenty
        assertThat(host.storage().attempts() - before).isLessThan(20);
    }

    @Test
    void readersAndListenersGoOn() {
        List<String> told = new ArrayList<>();
        store.observe(Sample.POSTER, change -> told.add(Sample.title(store, Sample.IDEA)));
        host.storage().refuseWrites(FULL);

        Sample.title(store, Sample.IDEA, "one");
        host.time().runDue();

        assertThat(told).containsExactly("one");
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("one");
    }

    @Test
    void flushingSaysThatTheDiskIsFull() {
        host.storage().refuseWrites(FULL);
        Sample.title(store, Sample.IDEA, "one");

        assertThatThrownBy(store::flush).isSameAs(FULL);
    }

    @Test
    void beyondTwentyThousandWaitingEditsAnEditIsRefused() {
        host.storage().refuseWrites(FULL);
        for (int i = 0; i < 20_000; i++) {
            Sample.move(store, Sample.IDEA, i);
        }
        String before = Dump.of(store);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> Sample.move(store, Sample.IDEA, -1))
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(StorageException.Kind.FULL))
                .withMessageContaining("Too many edits wait")
                .withMessageContaining("No space is left")
                .withMessageContaining("Free space");

        assertThat(Dump.of(store)).isEqualTo(before);
        assertThat(store.oplog().unsaved()).hasSize(20_000);
        host.storage().refuseWrites(null);
        Sample.move(store, Sample.IDEA, -1).awaitDurable();
        assertThat(Sample.node(site.crashAll().store(), Sample.IDEA).version()).isEqualTo(20_002);
    }

    @Test
    void beyondAHundredAndTwentyEightMegabytesAnEditIsRefused() {
        host.storage().refuseWrites(FULL);
        String text = "x".repeat(30 << 20);
        for (int i = 0; i < 5; i++) {
            store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "text" + i, text);
        }

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> Sample.move(store, Sample.IDEA, -1))
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(StorageException.Kind.FULL));

        assertThat(store.oplog().unsaved()).hasSize(5);
    }

    @Test
    void aSlowDiskMakesAnEditWaitInsteadOfRefusingIt() {
        host.storage().refuseWrites(FULL);
        for (int i = 0; i < 20_000; i++) {
            Sample.move(store, Sample.IDEA, i);
        }
        host.storage().refuseWrites(null);

        Sample.move(store, Sample.IDEA, -1);

        assertThat(store.oplog().unsaved()).hasSize(1);
    }

    @Test
    void closingSaysWhatIsLostAndWhoWaitsIsTold() {
        host.storage().refuseWrites(FULL);
        Commit first = Sample.title(store, Sample.IDEA, "one");
        CompletableFuture<Void> durable = first.durable();
        Commit second = Sample.title(store, Sample.IDEA, "two");

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(store::close)
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(StorageException.Kind.FULL))
                .withMessageContaining("2 edits could not be written")
                .withMessageContaining("No space is left");
        host.time().runDue();

        assertThat(host.storage().closed()).isTrue();
        assertThat(store.oplog().unsaved())
                .extracting(op -> op.id())
                .containsExactly(first.op().orElseThrow(), second.op().orElseThrow());
        assertThat(durable).isCompletedExceptionally();
        assertThat(second.synced()).isCompletedExceptionally();
        assertThatThrownBy(second::awaitDurable).isInstanceOf(StorageException.class);
        store.close();
        site.pass(Duration.ofMinutes(1));
        assertThat(host.time().failures()).isEmpty();
    }

    @Test
    void aStorageThatThrowsWhatItShouldNotIsTriedAgainToo() {
        host.storage().beforeWrite(() -> {
            throw new IllegalStateException("the adapter has a fault");
        });
        Sample.move(store, Sample.IDEA, 5);
        site.pass(Duration.ofSeconds(1));
        assertThat(store.oplog().unsaved()).hasSize(1);
        host.storage().beforeWrite(() -> {});
        site.pass(Duration.ofSeconds(10));

        assertThat(store.oplog().unsaved()).isEmpty();
        assertThat(host.time().failures()).isEmpty();
    }
}
