package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
     * Readers beside a writer see whole commits, and never an older one after a newer.
     *
     * @throws Exception if the storage or a thread fails
     */
    @Test
    default void readersBesideAWriterSeeWholeCommitsInOrder() throws Exception {
        int readers = 3;
        ExecutorService pool = Executors.newFixedThreadPool(readers);
        AtomicLong committed = new AtomicLong();
        try (StorageAdapter storage = open()) {
            List<Future<Long>> reading = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                reading.add(pool.submit(() -> readTenTimes(storage, committed)));
            }
            while (!reading.stream().allMatch(Future::isDone)) {
                long number = committed.get() + 1;
                Seen.write(storage, transaction -> writeNumber(number, transaction));
                committed.set(number);
            }
            for (Future<Long> each : reading) {
                assertThat(await(each)).isPositive();
            }
        } finally {
            // whoever waits for another commit waits no more
            committed.set(Long.MAX_VALUE);
            pool.shutdown();
        }
    }

    private static long readTenTimes(StorageAdapter storage, AtomicLong committed) throws IOException {
        long seen = 0;
        for (int i = 0; i < 10; i++) {
            long before = seen;
            seen = storage.read(moment -> readNumber(moment, committed));
            assertThat(seen).isGreaterThanOrEqualTo(before);
        }
        return seen;
    }

    private static void writeNumber(long number, WriteTransaction transaction) throws IOException {
        transaction.setting("number", Long.toString(number));
        transaction.put(new Row("node", "w", "n", number, 0, "{}", ""));
        transaction.append("entry");
    }

    /** The number of the commit that a moment shows, the same in setting, row and log, whatever comes in between. */
    private static long readNumber(ReadTransaction moment, AtomicLong committed) throws IOException {
        String number = moment.setting("number");
        awaitMore(committed);
        List<Row> rows = Seen.rows(moment, "w");
        awaitMore(committed);
        long head = moment.head();
        assertThat(number).isEqualTo(head == 0 ? null : Long.toString(head));
        assertThat(rows).extracting(Row::version).isEqualTo(head == 0 ? List.of() : List.of(head));
        assertThat(Seen.log(moment, 0)).hasSize((int) head);
        return head;
    }

    private static void awaitMore(AtomicLong committed) {
        long now = committed.get();
        while (committed.get() == now && now != Long.MAX_VALUE) {
            Thread.onSpinWait();
        }
    }

    /**
     * A thread that somebody has interrupted is served like any other, and stays interrupted.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void interruptedThreadIsServedAndStaysInterrupted() throws IOException {
        try (StorageAdapter storage = open()) {
            Thread.currentThread().interrupt();
            try {
                assertThat(storage.append(0, "appended")).isTrue();
                Seen.write(storage, transaction -> transaction.append("written"));
                assertThat(Seen.log(storage, 0)).containsExactly("1 appended", "2 written");
                assertThat(storage.head()).isEqualTo(2);
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            } finally {
                Thread.interrupted();
            }
            assertThat(storage.append(2, "later")).isTrue();
        }
        try (StorageAdapter storage = open()) {
            assertThat(storage.head()).isEqualTo(3);
        }
    }

    /**
     * So is one that is interrupted in the middle of a call.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void threadThatIsInterruptedWithinACallIsServed() throws IOException {
        try (StorageAdapter storage = open()) {
            try {
                Seen.write(storage, transaction -> {
                    transaction.append("before");
                    Thread.currentThread().interrupt();
                    transaction.append("after");
                });
                assertThat(Thread.interrupted()).isTrue();
                String read = storage.read(transaction -> {
                    Thread.currentThread().interrupt();
                    StringBuilder text = new StringBuilder();
                    transaction.log(0, (position, body) -> text.append(body).append(' '));
                    return text.toString();
                });
                assertThat(read).isEqualTo("before after ");
                assertThat(Thread.interrupted()).isTrue();
            } finally {
                Thread.interrupted();
            }
            assertThat(storage.append(2, "later")).isTrue();
        }
        try (StorageAdapter storage = open()) {
            assertThat(Seen.log(storage, 0)).containsExactly("1 before", "2 after", "3 later");
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
            // two hundred commits one after the other take their time on a slow disk
            return future.get(10, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new AssertionError("The other thread failed or waits for ever", e);
        }
    }
}
