package dev.weftwork.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class DebouncerOrderTest {
    private final ManualScheduler time = new ManualScheduler();
    private final List<String> fired = new ArrayList<>();

    @Test
    void keysDueTogetherFireInTheOrderOfFirstEnqueue() {
        Debouncer<String, Integer> debouncer = debouncer(Map.of());

        debouncer.submit("c", 1);
        debouncer.submit("a", 1);
        debouncer.submit("b", 1);
        debouncer.submit("c", 2);
        time.advance(Duration.ofMillis(300));

        assertThat(fired).containsExactly("c=2", "a=1", "b=1");
    }

    @Test
    void aKeyDoesNotOvertakeAnEarlierOneThatIsDueAtTheSameMoment() {
        Debouncer<String, Integer> debouncer = debouncer(Map.of("quick", 100, "slow", 300));

        debouncer.submit("slow", 1);
        time.advance(Duration.ofMillis(200));
        debouncer.submit("quick", 1);
        time.advance(Duration.ofMillis(100));

        assertThat(fired).containsExactly("slow=1", "quick=1");
    }

    @Test
    void aKeyWithoutDelayDoesNotOvertakeAnEarlierOneThatIsDueNow() {
        Debouncer<String, Integer> debouncer = debouncer(Map.of("instant", 0, "slow", 300));
        time.schedule(Duration.ofMillis(300), () -> debouncer.submit("instant", 1));

        debouncer.submit("slow", 1);
        time.advance(Duration.ofMillis(300));

        assertThat(fired).containsExactly("slow=1", "instant=1");
    }

    @Test
    void aKeyThatHasFiredQueuesUpAnew() {
        Debouncer<String, Integer> debouncer = debouncer(Map.of());

        debouncer.submit("a", 1);
        time.advance(Duration.ofMillis(300));
        debouncer.submit("b", 1);
        debouncer.submit("a", 2);
        time.advance(Duration.ofMillis(300));

        assertThat(fired).containsExactly("a=1", "b=1", "a=2");
    }

    @Test
    void aKeyThatIsDueKeepsItsTurnButFiresItsNewestValue() {
        List<Runnable> duringFirst = new ArrayList<>();
        Debouncer<String, Integer> debouncer = Debouncer.<String, Integer>builder(time, (key, value) -> {
                    fired.add(key + "=" + value);
                    duringFirst.forEach(Runnable::run);
                    duringFirst.clear();
                })
                .build();
        duringFirst.add(() -> debouncer.submit("b", 2));

        debouncer.submit("a", 1);
        debouncer.submit("b", 1);
        time.runUntilIdle();

        assertThat(fired).containsExactly("a=1", "b=2");
    }

    @Test
    void aSubmitFromAHandlerOfItsOwnKeyWaitsAgain() {
        AtomicReference<Debouncer<String, Integer>> self = new AtomicReference<>();
        self.set(Debouncer.<String, Integer>builder(time, (key, value) -> {
                    fired.add(key + "=" + value + " at " + time.nanoTime() / 1_000_000);
                    if (value < 3) {
                        self.get().submit(key, value + 1);
                    }
                })
                .build());

        self.get().submit("a", 1);
        time.runUntilIdle();

        assertThat(fired).containsExactly("a=1 at 300", "a=2 at 600", "a=3 at 900");
    }

    private Debouncer<String, Integer> debouncer(Map<String, Integer> millis) {
        return Debouncer.<String, Integer>builder(time, (key, value) -> fired.add(key + "=" + value))
                .timing(key -> Timing.of(Duration.ofMillis(millis.getOrDefault(key, 300))))
                .build();
    }
}
