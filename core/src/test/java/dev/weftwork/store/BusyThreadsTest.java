package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Json;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.schedule.Scheduler;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A place for assets that is well is not blamed for a host's threads that are busy, and edits get there all the same. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BusyThreadsTest {
    /** Little, since the place has to be quick enough for those in a hurry. */
    private static final int HASTE = 2;

    private final FlakyPlace place = new FlakyPlace();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Runnable> kept = new ConcurrentLinkedQueue<>();
    private final HastyScheduler time = new HastyScheduler(Scheduler.system(timer, this::carry), HASTE);
    private final Store store = Store.builder()
            .storage(MemoryStorage.create())
            .scheduler(time)
            .assets(place.open())
            .open();

    private void carry(Runnable task) {
        if (busy.get()) {
            kept.add(task);
        } else {
            thread.execute(task);
        }
    }

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
    }

    @AfterEach
    void close() {
        store.close();
        time.close();
        timer.shutdownNow();
        thread.shutdownNow();
    }

    private Commit write() {
        byte[] bytes = new byte[9_000];
        new Random(1).nextBytes(bytes);
        String picture = "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
        return store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "image", picture);
    }

    private void assertIsAsset() {
        Json shown = Sample.node(store, Sample.IDEA).config().getOrDefault("image", Json.NULL);
        assertThat(AssetRef.read(shown)).isPresent();
        assertThat(store.assets().description().notices()).isEmpty();
    }

    @Test
    void whoeverWaitsOnTheOnlyThreadThereIsHasItsBinaryMovedOut() {
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> write().awaitDurable(), thread);

        assertThat(waiting).succeedsWithin(3, TimeUnit.MINUTES);
        assertIsAsset();
    }

    @Test
    void whileAllThreadsAreBusyABinaryWaitsAndIsNotLeftBehind() throws InterruptedException {
        CountDownLatch later = new CountDownLatch(1);
        // the writer has come to the binary, and whoever takes it out has to wait for a thread
        CountDownLatch writing = new CountDownLatch(1);
        thread.execute(() -> {
            busy.set(true);
            writing.countDown();
        });
        writing.await();
        Commit commit = write();
        while (kept.isEmpty()) {
            Thread.onSpinWait();
        }
        kept.remove().run();
        assertThat(kept).isNotEmpty();
        time.schedule(Duration.ofSeconds(20), later::countDown);
        later.await();
        assertThat(place.puts()).isZero();
        busy.set(false);
        for (Runnable task = kept.poll(); task != null; task = kept.poll()) {
            thread.execute(task);
        }

        assertThat(commit.durable()).succeedsWithin(3, TimeUnit.MINUTES);
        assertIsAsset();
    }
}
