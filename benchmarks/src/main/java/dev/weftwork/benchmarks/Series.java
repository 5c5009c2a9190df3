package dev.weftwork.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the rounds of a measurement took, by the name of the lap. */
final class Series {
    private final Map<String, List<Double>> wall = new HashMap<>();
    private final Map<String, List<Double>> cpu = new HashMap<>();

    void add(String name, double wallMillis, double cpuMillis) {
        wall.computeIfAbsent(name, key -> new ArrayList<>()).add(wallMillis);
        cpu.computeIfAbsent(name, key -> new ArrayList<>()).add(cpuMillis);
    }

    /** Every wall time in milliseconds. */
    double[] millisOf(String name) {
        return wall(name).clone();
    }

    /** The median wall time in milliseconds. */
    double millis(String name) {
        return median(wall(name));
    }

    /** The mean CPU time in milliseconds; the system counts it in steps of ten, which only a mean evens out. */
    double cpuMillis(String name) {
        return cpu.getOrDefault(name, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    /** The median over the rounds of one lap's time over another's of the same round. */
    double ratio(String name, String other) {
        return median(ratios(name, other));
    }

    /** The numbers behind a ratio. */
    String detail(String name, String other) {
        double[] ratios = ratios(name, other);
        Arrays.sort(ratios);
        return detail(name) + ", " + detail(other) + ", " + ratios.length + " rounds from " + Figure.number(ratios[0])
                + " to " + Figure.number(ratios[ratios.length - 1]);
    }

    String detail(String name) {
        return name + " " + Figure.number(millis(name)) + " ms (CPU " + Figure.number(cpuMillis(name)) + ")";
    }

    private double[] ratios(String name, String other) {
        double[] above = wall(name);
        double[] below = wall(other);
        double[] ratios = new double[above.length];
        Arrays.setAll(ratios, round -> above[round] / below[round]);
        return ratios;
    }

    private double[] wall(String name) {
        List<Double> times = wall.get(name);
        if (times == null) {
            throw new IllegalArgumentException("No side has a lap '" + name + "'; there are " + wall.keySet());
        }
        return times.stream().mapToDouble(Double::doubleValue).toArray();
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
