package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.spi.StorageAdapter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Closing while others are at work. */
public interface StorageClosingContract extends StorageContract {
    /**
     * A write that is under way is brought to its end; closing waits for it.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void closingWaitsForAWriteUnderWay() throws IOException {
        StorageAdapter storage = open();
        FutureTask<Boolean> closing = closing(storage);
        Seen.write(storage, transaction -> {
            transaction.append("before");
            Thread closer = startAndWaitUntilItWaits(closing);
            transaction.append("after");
            assertThat(transaction.head()).isEqualTo(2);
            assertThat(closer.isAlive()).as("closing waits").isTrue();
        });
        Threads.await("Closing waits for ever", closing);

        try (StorageAdapter again = open()) {
            assertThat(Seen.log(again, 0)).containsExactly("1 before", "2 after");
        }
    }

    /**
     * A read that is under way sees its moment to the end; closing waits for it.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void closingWaitsForAReadUnderWay() throws IOException {
        StorageAdapter storage = open();
        assertThat(storage.append(0, "entry")).isTrue();
        FutureTask<Boolean> closing = closing(storage);
        storage.read(transaction -> {
            assertThat(transaction.head()).isEqualTo(1);
            Thread closer = startAndWaitUntilItWaits(closing);
            assertThat(Seen.log(transaction, 0)).containsExactly("1 entry");
            assertThat(closer.isAlive()).as("closing waits").isTrue();
            return true;
        });

        Threads.await("Closing waits for ever", closing);
    }

    /**
     * Closing comes between two calls of others; it breaks none of them. What was under way is done, and what comes later
     * hears that the storage is closed and nothing else.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void whoCallsWhileItIsClosedIsServedOrHearsThatItIsClosed() throws IOException {
        long kept = 0;
        for (int round = 0; round < 20; round++) {
            StorageAdapter storage = open();
            List<FutureTask<Integer>> callers = Stream.<UntilClosed.Call>of(
                            () -> storage.write(transaction -> {
                                transaction.append("written");
                                return true;
                            }),
                            () -> storage.append(storage.head(), "appended"),
                            () -> storage.append(storage.head(), "appended beside it"),
                            () -> storage.read(transaction -> transaction.head() < 0))
                    .map(UntilClosed::task)
                    .toList();
            callers.forEach(Threads::start);
            while (storage.head() < kept + 2 && callers.stream().noneMatch(FutureTask::isDone)) {
                Thread.onSpinWait();
            }

            storage.close();

            for (FutureTask<Integer> caller : callers) {
                kept += Threads.await("A call on a closed storage waits for ever", caller);
            }
            try (StorageAdapter again = open()) {
                assertThat(again.head())
                        .as("what was acknowledged, and no more")
                        .isEqualTo(kept);
            }
        }
    }

    private static FutureTask<Boolean> closing(StorageAdapter storage) {
        return Threads.task(() -> {
            storage.close();
            return true;
        });
    }

    private static Thread startAndWaitUntilItWaits(FutureTask<Boolean> task) {
        Thread thread = Threads.start(task);
        // loading a class, say, is a short wait too
        int waits = 0;
        while (waits < 1_000 && thread.isAlive()) {
            waits = thread.getState() == Thread.State.RUNNABLE ? 0 : waits + 1;
            Thread.onSpinWait();
        }
        return thread;
    }
}
