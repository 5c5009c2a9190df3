package dev.weftwork.testkit.simulator;

import dev.weftwork.schedule.Scheduler;
import java.util.function.Consumer;

/** What happened in a run, as a hash that two equal runs share, and as lines for whoever wants to read them. */
final class Trace {
    private static final long PRIME = 0x100000001B3L;

    private final Scheduler time;
    private final long start;
    private final Consumer<String> reader;
    private long hash = 0xCBF29CE484222325L;
    private long lines;

    Trace(Scheduler time, Consumer<String> reader) {
        this.time = time;
        this.start = time.nanoTime();
        this.reader = reader;
    }

    void add(String who, String what) {
        String line = (time.nanoTime() - start) / 1_000_000 + " " + who + " " + what;
        for (int i = 0; i < line.length(); i++) {
            hash = (hash ^ line.charAt(i)) * PRIME;
        }
        lines++;
        reader.accept(line);
    }

    long hash() {
        return hash;
    }

    long lines() {
        return lines;
    }
}
