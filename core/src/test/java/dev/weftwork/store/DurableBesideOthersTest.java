package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who waits for an edit waits until that one is on disk, and not for what is written after it in the same go. */
final class DurableBesideOthersTest {
    private static final long PATIENCE_MINUTES = 2;

    private final SlowStorage storage = new SlowStorage();

    /** A storage in memory that tells of each append and makes it wait until it is let through. */
    private static final class SlowStorage implements StorageAdapter {
        final Semaphore appending = new Semaphore(0);
        final Semaphore mayAppend = new Semaphore(0);
        final AtomicBoolean slow = new AtomicBoolean();
        private final StorageAdapter storage = MemoryStorage.on(new MemoryDisk());

        private static boolean await(Semaphore permits) throws IOException {
            try {
                return permits.tryAcquire(PATIENCE_MINUTES, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public boolean append(long expectedHead, String body) throws IOException {
            if (slow.get()) {
                appending.release();
                if (!await(mayAppend)) {
                    throw new IOException("Nobody let this go on");
                }
            }
            return storage.append(expectedHead, body);
        }

        @Override
        @SuppressWarnings("NullAway") // JDK 17 does not read the bound of T
        public <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
            return storage.write(work);
        }

        @Override
        @SuppressWarnings("NullAway") // as above
        public <T extends @Nullable Object> T read(ReadWork<T> work) throws IOException {
            return storage.read(work);
        }

        @Override
        public void claim() {
            storage.claim();
        }

        @Override
        public StorageDescription description() {
            return storage.description();
        }

        @Override
        public void close() throws IOException {
            storage.close();
        }
    }

    @Test
    void aCommitThatIsOnDiskIsNotWaitedForWhileTheNextIsWritten() throws Exception {
        try (Store store = Store.builder().storage(storage).open()) {
            Sample.create(store).awaitDurable();
            storage.slow.set(true);
            Commit commit = store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "text", "first");
            assertThat(SlowStorage.await(storage.appending)).isTrue();
            store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "text", "second");
            Thread waiting = new Thread(commit::awaitDurable, "waits for the first edit");
            waiting.start();
            while (waiting.getState() != Thread.State.WAITING && waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }

            storage.mayAppend.release();
            assertThat(SlowStorage.await(storage.appending))
                    .as("the second edit is being written, by whoever wrote the first")
                    .isTrue();

            waiting.join(TimeUnit.MINUTES.toMillis(PATIENCE_MINUTES) / 2);
            assertThat(waiting.isAlive())
                    .as("somebody waits for an edit that is on disk")
                    .isFalse();
            storage.mayAppend.release();
        }
    }
}
