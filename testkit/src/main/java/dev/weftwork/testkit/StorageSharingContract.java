package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weftwork.spi.StorageAdapter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many at once: threads on one adapter and, where several may have the place open, adapters on one place. */
public interface StorageSharingContract extends StorageContract {
    /**
     * A read stays at its moment while others commit.
     *
     * @throws Exception if the storage or a thread fails
     */
    @Test
    default void readSeesOneMomentWhileAWriterCommits() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (StorageAdapter storage = open()) {
            assertThat(storage.append(0, "before")).isTrue();
            List<String> seen = storage.read(transaction -> {
                assertThat(transaction.head()).isEqualTo(1);
                await(other.submit(() -> storage.append(1, "meanwhile")));
                assertThat(transaction.head()).isEqualTo(1);
                return Seen.log(transaction, 0);
            });

            assertThat(seen).containsExactly("1 before");
            assertThat(storage.head()).isEqualTo(2);
        } finally {
            other.shutdown();
        }
    }

    /**
     * What is not committed is nobody else's business.
     *
     * @throws Exception if the storage or a thread fails
     */
    @Test
    default void readersDoNotSeeWhatIsNotCommitted() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (StorageAdapter storage = open()) {
            Seen.write(storage, transaction -> {
                transaction.append("soon");
                assertThat(await(other.submit(storage::head))).isZero();
                assertThat(await(other.submit(() -> Seen.log(storage, 0)))).isEmpty();
            });

            assertThat(await(other.submit(storage::head))).isEqualTo(1);
        } finally {
            other.shutdown();
        }
    }

    /**
     * Threads that append where they believe the head is lose nothing.
     *
     * @throws Exception if the storage or a thread fails
     */
    @Test
    default void eightThreadsAppendingLoseNothing() throws Exception {
        try (StorageAdapter storage = open()) {
            appendFromEightThreads(List.of(storage));
        }
    }

    /**
     * The same from two adapters on one place.
     *
     * @throws Exception if the storage or a thread fails
     */
    @Test
    default void eightThreadsOnTwoAdaptersLoseNothing() throws Exception {
        try (StorageAdapter storage = open()) {
            assumeTrue(storage.description().shared(), "one at a time by nature");
            try (StorageAdapter beside = open()) {
                appendFromEightThreads(List.of(storage, beside));
            }
        }
    }

    /**
     * What one adapter commits, the other sees at its next call.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void adaptersOnOnePlaceSeeEachOther() throws IOException {
        try (StorageAdapter storage = open()) {
            assumeTrue(storage.description().shared(), "one at a time by nature");
            try (StorageAdapter beside = open()) {
                assertThat(storage.append(0, "mine")).isTrue();
                assertThat(beside.head()).isEqualTo(1);
                assertThat(beside.append(0, "blind")).isFalse();
                assertThat(beside.append(1, "theirs")).isTrue();
                Seen.write(beside, transaction -> transaction.setting("name", "value"));

                assertThat(storage.head()).isEqualTo(2);
                assertThat(Seen.log(storage, 0)).containsExactly("1 mine", "2 theirs");
                assertThat(Seen.settings(storage, "")).containsEntry("name", "value");
            }
            assertThat(storage.append(2, "alone again")).isTrue();
        }
    }

    private static void appendFromEightThreads(List<StorageAdapter> storages) throws Exception {
        int threads = 8;
        int each = 25;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Integer>> work = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                StorageAdapter storage = storages.get(thread % storages.size());
                String name = "t" + thread;
                work.add(pool.submit(appending(storage, name, each)));
            }
            for (Future<Integer> done : work) {
                assertThat(await(done)).isEqualTo(each);
            }
        } finally {
            pool.shutdown();
        }
        List<String> log = Seen.log(storages.get(0), 0);
        assertThat(storages.get(0).head()).isEqualTo((long) threads * each);
        assertThat(log).hasSize(threads * each);
        assertThat(log.stream().map(entry -> entry.substring(entry.indexOf(' '))))
                .doesNotHaveDuplicates();
        for (int i = 0; i < log.size(); i++) {
            assertThat(log.get(i)).startsWith(i + 1 + " ");
        }
    }

    private static Callable<Integer> appending(StorageAdapter storage, String name, int count) {
        return () -> {
            int done = 0;
            while (done < count) {
                if (storage.append(storage.head(), name + "-" + done)) {
                    done++;
                }
            }
            return done;
        };
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("The other thread failed or waits for ever", e);
        }
    }
}
