package dev.weftwork.testkit.simulator;

import dev.weftwork.schedule.Scheduler;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happened in a run, as a hash that two equal runs share, and as lines for whoever wants to read them. */
final class Trace {
    private static final long PRIME = 0x100000001B3L;

    private final Scheduler time;
    private final long start;
    private final @Nullable Consumer<String> reader;
    private long hash = 0xCBF29CE484222325L;
    private long lines;

    Trace(Scheduler time, @Nullable Consumer<String> reader) {
        this.time = time;
        this.start = time.nanoTime();
        this.reader = reader;
    }

    void add(String who, String what) {
        long millis = (time.nanoTime() - start) / 1_000_000;
        hash = (hash ^ millis) * PRIME;
        mix(who);
        mix(what);
        lines++;
        if (reader != null) {
            reader.accept(String.format(
                    "%d:%02d:%02d.%03d  %-6s  %s",
                    millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60, millis % 1000, who, what));
        }
    }

    private void mix(String text) {
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
    }

    long hash() {
        return hash;
    }

    long lines() {
        return lines;
    }
}
