package dev.weftwork.change;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** Clocks with one rule missing. */
final class BrokenClock {
    private BrokenClock() {}

    static ClockLaws.Shared wallAlone() {
        return clock(process -> {}, (process, wall) -> Hlc.at(wall));
    }

    static ClockLaws.Shared oneForEachProcess() {
        long[] last = new long[3];
        return clock(process -> {}, (process, wall) -> keep(last, process, wall));
    }

    static ClockLaws.Shared inMemory() {
        long[] last = new long[1];
        return clock(process -> Arrays.fill(last, 0), (process, wall) -> keep(last, 0, wall));
    }

    static ClockLaws.Shared refusingDrift() {
        long[] last = new long[1];
        return clock(process -> {}, (process, wall) -> {
            if (Hlc.millis(last[0]) > wall) {
                throw new IllegalStateException("The clock went backwards");
            }
            return keep(last, 0, wall);
        });
    }

    private static long keep(long[] last, int where, long wallMillis) {
        last[where] = Hlc.next(last[where], wallMillis);
        return last[where];
    }

    private interface Tick {
        long next(int process, long wallMillis);
    }

    private static ClockLaws.Shared clock(IntConsumer restart, Tick tick) {
        return new ClockLaws.Shared() {
            @Override
            public void restart(int process) {
                restart.accept(process);
            }

            @Override
            public long tick(int process, long wallMillis) {
                return tick.next(process, wallMillis);
            }
        };
    }
}
