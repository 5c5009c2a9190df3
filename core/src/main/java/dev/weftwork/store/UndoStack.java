package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.store.UndoMark.Place;
import dev.weftwork.store.UndoMark.Written;
import dev.weftwork.store.history.UndoOptions;
import dev.weftwork.store.history.UndoState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The steps of one workflow. Guarded by the replica's lock. */
final class UndoStack {
    private final UndoOptions options;
    private final Deque<UndoStep> undo = new ArrayDeque<>();
    private final Deque<UndoStep> redo = new ArrayDeque<>();
    /** By register: what stands there as far as these steps put it there. */
    private final Map<Place, Written> latest = new HashMap<>();

    private long bytes;
    private int groups;
    /** What the next edit must write to become part of the last step; null if nothing can. */
    private @Nullable List<EntityWrites> last;

    private long lastAt;
    /** The step that the open group fills; null before its first edit. */
    private @Nullable UndoStep filling;

    UndoStack(UndoOptions options) {
        this.options = options;
    }

    UndoState state() {
        return new UndoState(undo.size(), redo.size());
    }

    /** About how much all steps keep in memory. */
    long bytes() {
        return bytes;
    }

    private UndoStep forget(UndoStep step) {
        bytes -= step.bytes();
        return step;
    }

    void openGroup() {
        groups++;
    }

    void closeGroup() {
        groups--;
        if (groups == 0) {
            filling = null;
        }
    }

    boolean inGroup() {
        return groups > 0;
    }

    void clear() {
        undo.clear();
        redo.clear();
        latest.clear();
        bytes = 0;
        filling = null;
        last = null;
    }

    /** Adds an edit of a known size. */
    void record(Op op, long size, GraphState before, long nanos) {
        if (!redo.isEmpty()) {
            redo.forEach(this::forget);
            redo.clear();
            remember();
        }
        UndoMet met = UndoMet.of(op, size, before, options.leftOut());
        UndoStep open = inGroup() ? filling : joined(op, nanos);
        if (open == null) {
            open = new UndoStep();
            undo.addLast(open);
            filling = inGroup() ? open : null;
        }
        open.add(met);
        bytes += met.bytes();
        last = inGroup() ? null : op.writes();
        lastAt = nanos;
        while (undo.size() > options.steps()) {
            dropOldest();
        }
    }

    /** The step that an edit continues: the last, if that is of the very same registers and of a moment ago. */
    private @Nullable UndoStep joined(Op op, long nanos) {
        long within = options.mergeWithin().toNanos();
        boolean joins =
                last != null && within > 0 && nanos - lastAt <= within && WriteSet.sameRegisters(last, op.writes());
        return joins ? undo.peekLast() : null;
    }

    /** Forgets the oldest step there is, but never the only one; gives false if there is none to forget. */
    boolean dropOldest() {
        if (undo.size() < 2) {
            return false;
        }
        forget(undo.removeFirst()).marks().forEach(mark -> {
            latest.remove(mark.place(), mark.after());
            mark.after().settle();
        });
        return true;
    }

    private void remember() {
        latest.clear();
        undo.forEach(step -> step.marks().forEach(mark -> latest.put(mark.place(), mark.after())));
        redo.forEach(step -> step.marks().forEach(mark -> latest.put(mark.place(), mark.before())));
    }

    /** Works out what the steps wrote. */
    private void lookAt() {
        undo.forEach(step -> step.lookAt(latest, options.leftOut()));
    }

    /** What the next step back, or forth, comes to; steps of which nothing is left are passed over. */
    UndoStep.@Nullable Plan plan(boolean back, GraphState state) {
        lookAt();
        Deque<UndoStep> steps = back ? undo : redo;
        while (!steps.isEmpty()) {
            UndoStep.Plan plan = steps.getLast().plan(back, state);
            if (!plan.isEmpty()) {
                return plan;
            }
            forget(steps.removeLast());
            if (!plan.skipped.isEmpty()) {
                return plan;
            }
        }
        return null;
    }

    void done(boolean back, UndoStep.Plan plan, OpId by) {
        plan.done(by, latest);
        last = null;
        if (back) {
            redo.addLast(undo.removeLast());
        } else {
            undo.addLast(redo.removeLast());
        }
    }

    /** Follows a state in which steps back or forth are no more, so that they can be taken again. */
    void settle(GraphState state) {
        lookAt();
        boolean moved = false;
        while (!redo.isEmpty() && redo.getLast().isGone(false, state)) {
            undo.addLast(redo.removeLast());
            moved = true;
        }
        while (!undo.isEmpty() && undo.getLast().isGone(true, state)) {
            UndoStep gone = undo.removeLast();
            if (gone.wasTakenBack()) {
                redo.addLast(gone);
            } else {
                forget(gone);
            }
            moved = true;
        }
        if (moved) {
            last = null;
            remember();
        }
    }

    /** Follows operations that the server refused: what they wrote is no part of any step. */
    void refused(Set<OpId> ops) {
        lookAt();
        forEach(step -> step.never(ops));
        forEach(UndoStep::shrink);
        forEach(step -> bytes -= step.isEmpty() ? step.bytes() : 0);
        boolean gone = undo.removeIf(UndoStep::isEmpty);
        gone |= redo.removeIf(UndoStep::isEmpty);
        if (gone) {
            last = null;
        }
        remember();
    }

    /** Follows an operation some of whose writes stand under another name. */
    void alsoCalled(OpId op, OpId other) {
        lookAt();
        forEach(step -> step.alsoCalled(op, other));
    }

    /** Follows an edit whose large binaries moved out, and which is longer than it was taken to become. */
    void lightened(Op op, long more) {
        UndoStep.Writes writes = new UndoStep.Writes(op);
        forEach(step -> {
            bytes -= step.bytes();
            step.lightened(writes, more);
            bytes += step.bytes();
        });
    }

    /** Follows writes that say the same as what they stand over, in another form. */
    void rewritten(Op op) {
        lookAt();
        UndoStep.Writes writes = new UndoStep.Writes(op);
        forEach(step -> step.rewritten(writes));
    }

    /** Follows operations that go on under other names. */
    void renamed(Map<OpId, OpId> names) {
        lookAt();
        forEach(step -> step.renamed(names));
    }

    private void forEach(Consumer<UndoStep> each) {
        undo.forEach(each);
        redo.forEach(each);
    }
}
