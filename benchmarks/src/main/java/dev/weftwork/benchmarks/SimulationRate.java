package dev.weftwork.benchmarks;

import dev.weftwork.testkit.simulator.Simulation;
import java.util.List;

/** How many hours of a fleet's life the simulator lives through in a second. */
final class SimulationRate implements Measurement {
    private static final int WARM_UPS = 60;
    private static final int SEEDS = 150;
    /** The world fails on purpose, again and again. */
    private static final List<String> SILENT = List.of(
            "-Dorg.slf4j.simpleLogger.log.dev.weftwork.store=off",
            "-Dorg.slf4j.simpleLogger.log.dev.weftwork.sync=off",
            "-Dorg.slf4j.simpleLogger.log.dev.weftwork.schedule=off");

    @Override
    public List<String> figures() {
        return List.of("sim-rate");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        List<String> lines = ChildJvm.run(SILENT, "simulate", Integer.toString(WARM_UPS), Integer.toString(SEEDS));
        double millis = Double.parseDouble(lines.get(0));
        double cpu = Double.parseDouble(lines.get(1));
        String detail = SEEDS + " seeds with an hour of faults and twenty minutes of healing each, on one thread: "
                + Figure.number(millis) + " ms (CPU " + Figure.number(cpu) + "), " + lines.get(2)
                + " events an hour; by CPU time alone " + Figure.number(SEEDS / cpu * 1e3) + " hours/s";
        return List.of(new Figure("sim-rate", SEEDS / millis * 1e3, "hours/s", "no bar", detail));
    }

    /** In the other JVM. */
    static void simulate(int warmUps, int seeds) {
        for (int seed = 0; seed < warmUps; seed++) {
            Simulation.of(seed).run();
        }
        Series series = new Series();
        Stopwatch watch = new Stopwatch(series);
        watch.start();
        long events = 0;
        for (int seed = warmUps; seed < warmUps + seeds; seed++) {
            events += Simulation.of(seed).run().events();
        }
        watch.lap("seeds");
        System.out.println(series.millis("seeds"));
        System.out.println(series.cpuMillis("seeds"));
        System.out.println(events / seeds);
    }
}
