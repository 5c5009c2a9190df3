package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import dev.weftwork.store.UndoMark.Place;
import dev.weftwork.store.UndoMark.Written;
import dev.weftwork.store.history.UndoResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One or more edits that are taken back together. What they wrote is worked out when somebody first asks, since most
 * steps are never taken back. Guarded by the replica's lock.
 */
final class UndoStep {
    private final List<Taken> fresh = new ArrayList<>(1);
    private final Map<Place, UndoMark> marks = new LinkedHashMap<>();
    private OpId last;
    private long at;
    private int entities;
    private boolean takenBack;

    /** An edit, and what it met. */
    private static final class Taken {
        private final Op op;
        private final @Nullable Entity[] before;

        Taken(Op op, @Nullable Entity[] before) {
            this.op = op;
            this.before = before;
        }
    }

    UndoStep(Op op, GraphState before, long nanos) {
        last = op.id();
        add(op, before, nanos);
    }

    void add(Op op, GraphState before, long nanos) {
        @Nullable Entity[] met = new Entity[op.writes().size()];
        for (int i = 0; i < met.length; i++) {
            met[i] = before.entity(op.writes().get(i).key());
        }
        fresh.add(new Taken(op, met));
        entities += met.length;
        last = op.id();
        at = nanos;
    }

    int entities() {
        return entities;
    }

    Collection<UndoMark> marks() {
        return marks.values();
    }

    /** Whether the step is one edit so far, of the very registers of another, made within a time of it. */
    boolean goesWith(Op op, long nanos, long within) {
        if (within == 0 || takenBack || fresh.isEmpty() || nanos - at > within) {
            return false;
        }
        List<EntityWrites> own = fresh.get(fresh.size() - 1).op.writes();
        return WriteSet.sameRegisters(own, op.writes());
    }

    /** Works out what the step wrote; the values in the map are those that earlier steps left. */
    void lookAt(Map<Place, Written> latest, Set<String> leftOut) {
        for (Taken taken : fresh) {
            for (int i = 0; i < taken.before.length; i++) {
                mark(taken.op, taken.op.writes().get(i), taken.before[i], latest, leftOut);
            }
        }
        fresh.clear();
    }

    private void mark(
            Op op, EntityWrites writes, @Nullable Entity met, Map<Place, Written> latest, Set<String> leftOut) {
        Registers before = met == null ? Registers.NONE : met.registers();
        boolean life = writes.writes(RegisterNames.LIFE);
        // what was never there goes as a whole; its other registers may stay, since nobody sees them
        boolean firstBirth = life && before.size() == 0;
        for (int i = 0; i < writes.size(); i++) {
            String field = writes.field(i);
            boolean isLife = field.equals(RegisterNames.LIFE);
            if ((firstBirth && !isLife) || (!life && leftOut.contains(field))) {
                continue;
            }
            Place place = new Place(writes.key(), field);
            Stamp stamp = before.stampOf(field);
            OpId by = stamp == null ? null : stamp.op();
            Written stood = latest.get(place);
            if (stood == null || !Objects.equals(stood.op, by)) {
                Json value = before.get(field);
                stood = new Written(isLife && value == null ? Json.FALSE : value, by);
            }
            Written now = new Written(writes.value(i), op.id());
            UndoMark own = marks.get(place);
            marks.put(place, new UndoMark(place, own == null ? stood : own.before(), now));
            latest.put(place, now);
        }
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
            return step.last;
        }

        List<EntityWrites> writes() {
            return writes.values().stream().map(EntityWrites.Builder::build).toList();
        }

        /** Notes by which operation it was done; what was skipped is no part of the step from now on. */
        void done(OpId by, Map<Place, Written> latest) {
            step.marks.clear();
            for (UndoMark mark : written) {
                Written now = mark.to(back);
                now.op = by;
                latest.put(mark.place(), now);
                step.marks.put(mark.place(), mark);
            }
            step.last = by;
            step.takenBack |= back;
        }
    }

    Plan plan(boolean back, GraphState state) {
        Plan plan = new Plan(this, back);
        for (UndoMark mark : marks.values()) {
            Place place = mark.place();
            Stamp stands = place.standing(state);
            OpId by = stands == null ? null : stands.op();
            Written from = mark.from(back);
            if (by != null && by.equals(from.op)) {
                plan.written.add(mark);
                plan.writes
                        .computeIfAbsent(place.key(), EntityWrites::to)
                        .setOver(place.field(), mark.to(back).value, by);
            } else if (stands != null && !stands.op().equals(mark.to(back).op)) {
                plan.skipped.add(new UndoResult.Skipped(place.key(), place.field(), stands.op(), stands.device()));
            }
        }
        return plan;
    }

    /** Whether all is as if the step had been taken back, or done again, because the server refused what it came to. */
    boolean isGone(boolean back, GraphState state) {
        return marks.values().stream().allMatch(mark -> {
            Stamp stands = mark.place().standing(state);
            return Objects.equals(stands == null ? null : stands.op(), mark.to(back).op);
        });
    }

    boolean wasTakenBack() {
        return takenBack;
    }

    /** Follows an edit whose large binaries moved out: a step must not keep them in memory. */
    void lightened(Op op) {
        fresh.replaceAll(taken -> taken.op.id().equals(op.id()) ? new Taken(op, taken.before) : taken);
        each((place, written) -> op.writes().forEach(writes -> {
            int i = op.id().equals(written.op) ? place.in(writes) : -1;
            if (i >= 0) {
                written.value = writes.value(i);
            }
        }));
    }

    /** Follows writes that say the same as what they stand over, in another form. */
    void rewritten(Op op) {
        each((place, written) -> op.writes().forEach(writes -> {
            int i = place.in(writes);
            if (i >= 0 && Objects.equals(writes.onlyOver(i), written.op)) {
                written.value = writes.value(i);
                written.op = op.id();
            }
        }));
    }

    private void each(BiConsumer<Place, Written> work) {
        for (UndoMark mark : marks.values()) {
            work.accept(mark.place(), mark.before());
            work.accept(mark.place(), mark.after());
        }
    }

    /** Follows operations that go on under other names. */
    void renamed(Map<OpId, OpId> names) {
        last = names.getOrDefault(last, last);
        for (UndoMark mark : marks.values()) {
            for (Written each : List.of(mark.before(), mark.after())) {
                OpId op = each.op;
                each.op = op == null ? null : names.getOrDefault(op, op);
            }
        }
    }
}
