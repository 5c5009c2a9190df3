package dev.weftwork.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Runs random submits, pauses and flushes against the promises of {@link Debouncer}. */
final class DebouncerPropertyTest {
    /** One thing that a test does: a submit, a pause or a flush. */
    private record Step(Kind kind, int key, int millis) {}

    private enum Kind {
        SUBMIT,
        PAUSE,
        FLUSH
    }

    @Property
    void everyKeysLastValueArrivesInOrderAndInTime(@ForAll("steps") List<Step> steps) {
        Run run = new Run();
        for (Step step : steps) {
            run.take(step);
            run.checkNothingIsLate();
        }
        run.close();

        assertThat(run.delivered).containsAllEntriesOf(run.submitted);
        assertThat(run.failures).isEmpty();
    }

    @Property
    void everyKeyFiresOnItsOwnWithoutAFlush(@ForAll("steps") List<Step> steps) {
        Run run = new Run();
        steps.stream().filter(step -> step.kind() != Kind.FLUSH).forEach(run::take);
        run.time.runUntilIdle();

        assertThat(run.failures).isEmpty();

        assertThat(run.delivered).isEqualTo(run.submitted);
        assertThat(run.debouncer.pending()).isZero();
    }

    @Property(tries = 200)
    void equalStepsGiveEqualRuns(@ForAll("steps") List<Step> steps) {
        Run first = new Run();
        Run second = new Run();
        steps.forEach(first::take);
        steps.forEach(second::take);

        assertThat(first.trace).isEqualTo(second.trace);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(6, Kind.SUBMIT), Tuple.of(4, Kind.PAUSE), Tuple.of(1, Kind.FLUSH)),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.of(0, 1, 5, 10, 40, 50, 100, 150))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    /** A debouncer beside a model of what it owes. */
    private static final class Run {
        private final List<Throwable> failures = new ArrayList<>();
        private final ManualScheduler time = new ManualScheduler();
        private final Debouncer<Integer, Integer> debouncer =
                Debouncer.builder(time, this::handle).timing(Run::timing).build();
        private final Map<Integer, Integer> submitted = new HashMap<>();
        private final Map<Integer, Integer> delivered = new HashMap<>();
        private final Map<Integer, Duration> owedSince = new HashMap<>();
        private final Map<Integer, Duration> lastSubmit = new HashMap<>();
        private final List<String> trace = new ArrayList<>();
        private boolean flushing;
        private int count;

        /** Key 0 fires at once; the others wait for 50, 100, 150 and 200 ms, and at most half as long again. */
        static Timing timing(int key) {
            return new Timing(Duration.ofMillis(50L * key), Duration.ofMillis(75L * key));
        }

        void take(Step step) {
            switch (step.kind()) {
                case SUBMIT -> submit(step.key());
                case PAUSE -> time.advance(Duration.ofMillis(step.millis()));
                case FLUSH -> flush();
            }
        }

        private void submit(int key) {
            submitted.put(key, ++count);
            owedSince.putIfAbsent(key, now());
            lastSubmit.put(key, now());
            debouncer.submit(key, count);
        }

        private void flush() {
            flushing = true;
            debouncer.flush();
            flushing = false;
            assertThat(delivered).isEqualTo(submitted);
            assertThat(debouncer.pending()).isZero();
        }

        private void handle(int key, int value) {
            trace.add(now() + " " + key + "=" + value);
            assertThat(value).as("no older value after a newer").isGreaterThan(delivered.getOrDefault(key, 0));
            assertThat(value).as("the latest value").isEqualTo(submitted.get(key));
            Duration since = owedSince.remove(key);
            Duration rest = now().minus(lastSubmit.get(key));
            Timing timing = timing(key);
            boolean waitedLongest = now().minus(since).equals(timing.maxWait());
            assertThat(flushing || waitedLongest || rest.equals(timing.delay()))
                    .as("fires after its delay or its longest wait")
                    .isTrue();
            delivered.put(key, value);
        }

        void close() {
            flushing = true;
            debouncer.close();
        }

        void checkNothingIsLate() {
            time.runDue();
            owedSince.forEach((key, since) ->
                    assertThat(now().minus(since)).isLessThan(timing(key).maxWait()));
        }

        private Duration now() {
            return Duration.ofNanos(time.nanoTime());
        }
    }
}
