package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Closing stores everything, tells everybody and lets go of everything, whatever goes wrong on the way. */
final class ClosingTest {
    private final Site site = new Site();

    @Test
    void everyEditIsStoredAndFolded() throws IOException {
        Host host = site.start();
        Sample.create(host.store());
        Sample.title(host.store(), Sample.IDEA, "last");

        site.stop(host);

        try (MemoryStorage storage = MemoryStorage.on(site.disk)) {
            List<String> marks = new ArrayList<>();
            long behind = storage.read(moment -> {
                moment.settings(Keys.PROCESS, (name, value) -> marks.add(name));
                return moment.head() - moment.floor();
            });
            assertThat(behind).isZero();
            assertThat(marks).isEmpty();
        }
        assertThat(host.storage().closed()).isTrue();
    }

    @Test
    void aProcessThatIsToldToEndHasWrittenItsEditsAndToldWhatHadNotSettled() {
        Host host = site.start();
        Sample.create(host.store()).awaitDurable();
        List<SettledChange> settled = new ArrayList<>();
        host.store().observeSettled(settled::add);
        Sample.title(host.store(), Sample.IDEA, "last");

        host.time().exit();
        site.crash(host);

        assertThat(settled).isNotEmpty();
        assertThat(Sample.title(site.start().store(), Sample.IDEA)).isEqualTo("last");
        assertThat(host.time().failures()).isEmpty();
    }

    @Test
    void aStoreThatWasClosedLeavesNothingForTheEndOfTheProcess() {
        Host host = site.start();
        assertThat(host.time().untilExit()).isEqualTo(1);

        host.store().close();

        assertThat(host.time().untilExit()).isZero();
    }

    @Test
    void aStorageThatRefusesDoesNotHoldUpTheEndOfTheProcess() {
        Host host = site.start();
        Sample.create(host.store()).awaitDurable();
        host.storage().refuseWrites(new IOException("busy"));
        Sample.title(host.store(), Sample.IDEA, "lost");

        host.time().exit();

        assertThat(host.time().failures()).isEmpty();
    }

    @Test
    void anEmptyStoreClosesWithoutAWordToTheLog() throws IOException {
        site.stop(site.start());

        try (MemoryStorage storage = MemoryStorage.on(site.disk)) {
            assertThat(storage.head()).isZero();
        }
    }

    @Test
    void aFoldThatFailsHurtsNothing() {
        Host host = site.start();
        Sample.create(host.store()).awaitDurable();
        host.storage().refuseWrites(new IOException("busy"));
        String before = Dump.of(host.store());

        host.store().close();

        assertThat(host.storage().closed()).isTrue();
        assertThat(Dump.of(site.start().store())).isEqualTo(before);
    }

    @Test
    void aStorageThatIsDamagedWhenItClosesIsReportedAndTheRestIsLetGoOf() {
        MemoryBlobs blobs = MemoryBlobs.create();
        Host host = site.start(builder -> builder.assets(blobs));
        Sample.create(host.store()).awaitDurable();
        host.storage().beforeClose(() -> {
            throw new StorageException(StorageException.Kind.CORRUPT, "a page is not what it was", "Restore a backup");
        });

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(host.store()::close)
                .withMessageContaining("when it was closed: a page is not what it was")
                .matches(e -> e.kind() == StorageException.Kind.CORRUPT);

        assertThatExceptionOfType(StorageException.class)
                .as("the place for assets is closed")
                .isThrownBy(blobs::drafts);
    }

