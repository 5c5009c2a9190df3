package dev.weftwork.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class ManualSchedulerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualScheduler time = new ManualScheduler(1_000_000);
    private final List<String> ran = new ArrayList<>();

    @Test
    void timersFireByTimeThenInsertion() {
        time.schedule(SECOND.multipliedBy(2), () -> ran.add("late"));
        time.schedule(SECOND, () -> ran.add("first"));
        time.schedule(SECOND, () -> ran.add("second"));

        time.advance(SECOND);
        assertThat(ran).containsExactly("first", "second");

        time.advance(SECOND);
        assertThat(ran).containsExactly("first", "second", "late");
    }

    @Test
    void eachTaskSeesItsOwnMoment() {
        List<Long> seen = new ArrayList<>();
        time.schedule(SECOND, () -> {
            seen.add(time.wallMillis());
            time.schedule(SECOND, () -> seen.add(time.wallMillis()));
        });

        time.advance(Duration.ofSeconds(10));

        assertThat(seen).containsExactly(1_001_000L, 1_002_000L);
        assertThat(time.wallMillis()).isEqualTo(1_010_000);
        assertThat(time.nanoTime()).isEqualTo(Duration.ofSeconds(10).toNanos());
    }

    @Test
    void nothingRunsUntilItIsDriven() {
        time.lane("writer").execute(() -> ran.add("lane"));
        time.callbacks().execute(() -> ran.add("callback"));
        assertThat(ran).isEmpty();

        time.runDue();
        assertThat(ran).containsExactly("lane", "callback");
    }

    @Test
    void aCancelledTimerNeverFires() {
        Cancellable timer = time.schedule(SECOND, () -> ran.add("timer"));

        timer.cancel();
        timer.cancel();
        time.advance(SECOND);

        assertThat(ran).isEmpty();
    }

    @Test
    void aRepetitionRunsOncePerPeriodUntilCancelled() {
        Cancellable repetition = time.every(SECOND, () -> ran.add("tick"));

        time.advance(Duration.ofMillis(3_500));
        assertThat(ran).hasSize(3);

        repetition.cancel();
        time.advance(SECOND.multipliedBy(10));
        assertThat(ran).hasSize(3);
    }

    @Test
    void aRepetitionCanCancelItself() {
        List<Cancellable> self = new ArrayList<>();
        self.add(time.every(SECOND, () -> {
            ran.add("tick");
            self.get(0).cancel();
        }));

        time.advance(SECOND.multipliedBy(10));

        assertThat(ran).hasSize(1);
    }

    @Test
    void aThrowingRepetitionGoesOn() {
        time.every(SECOND, () -> {
            ran.add("tick");
            throw new IllegalStateException("tick");
        });

        time.advance(SECOND.multipliedBy(3));

        assertThat(ran).hasSize(3);
        assertThat(time.failures()).hasSize(3);
    }

    @Test
    void aPeriodOfZeroIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> time.every(Duration.ZERO, () -> {}));
    }

    @Test
    void runningUntilIdleJumpsOverTimeButDoesNotWaitForRepetitions() {
        time.every(Duration.ofSeconds(30), () -> ran.add("tick"));
        time.schedule(Duration.ofSeconds(45), () -> ran.add("timer"));

        time.runUntilIdle();

        assertThat(ran).containsExactly("tick", "timer");
        assertThat(time.untilNext()).contains(Duration.ofSeconds(15));
    }

    @Test
    void runNextRunsOneTask() {
        time.schedule(SECOND, () -> ran.add("first"));
        time.schedule(SECOND, () -> ran.add("second"));

        assertThat(time.runNext()).isTrue();
        assertThat(ran).containsExactly("first");
        assertThat(time.runNext()).isTrue();
        assertThat(time.runNext()).isFalse();
    }

    @Test
    void theWallClockCanBeWrongWhileTimersStayRight() {
        time.schedule(SECOND, () -> ran.add("timer"));

        time.setWallMillis(5);
        assertThat(time.wallMillis()).isEqualTo(5);

        time.skew(Duration.ofHours(-1));
        assertThat(time.wallMillis()).isEqualTo(5 - 3_600_000);
        assertThat(ran).isEmpty();

        time.advance(SECOND);
        assertThat(time.wallMillis()).isEqualTo(1_005 - 3_600_000);
        assertThat(ran).containsExactly("timer");
    }

    @Test
    void aTaskCannotDriveItsScheduler() {
        time.schedule(SECOND, () -> time.advance(SECOND));

        time.advance(SECOND);

        assertThat(time.failures()).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTaskThatRenewsItselfForeverIsFoundOut() {
        Lane lane = time.lane("loop");
        List<Runnable> self = new ArrayList<>();
        self.add(() -> lane.execute(self.get(0)));
        lane.execute(self.get(0));

        assertThatIllegalStateException().isThrownBy(time::runDue).withMessageContaining("renew itself");
    }

    @Test
    void aClosedSchedulerDropsTimersButRunsWhatLanesAccepted() {
        Lane lane = time.lane("writer");
        time.schedule(SECOND, () -> ran.add("timer"));
        time.every(SECOND, () -> ran.add("tick"));
        lane.execute(() -> ran.add("lane"));

        time.close();
        time.callbacks().execute(() -> ran.add("callback"));
        time.advance(SECOND.multipliedBy(10));

        assertThat(ran).containsExactly("lane", "callback");
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> lane.execute(() -> {}));
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> time.schedule(SECOND, () -> {}));
    }

    @Test
    void otherThreadsMayInsertTasks() throws InterruptedException {
        Lane lane = time.lane("shared");
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 1_000; i++) {
                    lane.execute(() -> ran.add("task"));
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        time.runDue();

        assertThat(ran).hasSize(4_000);
    }
}
