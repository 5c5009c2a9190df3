package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import dev.weftwork.store.UndoMark.Place;
import dev.weftwork.store.UndoMark.Written;
import dev.weftwork.store.history.UndoResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One or more edits that are taken back together. What they wrote is worked out when somebody first asks, since most
 * steps are never taken back. Guarded by the replica's lock.
 */
final class UndoStep {
    private final List<UndoMet> fresh = new ArrayList<>(1);
    private final Map<Place, UndoMark> marks = new LinkedHashMap<>();
    /** The operations that made it, took it back and did it again, the last one last. */
    private final List<OpId> names = new ArrayList<>(1);

    private long bytes;
    private boolean takenBack;

    void add(UndoMet met) {
        fresh.add(met);
        names.add(met.op().id());
        bytes += met.bytes();
    }

    /** About how much it keeps in memory. */
    long bytes() {
        return bytes;
    }

    Collection<UndoMark> marks() {
        return marks.values();
    }

    boolean isEmpty() {
        return fresh.isEmpty() && marks.isEmpty();
    }

    /** Works out what the step wrote; the values in the map are those that earlier steps left. */
    void lookAt(Map<Place, Written> latest, Set<String> leftOut) {
        for (UndoMet met : fresh) {
            met.forEach((writes, i, wasThere, former, by) -> {
                boolean life = writes.writes(RegisterNames.LIFE);
                boolean isLife = writes.field(i).equals(RegisterNames.LIFE);
                // what was never there goes as a whole; its other registers may stay, since nobody sees them
                boolean firstBirth = life && !wasThere;
                if ((isLife || !firstBirth) && (life || !leftOut.contains(writes.field(i)))) {
                    Json value = isLife && former == null ? Json.FALSE : former;
                    mark(new Place(writes.key(), writes.field(i)), value, by, writes.value(i), met.op(), latest);
                }
            });
        }
        fresh.clear();
    }

    private void mark(
            Place place,
            @Nullable Json former,
            @Nullable OpId by,
            @Nullable Json value,
            Op op,
            Map<Place, Written> latest) {
        Written stood = latest.get(place);
        if (stood == null || !stood.isBy(by)) {
            stood = new Written(former, by, null);
        }
        Written now = new Written(value, op.id(), stood);
        UndoMark own = marks.get(place);
        marks.put(place, new UndoMark(place, own == null ? stood : own.before(), now));
        latest.put(place, now);
    }

    /** What taking a step back, or doing it again, comes to as things stand. */
    static final class Plan {
        private final UndoStep step;
        private final boolean back;
        private final List<UndoMark> written = new ArrayList<>();
        private final Map<EntityKey, EntityWrites.Builder> writes = new LinkedHashMap<>();
        final List<UndoResult.Skipped> skipped = new ArrayList<>();

        private Plan(UndoStep step, boolean back) {
            this.step = step;
            this.back = back;
        }

        boolean isEmpty() {
            return written.isEmpty();
        }

        OpId target() {
            return step.names.get(step.names.size() - 1);
        }

        List<EntityWrites> writes() {
            return writes.values().stream().map(EntityWrites.Builder::build).toList();
        }

        /** Notes by which operation it was done; what was skipped is no part of the step from now on. */
        void done(OpId by, Map<Place, Written> latest) {
            step.marks.clear();
            for (UndoMark mark : written) {
                Written now = mark.to(back);
                now.alsoBy(by);
                latest.put(mark.place(), now);
                step.marks.put(mark.place(), mark);
            }
            step.names.add(by);
            step.takenBack |= back;
        }
    }

    Plan plan(boolean back, GraphState state) {
        Plan plan = new Plan(this, back);
        for (UndoMark mark : marks.values()) {
            Place place = mark.place();
            Stamp stands = place.standing(state);
            if (stands == null) {
                continue;
            }
            if (mark.from(back).isBy(stands.op())) {
                plan.written.add(mark);
                plan.writes
                        .computeIfAbsent(place.key(), EntityWrites::to)
                        .setOver(place.field(), mark.to(back).value, stands.op());
            } else if (!mark.to(back).isBy(stands.op())) {
                plan.skipped.add(new UndoResult.Skipped(place.key(), place.field(), stands.op(), stands.device()));
            }
        }
        return plan;
    }

    /** Whether all is as if the step had been taken back, or done again, because what that came to is no more. */
    boolean isGone(boolean back, GraphState state) {
        return marks.values().stream().allMatch(mark -> {
            Stamp stands = mark.place().standing(state);
            return mark.to(back).isBy(stands == null ? null : stands.op());
        });
    }

    boolean wasTakenBack() {
        return takenBack;
    }

    /** What an operation writes, by entity. */
    static final class Writes {
        final Op op;
        private final Map<EntityKey, EntityWrites> byKey = new HashMap<>();

        Writes(Op op) {
            this.op = op;
            op.writes().forEach(writes -> byKey.put(writes.key(), writes));
        }

        /** Those that write a register; null if none do. */
        @Nullable EntityWrites to(Place place) {
            EntityWrites writes = byKey.get(place.key());
            return writes != null && place.in(writes) >= 0 ? writes : null;
        }
    }

    /**
     * Follows an edit whose large binaries moved out, since a step must not keep them in memory.
     *
     * @param more by how much the edit is longer than it was taken to become
     */
    void lightened(Writes light, long more) {
        if (names.contains(light.op.id())) {
            bytes += more;
        }
        fresh.forEach(met -> met.lightened(light));
        each((place, written) -> {
            EntityWrites writes = written.isBy(light.op.id()) ? light.to(place) : null;
            if (writes != null) {
                written.value = writes.value(place.in(writes));
            }
        });
    }

    /** Follows writes that say the same as what they stand over, in another form. */
    void rewritten(Writes other) {
        OpId name = other.op.id();
        each((place, written) -> {
            EntityWrites writes = other.to(place);
            OpId over = writes == null ? null : writes.onlyOver(place.in(writes));
            if (writes != null && over != null && written.isBy(over) && !written.isBy(name)) {
                written.value = writes.value(place.in(writes));
                written.alsoBy(name);
            }
        });
    }

    private void each(BiConsumer<Place, Written> work) {
        for (UndoMark mark : marks.values()) {
            work.accept(mark.place(), mark.before());
            work.accept(mark.place(), mark.after());
        }
    }

    /** Forgets by which operations values would stand; they were refused. */
    void never(Set<OpId> refused) {
        names.removeAll(refused);
        for (UndoMark mark : marks.values()) {
            mark.before().never(refused);
            mark.after().never(refused);
        }
    }

    /** Leaves out what was never written after all; to be called once all steps have forgotten it. */
    void shrink() {
        marks.replaceAll((place, mark) -> mark.solid());
        marks.values().removeIf(UndoMark::isVoid);
    }

    /** Follows an operation some of whose writes stand under another name. */
    void alsoCalled(OpId op, OpId other) {
        for (UndoMark mark : marks.values()) {
            for (Written each : List.of(mark.before(), mark.after())) {
                if (each.isBy(op) && !each.isBy(other)) {
                    each.alsoBy(other);
                }
            }
        }
    }

    /** Follows operations that go on under other names. */
    void renamed(Map<OpId, OpId> others) {
        names.replaceAll(name -> others.getOrDefault(name, name));
        for (UndoMark mark : marks.values()) {
            mark.before().renamed(others);
            mark.after().renamed(others);
        }
    }
}