    @Test
    void aStorageThatFailsToCloseIsReported() {
        Store store =
                Store.builder().storage(new Sticky(MemoryStorage.on(site.disk))).open();
        Sample.create(store);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(store::close)
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(StorageException.Kind.IO))
                .withMessageContaining("does not let go")
                .withMessageContaining("What was durable still is");
        store.close();
        assertThat(site.start().store().workflow(Sample.POSTER).nodes()).hasSize(3);
    }

    /** A storage that cannot be closed. */
    private record Sticky(StorageAdapter storage) implements StorageAdapter {
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
            return storage.write(work);
        }

        @Override
        public void close() throws IOException {
            throw new IOException("it does not let go");
        }
    }

    @Test
    void listenersThatAskTheStoreWhileItClosesDoNotHoldItUp() throws Exception {
        List<Consumer<Store>> calls = List.of(
                Store::storage,
                Store::workflows,
                store -> store.workflow(Sample.POSTER),
                store -> Sample.title(store, Sample.IMAGE, "x"),
                store -> store.oplog().unsaved(),
                store -> store.oplog().entries(),
                store -> store.tryLease("sync", Duration.ofSeconds(1)),
                Store::flush,
                Store::close);
        for (Consumer<Store> call : calls) {
            MemoryDisk disk = new MemoryDisk();
            try (Scheduler scheduler = Scheduler.system()) {
                Store store = Store.builder()
                        .storage(MemoryStorage.on(disk))
                        .scheduler(scheduler)
                        .open();
                Sample.create(store);
                store.slices().configure("node", SliceConfig.DEFAULT.withDebounce(Duration.ofHours(1)));
                CompletableFuture<Boolean> called = new CompletableFuture<>();
                store.observeSettled(change -> {
                    try {
                        call.accept(store);
                    } catch (IllegalStateException | StorageException closed) {
                        // to be refused is as good as to be answered
                    } finally {
                        called.complete(true);
                    }
                });
                Sample.title(store, Sample.IDEA, "one");

                CompletableFuture<Void> closed = CompletableFuture.runAsync(store::close);

                closed.get(1, TimeUnit.MINUTES);
                assertThat(called).isCompleted();
            }
        }
    }

    @Test
    void anEditThatWaitsForRoomWhileTheStoreClosesIsRefusedOrStored() throws Exception {
        Host host = site.start();
        Store store = host.store();
        Sample.create(store).awaitDurable();
        host.storage().refuseWrites(new IOException("busy"));
        for (int i = 0; i < 20_000; i++) {
            Sample.move(store, Sample.IDEA, i);
        }
        host.storage().refuseWrites(null);
        CompletableFuture<CompletableFuture<Void>> closing = new CompletableFuture<>();
        host.storage().beforeWrite(() -> {
            host.storage().beforeWrite(() -> {});
            closing.complete(CompletableFuture.runAsync(store::close));
            while (isOpen(store)) {
                Thread.onSpinWait();
            }
        });
        boolean taken = true;
        try {
            Sample.title(store, Sample.IDEA, "late");
        } catch (IllegalStateException closed) {
            taken = false;
        }
        closing.get(1, TimeUnit.MINUTES).get(1, TimeUnit.MINUTES);

        assertThat(Sample.title(site.start().store(), Sample.IDEA)).isEqualTo(taken ? "late" : "Idea");
    }

    private static boolean isOpen(Store store) {
        try {
            store.workflows();
            return true;
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    @Test
    void aStoreWithASchedulerOfItsOwnLeavesNoTaskBehind() {
        Store store = Store.builder().storage(MemoryStorage.on(site.disk)).open();
        Sample.create(store);
        CompletableFuture<Void> durable =
                Sample.title(store, Sample.IDEA, "one").durable();

        store.close();

        assertThat(durable).succeedsWithin(Duration.ofMinutes(1));
        assertThat(Sample.title(site.start().store(), Sample.IDEA)).isEqualTo("one");
    }

    @Test
    void closingFromAContinuationOfACommitWorks() {
        Host host = site.start();
        Sample.create(host.store()).durable().thenRun(host.store()::close);

        site.pass(Duration.ofMillis(10));

        assertThat(host.storage().closed()).isTrue();
        assertThat(host.time().failures()).isEmpty();
    }

    @Test
    void aFoldThatComesDueWhileTheStoreClosesLeavesTheStorageAlone() throws Exception {
        Host host = site.start();
        Sample.create(host.store());
        site.pass(Duration.ofSeconds(1));
        Thread late = new Thread(() -> host.time().advance(Duration.ofSeconds(3)));
        long[] reads = new long[1];
        host.storage().beforeClose(() -> {
            late.start();
            while (late.isAlive() && late.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            reads[0] = host.storage().reads();
        });

        host.store().close();
        late.join();

        assertThat(host.storage().reads()).isEqualTo(reads[0]);
        assertThat(host.store().metrics().folds().snapshot().failed()).isZero();
        assertThat(host.time().failures()).isEmpty();
    }
}
