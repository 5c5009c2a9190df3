package dev.weftwork.testkit.simulator;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * The simulator as a command: replays one seed with all that happened, or runs many and names those that fail.
 * {@code testkit/simulate} starts it.
 */
public final class Simulate {
    private static final String USAGE = """
            Usage: simulate --seed N [--quiet]         replay one seed and print what happens in it
                   simulate --seeds A..B [--once]      run the seeds from A to B, each twice, and name those that fail
              --minutes M   how long the faults last, in virtual time (60)
              --threads T   how many runs at the same time (one for each processor)
              --quiet       of a single seed only what it came to
              --once        each seed only once
              --prompt      devices sync each edit at once
            Exit code: 0 if all is well, 1 if an invariant does not hold, 2 if the command makes no sense.
            """;

    private final PrintStream out;
    private String seed = "";
    private String seeds = "";
    private boolean prompt;
    private long minutes = 60;
    private int threads = Runtime.getRuntime().availableProcessors();
    private boolean quiet;
    private boolean once;

    private Simulate(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the command and ends the process.
     *
     * @param arguments as {@code --help} says
     */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out));
    }

    /**
     * Runs the command.
     *
     * @param arguments as {@code --help} says
     * @param out where to print
     * @return the exit code
     */
    public static int run(List<String> arguments, PrintStream out) {
        Simulate command = new Simulate(out);
        try {
            command.read(new ArrayDeque<>(arguments));
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.print(USAGE);
            return 2;
        }
        if (arguments.contains("--help")) {
            out.print(USAGE);
            return 0;
        }
        return command.seeds.isEmpty() ? command.replay() : command.campaign();
    }

    private void read(Deque<String> left) {
        while (!left.isEmpty()) {
            String option = left.poll();
            switch (option) {
                case "--seed" -> seed = value(option, left);
                case "--seeds" -> seeds = value(option, left);
                case "--minutes" -> minutes = number(value(option, left));
                case "--threads" -> threads = Math.max(1, (int) number(value(option, left)));
                case "--quiet" -> quiet = true;
                case "--once" -> once = true;
                case "--prompt" -> prompt = true;
                case "--help" -> seed = "0";
                default -> throw new IllegalArgumentException("There is no option '" + option + "'");
            }
        }
        if (seed.isEmpty() == seeds.isEmpty()) {
            throw new IllegalArgumentException("Say either --seed or --seeds");
        }
        if (seeds.isEmpty()) {
            number(seed);
        } else if (bounds().length != 2) {
            throw new IllegalArgumentException("Seeds are given as A..B");
        }
    }

    private static String value(String option, Deque<String> left) {
        String value = left.poll();
        if (value == null) {
            throw new IllegalArgumentException("The option " + option + " needs a value");
        }
        return value;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no whole number", e);
        }
    }

    private long[] bounds() {
        return List.of(seeds.split("\\.\\.", -1)).stream()
                .mapToLong(Simulate::number)
                .toArray();
    }

    private Simulation simulation(long number) {
        return Simulation.of(number)
                .length(Duration.ofMinutes(minutes))
                .options(options -> prompt ? options.withSyncOnChange(true) : options);
    }

    private int replay() {
        Simulation run = simulation(number(seed));
        if (!quiet) {
            run.reader(out::println);
        }
        try {
            Simulation.Outcome outcome = run.run();
            out.printf(
                    Locale.ROOT,
                    "Seed %d is well: %d devices end alike, %d operations, %d events, trace %016x%n",
                    outcome.seed(),
                    outcome.devices(),
                    outcome.admitted(),
                    outcome.events(),
                    outcome.hash());
            return 0;
        } catch (AssertionError e) {
            out.println(e.getMessage());
            return 1;
        }
    }

    private int campaign() {
        long[] bounds = bounds();
        long begun = System.nanoTime();
        Campaign campaign = Campaign.of(this::simulation).threads(threads).onFailure(out::println);
        Campaign.Report report = (once ? campaign.once() : campaign).run(bounds[0], bounds[1]);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double hours = report.seeds() * (once ? 1 : 2) * minutes / 60.0;
        out.printf(
                Locale.ROOT,
                "%d seeds, %d operations, %d failed; %.0f simulated hours in %.0f s, %.1f a second%n",
                report.seeds(),
                report.admitted(),
                report.failures().size(),
                hours,
                seconds,
                hours / seconds);
        return report.failures().isEmpty() ? 0 : 1;
    }
}
