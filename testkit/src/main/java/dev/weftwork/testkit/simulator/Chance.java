package dev.weftwork.testkit.simulator;

import java.time.Duration;
import java.util.List;

/** Numbers that look like chance and follow from a seed. */
final class Chance {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    Chance(long seed) {
        state = seed;
    }

    long next() {
        state += GOLDEN;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** From zero, included, to one, excluded. */
    double share() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    boolean happens(double probability) {
        return share() < probability;
    }

    int below(int bound) {
        return (int) Math.floorMod(next(), (long) bound);
    }

    Duration upTo(Duration most) {
        return Duration.ofMillis(Math.round(share() * most.toMillis()));
    }

    <T> T pick(List<T> list) {
        return list.get(below(list.size()));
    }

    /** Another source that follows from this one and shares nothing with it. */
    Chance fork() {
        return new Chance(next());
    }
}
