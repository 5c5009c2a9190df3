package dev.weftwork.server.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.server.storage.WorkspaceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever comes to a storage that is being closed, or was, hears of it; nobody waits for ever. */
final class ClosedStorageTest {
    private static final int MORE_THAN_CONNECTIONS = 12;

    @TempDir
    private Path directory;

    private SqliteServerStorage storage;

    @BeforeEach
    void open() throws IOException {
        storage = SqliteServerStorage.at(directory);
        storage.write("studio", WorkspaceReader::headPlace).join();
    }

    private static <T> FutureTask<T> begin(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task);
        // one that waits for ever shall not keep the tests from ending
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** Far beyond what it takes, so that only waiting for ever fails. */
    private static <T> T await(FutureTask<T> task) throws Throwable {
        try {
            return task.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError("It waits for ever", e);
        }
    }

    @Test
    void whoReadsAfterTheCloseIsRefused() {
        storage.close();

        assertThatThrownBy(() -> await(begin(() -> storage.workspaces())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> await(begin(() -> storage.read("studio", WorkspaceReader::headPlace))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void whoReadsMeanwhileIsWaitedForAndWhoComesLaterIsRefused() throws Throwable {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        FutureTask<Long> reader = begin(() -> storage.read("studio", workspace -> {
            reading.countDown();
            awaitUninterrupted(enough);
            return workspace.headPlace().seq();
        }));
        awaitUninterrupted(reading);
        FutureTask<Boolean> closing = begin(() -> {
            storage.close();
            return true;
        });
        var others = IntStream.range(0, MORE_THAN_CONNECTIONS)
                .mapToObj(i -> begin(() -> {
                    while (true) {
                        storage.check();
                    }
                }))
                .toList();

        for (FutureTask<?> other : others) {
            assertThatThrownBy(() -> await(other))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed");
        }
        assertThat(closing.isDone()).isFalse();
        enough.countDown();

        assertThat(await(reader)).isZero();
        assertThat(await(closing)).isTrue();
    }

    @Test
    void whoIsInterruptedClosesItAllTheSame() throws IOException {
        Thread.currentThread().interrupt();

        storage.close();

        assertThat(Thread.interrupted()).as("is told to whoever asks next").isTrue();
        SqliteServerStorage.at(directory).close();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
