package dev.weftwork.testkit.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Many runs, all of them, whichever fail. Each seed is run twice, and both runs must be the same. */
public final class Campaign {
    private final LongFunction<Simulation> runs;
    private boolean twice = true;
    private int threads = Runtime.getRuntime().availableProcessors();
    private Consumer<Failure> listener = failure -> {};

    private Campaign(LongFunction<Simulation> runs) {
        this.runs = runs;
    }

    /**
     * A seed whose run failed.
     *
     * @param seed the seed
     * @param what the invariant that does not hold, and where
     */
    public record Failure(long seed, String what) {
        /**
         * How to see what happened.
         *
         * @return a command
         */
        public String replay() {
            return "testkit/simulate --seed " + seed;
        }

        @Override
        public String toString() {
            String first = what.lines().findFirst().orElse("");
            return first + "  [" + replay() + "]";
        }
    }

    /**
     * What many runs came to.
     *
     * @param seeds how many seeds were run
     * @param admitted how many operations servers took
     * @param failures the seeds that failed, in order
     */
    public record Report(long seeds, long admitted, List<Failure> failures) {
        /**
         * Copies the list.
         *
         * @param seeds how many seeds were run
         * @param admitted how many operations servers took
         * @param failures the seeds that failed, in order
         */
        public Report {
            failures = List.copyOf(failures);
        }
    }

    /**
     * Runs as their seeds say.
     *
     * @return a campaign
     */
    public static Campaign of() {
        return of(Simulation::of);
    }

    /**
     * Runs that differ in something from what their seeds say.
     *
     * @param runs makes the run of a seed
     * @return a campaign
     */
    public static Campaign of(LongFunction<Simulation> runs) {
        return new Campaign(runs);
    }

    /**
     * Runs each seed once only.
     *
     * @return this
     */
    public Campaign once() {
        twice = false;
        return this;
    }

    /**
     * Sets how many runs there are at the same time.
     *
     * @param count as many as there are processors unless it is set
     * @return this
     */
    public Campaign threads(int count) {
        threads = count;
        return this;
    }

    /**
     * Sets who hears of failures when they happen.
     *
     * @param failures takes them, on any thread, one at a time
     * @return this
     */
    public Campaign onFailure(Consumer<Failure> failures) {
        listener = failures;
        return this;
    }

    /**
     * Runs seeds.
     *
     * @param first the first
     * @param last the last
     * @return what they came to
     */
    public Report run(long first, long last) {
        AtomicLong next = new AtomicLong(first);
        LongAdder admitted = new LongAdder();
        List<Failure> failures = new ArrayList<>();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                ends.add(workers.submit(() -> {
                    for (long seed = next.getAndIncrement(); seed <= last; seed = next.getAndIncrement()) {
                        run(seed, admitted, failures);
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
        failures.sort(Comparator.comparingLong(Failure::seed));
        return new Report(Math.max(0, last - first + 1), admitted.sum(), failures);
    }

    private void run(long seed, LongAdder admitted, List<Failure> failures) {
        String what;
        try {
            Simulation.Outcome outcome = runs.apply(seed).run();
            admitted.add(outcome.admitted());
            what = twice && !runs.apply(seed).run().equals(outcome)
                    ? "Seed " + seed + ": two runs of it differ; something in them does not follow from the seed"
                    : "";
        } catch (AssertionError e) {
            what = String.valueOf(e.getMessage());
        }
        if (!what.isEmpty()) {
            Failure failure = new Failure(seed, what);
            synchronized (failures) {
                failures.add(failure);
                listener.accept(failure);
            }
        }
    }
}
