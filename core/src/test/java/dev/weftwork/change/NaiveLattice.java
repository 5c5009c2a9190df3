package dev.weftwork.change;

import dev.weftwork.graph.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The join as one would write it down on paper: slow, plain, and with rules that tests can break. */
class NaiveLattice implements Lattice<Map<EntityKey, NaiveLattice.Being>> {
    /** Whether a new value stands in place of an old one. */
    interface Beats {
        boolean test(Cell fresh, Cell old);
    }

    /** A register: a value and who wrote it. */
    record Cell(@Nullable Json value, Stamp stamp) {}

    /** An entity: how often it changed, and its registers. */
    record Being(long version, TreeMap<String, Cell> cells) {}

    static final Beats LAST_WRITE = (fresh, old) -> fresh.stamp.compareTo(old.stamp) > 0;

    private final Beats beats;

    NaiveLattice(Beats beats) {
        this.beats = beats;
    }

    @Override
    public Map<EntityKey, Being> empty() {
        return new LinkedHashMap<>();
    }

    @Override
    public Map<EntityKey, Being> join(Map<EntityKey, Being> state, Op op, Stamp stamp) {
        Map<EntityKey, Being> joined = new LinkedHashMap<>(state);
        for (EntityWrites writes : op.writes()) {
            joined.merge(writes.key(), written(writes, stamp), (old, fresh) -> merge(old, fresh, old.version + 1));
        }
        return joined;
    }

    private static Being written(EntityWrites writes, Stamp stamp) {
        TreeMap<String, Cell> cells = new TreeMap<>();
        writes.forEach((field, value) -> cells.put(field, new Cell(value, stamp)));
        return new Being(1, cells);
    }

    @Override
    public Map<EntityKey, Being> join(Map<EntityKey, Being> one, Map<EntityKey, Being> other) {
        Map<EntityKey, Being> joined = new LinkedHashMap<>(one);
        other.forEach((key, being) ->
                joined.merge(key, being, (old, fresh) -> merge(old, fresh, versions(old.version, fresh.version))));
        return joined;
    }

    long versions(long one, long other) {
        return Math.max(one, other);
    }

    private Being merge(Being old, Being fresh, long version) {
        TreeMap<String, Cell> cells = new TreeMap<>(old.cells);
        fresh.cells.forEach((field, cell) -> cells.merge(field, cell, (was, is) -> beats.test(is, was) ? is : was));
        return new Being(version, cells);
    }

    @Override
    public String text(Map<EntityKey, Being> state) {
        return text(state, true);
    }

    @Override
    public String registers(Map<EntityKey, Being> state) {
        return text(state, false);
    }

    private static String text(Map<EntityKey, Being> state, boolean versions) {
        TreeSet<String> lines = new TreeSet<>();
        long[] newest = {0};
        state.forEach((key, being) -> {
            StringBuilder line = new StringBuilder(key + (versions ? " v" + being.version : ""));
            being.cells.forEach((field, cell) -> {
                line.append(' ')
                        .append(field)
                        .append('=')
                        .append(cell.value)
                        .append('@')
                        .append(cell.stamp);
                newest[0] = Math.max(newest[0], cell.stamp.millis());
            });
            lines.add(line.toString());
        });
        return String.join("\n", lines) + "\n" + World.WORKFLOW + " " + state.size() + " " + newest[0];
    }
}
