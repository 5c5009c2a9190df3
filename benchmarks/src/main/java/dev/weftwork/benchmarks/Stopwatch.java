package dev.weftwork.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Times parts of one run; what lies before {@link #start()} and after the last lap does not count. */
final class Stopwatch {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Series series;
    private long wallStart;
    private long cpuStart;

    Stopwatch(Series series) {
        this.series = series;
    }

    void start() {
        cpuStart = SYSTEM.getProcessCpuTime();
        wallStart = System.nanoTime();
    }

    /** Notes the time since the start under a name. */
    void lap(String name) {
        long wall = System.nanoTime() - wallStart;
        long cpu = SYSTEM.getProcessCpuTime() - cpuStart;
        series.add(name, wall / 1e6, cpu / 1e6);
    }
}
