package dev.weftwork.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.BufferedReader;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The one test on real time and threads; it waits on latches only. */
@Timeout(300)
final class SystemSchedulerTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    private final Scheduler scheduler = Scheduler.system();

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void aLaneRunsTasksOfManyThreadsOneAtATimeAndEachThreadsInOrder() throws InterruptedException {
        Lane lane = scheduler.lane("writer");
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        List<List<Integer>> seen = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (List<Integer> mine : seen) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 5_000; i++) {
                    int value = i;
                    lane.execute(() -> {
                        overlaps.addAndGet(inside.getAndIncrement());
                        mine.add(value);
                        inside.decrementAndGet();
                    });
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(lane.awaitIdle(LONG)).isTrue();

        assertThat(overlaps).hasValue(0);
        assertThat(seen).allSatisfy(mine -> assertThat(mine).hasSize(5_000).isSorted());
    }

    @Test
    void threadsAreDaemonsNamedAfterTheirRole() throws InterruptedException {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();

        scheduler.lane("writer").execute(() -> threads.add(Thread.currentThread()));
        assertRole(threads.take(), "weftwork-writer");
        scheduler.schedule(Duration.ZERO, () -> threads.add(Thread.currentThread()));
        assertRole(threads.take(), "weftwork-timer");
        scheduler.callbacks().execute(() -> threads.add(Thread.currentThread()));
        assertRole(threads.take(), "weftwork-callback");
    }

    private static void assertRole(Thread thread, String name) {
        assertThat(thread.getName()).isEqualTo(name);
        assertThat(thread.isDaemon()).isTrue();
    }

    @Test
    void aTimerFiresOnceAndARepetitionUntilCancelled() throws InterruptedException {
        CountDownLatch once = new CountDownLatch(1);
        CountDownLatch thrice = new CountDownLatch(3);
        scheduler.schedule(Duration.ofMillis(1), once::countDown);
        Cancellable repetition = scheduler.every(Duration.ofMillis(1), () -> {
            thrice.countDown();
            throw new IllegalStateException("reported, then repeated");
        });

        assertThat(once.await(3, TimeUnit.MINUTES)).isTrue();
        assertThat(thrice.await(3, TimeUnit.MINUTES)).isTrue();
        repetition.cancel();
    }

    @Test
    void aThrowingTaskDoesNotStopItsLane() {
        Lane lane = scheduler.lane("writer");
        CountDownLatch second = new CountDownLatch(1);
        lane.execute(() -> {
            throw new AssertionError("reported");
        });
        lane.execute(second::countDown);

        assertThat(lane.awaitIdle(LONG)).isTrue();
        assertThat(second.getCount()).isZero();
    }

    @Test
    void waitingGivesUpWhenTheTimeIsOver() {
        Lane lane = scheduler.lane("writer");
        CountDownLatch release = new CountDownLatch(1);
        lane.execute(() -> awaitQuietly(release));

        assertThat(lane.awaitIdle(Duration.ofMillis(1))).isFalse();
        release.countDown();
        assertThat(lane.awaitIdle(LONG)).isTrue();
    }

    @Test
    void anInterruptNeitherEndsAWaitNorGetsLost() {
        Lane lane = scheduler.lane("writer");
        CountDownLatch release = new CountDownLatch(1);
        Thread waiter = Thread.currentThread();
        // on its way to waiting the waiter meets the interrupt, so once it waits it has outlived it
        lane.execute(() -> {
            while (waiter.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            release.countDown();
        });
        lane.execute(() -> awaitQuietly(release));

        waiter.interrupt();
        boolean idle = lane.awaitIdle(LONG);
        boolean interrupted = Thread.interrupted();

        assertThat(idle).isTrue();
        assertThat(interrupted).isTrue();
    }

    @Test
    void aTaskCannotWaitForItsOwnLane() {
        Lane lane = scheduler.lane("writer");
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        lane.execute(() -> {
            assertThat(lane.isCurrent()).isTrue();
            assertThatIllegalStateException().isThrownBy(() -> lane.awaitIdle(LONG));
            answer.complete(true);
        });

        assertThat(answer.join()).isTrue();
        assertThat(lane.isCurrent()).isFalse();
    }

    @Test
    void aClosedLaneRunsWhatItAcceptedAndRefusesTheRest() {
        Lane lane = scheduler.lane("writer");
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        lane.execute(() -> awaitQuietly(release));
        lane.execute(ran::incrementAndGet);

        lane.close();
        lane.close();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> lane.execute(() -> {}));
        release.countDown();

        assertThat(lane.awaitIdle(LONG)).isTrue();
        assertThat(ran).hasValue(1);
    }

    @Test
    void aClosedSchedulerRefusesTimersAndLanesButStillCompletesFutures() {
        Lane lane = scheduler.lane("writer");
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        lane.execute(() -> awaitQuietly(release));
        lane.execute(ran::incrementAndGet);

        scheduler.close();
        release.countDown();

        assertThat(lane.awaitIdle(LONG)).isTrue();
        assertThat(ran).hasValue(1);
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> lane.execute(() -> {}));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> scheduler.schedule(Duration.ZERO, () -> {}));
        scheduler.callbacks().execute(ran::incrementAndGet);
        assertThat(ran).hasValue(2);
    }

    @Test
    void aHostsThreadsAreUsedAndNotClosed() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        ExecutorService work = Executors.newFixedThreadPool(2, task -> new Thread(task, "host"));
        try {
            Scheduler hosted = Scheduler.system(timer, work);
            CompletableFuture<String> carrier = new CompletableFuture<>();
            Lane lane = hosted.lane("writer");
            hosted.schedule(
                    Duration.ZERO,
                    () -> lane.execute(
                            () -> carrier.complete(Thread.currentThread().getName())));
            assertThat(carrier.join()).isEqualTo("host");

            hosted.close();

            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> lane.execute(() -> {}));
            assertThat(work.isShutdown()).isFalse();
            assertThat(timer.isShutdown()).isFalse();
        } finally {
            timer.shutdownNow();
            work.shutdownNow();
        }
    }

    @Test
    void aTaskThatAHostRefusesIsRefusedAndTheLaneGoesOn() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger refusals = new AtomicInteger(1);
        AtomicInteger ran = new AtomicInteger();
        try (Scheduler hosted = Scheduler.system(timer, task -> {
            if (refusals.getAndDecrement() > 0) {
                throw new RejectedExecutionException("saturated");
            }
            task.run();
        })) {
            Lane lane = hosted.lane("writer");

            assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> lane.execute(() -> ran.addAndGet(10)));
            lane.execute(ran::incrementAndGet);

            assertThat(ran).hasValue(1);
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void aDebouncerKeepsEveryLastValueUnderRealThreads() throws InterruptedException {
        int[] last = new int[8];
        Debouncer<Integer, Integer> debouncer = Debouncer.<Integer, Integer>builder(
                        scheduler, (key, value) -> last[key] = value)
                .timing(key -> Timing.of(Duration.ofNanos(key * 20_000L)))
                .build();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int first = t * 2;
            threads.add(new Thread(() -> {
                for (int i = 1; i <= 5_000; i++) {
                    debouncer.submit(first + i % 2, i);
                    if (i % 500 == 0) {
                        debouncer.flush();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        debouncer.close();

        assertThat(last).containsExactly(5_000, 4_999, 5_000, 4_999, 5_000, 4_999, 5_000, 4_999);
        assertThat(debouncer.pending()).isZero();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aProcessHasAnEndThatOthersCanTell() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        NamedProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Scheduler scheduler = Scheduler.system();
                BufferedReader out = child.inputReader()) {
            String name = out.readLine();
            boolean named = !name.isEmpty();
            assertThat(named).isEqualTo(scheduler.process().isPresent());
            assertThat(scheduler.hasEnded(name)).isFalse();

            child.destroyForcibly().waitFor();

            assertThat(scheduler.hasEnded(name)).isEqualTo(named);
            assertThat(scheduler.process().filter(scheduler::hasEnded)).isEmpty();
            // another machine's, or another container's, is never known to have ended
            assertThat(scheduler.hasEnded("x" + name)).isFalse();
            assertThat(scheduler.hasEnded("")).isFalse();
        } finally {
            child.destroyForcibly();
        }
    }

    /** All that the running tests see, whether as modules or on the class path. */
    private static String classPath() {
        String name = NamedProcess.class.getName().replace('.', '/') + ".class";
        String place = String.valueOf(NamedProcess.class.getClassLoader().getResource(name));
        String own = Path.of(URI.create(place.substring(0, place.length() - name.length())))
                .toString();
        return String.join(
                File.pathSeparator,
                own,
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path", ""));
    }
}
