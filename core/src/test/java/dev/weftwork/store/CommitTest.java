package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A commit tells when its edit is on disk and what became of it, and is the caller's own. */
final class CommitTest {
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
    }

    @Test
    void isDurableAMomentAfterTheEditWithoutAnyoneAsking() {
        Commit commit = Sample.title(store, Sample.IDEA, "one");
        assertThat(store.oplog().unsaved()).hasSize(1);

        site.pass(Duration.ofMillis(1));

        assertThat(store.oplog().unsaved()).isEmpty();
        assertThat(commit.durable()).isCompleted();
    }

    @Test
    void isDurableAtOnceWhenSomebodyAwaitsIt() {
        Sample.title(store, Sample.IDEA, "one");
        Commit commit = Sample.title(store, Sample.IDEA, "two");

        commit.awaitDurable();

        assertThat(store.oplog().unsaved()).isEmpty();
        assertThat(Sample.title(site.crashAll().store(), Sample.IDEA)).isEqualTo("two");
    }

    @Test
    void editsOfOneMomentShareOneLogEntry() {
        for (int i = 0; i < 100; i++) {
            Sample.move(store, Sample.IDEA, i);
        }
        site.pass(Duration.ofMillis(1));

        assertThat(store.oplog().entries()).hasSize(2);
        assertThat(store.oplog().entries().get(1).ops()).hasSize(100);
    }

    @Test
    void editsThatAreNotAwaitedDoNotWaitForOthers() {
        Commit first = Sample.title(store, Sample.IDEA, "one");
        site.pass(Duration.ofMillis(1));
        Sample.title(store, Sample.IDEA, "two");

        assertThat(first.durable()).isCompleted();
        assertThat(store.oplog().unsaved()).hasSize(1);
    }

    @Test
    void futuresOfALocalStoreSayThatTheEditIsOnDisk() {
        Commit commit = Sample.title(store, Sample.IDEA, "one");
        CompletableFuture<Void> durable = commit.durable();
        CompletableFuture<SyncOutcome> synced = commit.synced();
        assertThat(durable).isNotDone();
        assertThat(synced).isNotDone();

        site.pass(Duration.ofMillis(1));

        assertThat(durable).isCompleted();
        assertThat(synced).isCompletedWithValue(new SyncOutcome.LocalOnly());
        assertThat(synced.join().kind()).isEqualTo(SyncOutcome.Kind.LOCAL_ONLY);
    }

    @Test
    void completingOrCancellingAFutureHurtsNobodyElse() {
        Commit commit = Sample.title(store, Sample.IDEA, "one");
        CompletableFuture<Void> mine = commit.durable();
        CompletableFuture<SyncOutcome> myOutcome = commit.synced();
        CompletableFuture<Void> yours = commit.durable();
        CompletableFuture<SyncOutcome> yourOutcome = commit.synced();

        mine.completeExceptionally(new IllegalStateException("mine"));
        myOutcome.cancel(true);
        assertThat(yours).isNotDone();
        assertThat(yourOutcome).isNotDone();
        assertThat(commit.durable()).isNotDone();

        site.pass(Duration.ofMillis(1));
        assertThat(yours).isCompleted();
        assertThat(yourOutcome).isCompleted();
        assertThat(commit.durable()).isCompleted();
        assertThat(commit.synced()).isCompleted();
    }

    @Test
    void askingForTheFutureHurriesTheWrite() {
        CompletableFuture<Void> durable =
                Sample.title(store, Sample.IDEA, "one").durable();

        host.time().runDue();

        assertThat(durable).isCompleted();
    }

    @Test
    void aContinuationThatThrowsHurtsNobody() {
        Commit commit = Sample.title(store, Sample.IDEA, "one");
        CompletableFuture<Void> failing = commit.durable().thenRun(() -> {
            throw new IllegalStateException("continuation");
        });
        CompletableFuture<Void> other = commit.durable();
        site.pass(Duration.ofMillis(1));

        assertThat(failing).isCompletedExceptionally();
        assertThat(other).isCompleted();
        Sample.title(store, Sample.IDEA, "two").awaitDurable();
    }

    @Test
    void aContinuationMayEditAndAwait() {
        List<String> done = new ArrayList<>();
        Sample.title(store, Sample.IDEA, "one").durable().thenRun(() -> {
            Sample.title(store, Sample.IDEA, "two").awaitDurable();
            done.add(Sample.title(store, Sample.IDEA));
        });

        site.pass(Duration.ofMillis(1));

        assertThat(done).containsExactly("two");
    }

    @Test
    void continuationsRunNeitherOnTheWritersThreadNorOnAListeners() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        try (Scheduler scheduler = Scheduler.system();
                Store real = Store.builder()
                        .storage(MemoryStorage.on(disk))
                        .scheduler(scheduler)
                        .open()) {
            Sample.create(real);
            CompletableFuture<String> listener = new CompletableFuture<>();
            real.observe(
                    Sample.POSTER,
                    change -> listener.complete(Thread.currentThread().getName()));
            CompletableFuture<String> writer = new CompletableFuture<>();
            CompletableFuture<Void> go = new CompletableFuture<>();
            disk.beforeCommit(() -> {
                writer.complete(Thread.currentThread().getName());
                go.join();
            });
            Commit commit = Sample.title(real, Sample.IDEA, "one");
            CompletableFuture<String> durable =
                    commit.durable().thenApply(nothing -> Thread.currentThread().getName());
            CompletableFuture<String> synced =
                    commit.synced().thenApply(outcome -> Thread.currentThread().getName());
            go.complete(null);

            List<String> busy = List.of(
                    writer.get(3, TimeUnit.MINUTES),
                    listener.get(3, TimeUnit.MINUTES),
                    Thread.currentThread().getName());
            assertThat(durable.get(3, TimeUnit.MINUTES)).isNotIn(busy);
            assertThat(synced.get(3, TimeUnit.MINUTES)).isNotIn(busy);
        }
    }

    @Test
    void awaitingThrowsWhatTheStorageSaysUnwrappedAndTheEditIsKept() {
        StorageException full = new StorageException(StorageException.Kind.FULL, "No space", "Free some");
        host.storage().refuseWrites(full);
        Commit commit = Sample.title(store, Sample.IDEA, "one");

        assertThatThrownBy(commit::awaitDurable).isSameAs(full);
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("one");

        host.storage().refuseWrites(null);
        commit.awaitDurable();
        assertThat(Sample.title(site.crashAll().store(), Sample.IDEA)).isEqualTo("one");
    }

    @Test
    void awaitingABusyStorageSaysThatItIsTriedAgain() {
        host.storage().refuseWrites(new IOException("busy now"));
        Commit commit = Sample.title(store, Sample.IDEA, "one");

        assertThatThrownBy(commit::awaitDurable).isInstanceOfSatisfying(StorageException.class, thrown -> {
            assertThat(thrown.kind()).isEqualTo(StorageException.Kind.LOCKED);
            assertThat(thrown).hasMessageContaining("busy now").hasMessageContaining("tried again");
        });
    }

    @Test
    void awaitingWhatIsOnDiskReturnsAtOnceWhateverTheStorageSays() {
        Commit commit = Sample.title(store, Sample.IDEA, "one");
        commit.awaitDurable();
        host.storage().refuseWrites(new IOException("busy"));

        commit.awaitDurable();

        assertThat(commit.durable()).isCompleted();
    }

    @Test
    void commitsCanBeAskedAfterTheStoreWasClosed() {
        Commit commit = Sample.title(store, Sample.IDEA, "one");
        store.close();

        commit.awaitDurable();
        assertThat(commit.durable()).isCompleted();
        assertThat(commit.synced()).isCompleted();
    }
}
