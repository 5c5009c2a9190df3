package dev.weftwork.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class ManualLaneTest {
    private final ManualScheduler time = new ManualScheduler();
    private final Lane lane = time.lane("writer");
    private final List<String> ran = new ArrayList<>();

    @Test
    void aTaskKnowsItsLane() {
        Lane other = time.lane("writer");
        lane.execute(() -> ran.add(lane.isCurrent() + " " + other.isCurrent()));

        time.runDue();

        assertThat(ran).containsExactly("true false");
        assertThat(lane.isCurrent()).isFalse();
    }

    @Test
    void aThrowingTaskDoesNotStopItsLane() {
        lane.execute(() -> {
            throw new IllegalStateException("first");
        });
        lane.execute(() -> ran.add("second"));

        time.runDue();

        assertThat(ran).containsExactly("second");
        assertThat(time.failures()).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void waitingForALaneRunsItsTasksOnly() {
        lane.execute(() -> ran.add("writer"));
        time.lane("reader").execute(() -> ran.add("reader"));

        assertThat(lane.awaitIdle(Duration.ZERO)).isTrue();

        assertThat(ran).containsExactly("writer");
    }

    @Test
    void waitingForALaneEndsAlthoughItsTasksAddMore() {
        lane.execute(() -> lane.execute(() -> ran.add("later")));

        lane.awaitIdle(Duration.ZERO);

        assertThat(ran).isEmpty();
    }

    @Test
    void aTaskCannotWaitForItsOwnLane() {
        lane.execute(() -> lane.awaitIdle(Duration.ofSeconds(1)));

        time.runDue();

        assertThat(time.failures())
                .singleElement()
                .satisfies(thrown -> assertThat(thrown)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("wait for its own end"));
    }

    @Test
    void aClosedLaneRunsWhatItAcceptedAndRefusesTheRest() {
        lane.execute(() -> ran.add("accepted"));

        lane.close();
        lane.close();

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> lane.execute(() -> ran.add("refused")))
                .withMessageContaining("'writer' is closed");
        time.runDue();
        assertThat(ran).containsExactly("accepted");
    }
}
