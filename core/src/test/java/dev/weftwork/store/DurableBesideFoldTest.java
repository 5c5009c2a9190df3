package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who waits for an edit waits until it is on disk, and not for the fold that comes after it. */
final class DurableBesideFoldTest {
    private static final long PATIENCE_MINUTES = 2;
    /** As much as makes a fold due at once. */
    private static final String MUCH = "x".repeat(17 << 20);

    private final SlowStorage storage = new SlowStorage();

    /** A storage in memory whose next append, and next transaction after that, take as long as one wishes. */
    private static final class SlowStorage implements StorageAdapter {
        final CountDownLatch appending = new CountDownLatch(1);
        final CountDownLatch mayAppend = new CountDownLatch(1);
        final CountDownLatch mayFold = new CountDownLatch(1);
        final AtomicBoolean slow = new AtomicBoolean();
        private final StorageAdapter storage = MemoryStorage.on(new MemoryDisk());

        private static void await(CountDownLatch latch) throws IOException {
            try {
                if (!latch.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                    throw new IOException("Nobody let this go on");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public boolean append(long expectedHead, String body) throws IOException {
            if (slow.get()) {
                appending.countDown();
                await(mayAppend);
            }
            return storage.append(expectedHead, body);
        }

        @Override
        @SuppressWarnings("NullAway") // JDK 17 does not read the bound of T
        public <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
            if (slow.get()) {
                await(mayFold);
            }
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
    void aCommitThatIsOnDiskIsNotWaitedForAnyLonger() throws Exception {
        try (Store store = Store.builder().storage(storage).open()) {
            Sample.create(store).awaitDurable();
            storage.slow.set(true);
            Commit commit = store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "much", MUCH);
            assertThat(storage.appending.await(PATIENCE_MINUTES, TimeUnit.MINUTES))
                    .isTrue();
            CountDownLatch waited = new CountDownLatch(1);
            Thread waiting = new Thread(() -> {
                commit.awaitDurable();
                waited.countDown();
            });
            waiting.start();

            storage.mayAppend.countDown();

            assertThat(waited.await(PATIENCE_MINUTES / 2, TimeUnit.MINUTES))
                    .as("the edit is on disk, and the fold has not ended")
                    .isTrue();
            storage.mayFold.countDown();
            waiting.join();
        }
    }
}
