package dev.weftwork.store;

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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The steps of one workflow. Guarded by the replica's lock. */
final class UndoStack {
    /** So many entities may the steps hold together; a single step may always hold more. */
    private static final int MOST_ENTITIES = 500_000;

    private final UndoOptions options;
    private final Deque<UndoStep> undo = new ArrayDeque<>();
    private final Deque<UndoStep> redo = new ArrayDeque<>();
    /** By register: what the last step that is not taken back left there. */
    private final Map<Place, Written> latest = new HashMap<>();

    private int entities;
    private int groups;
    /** Whether the next edit may still become part of the last step. */
    private boolean joinable;
    /** The step that the open group fills; null before its first edit. */
    private @Nullable UndoStep filling;

    UndoStack(UndoOptions options) {
        this.options = options;
    }

    UndoState state() {
        return new UndoState(undo.size(), redo.size());
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
        entities = 0;
        filling = null;
    }

    void record(Op op, GraphState before, long nanos) {
        forgetRedo();
        UndoStep last = inGroup() ? filling : undo.peekLast();
        int size = op.writes().size();
        entities += size;
        if (last != null
                && (inGroup()
                        || (joinable
                                && last.goesWith(
                                        op, nanos, options.mergeWithin().toNanos())))) {
            last.add(op, before, nanos);
        } else {
            UndoStep step = new UndoStep(op, before, nanos);
            undo.addLast(step);
            filling = inGroup() ? step : null;
        }
        joinable = !inGroup();
        while (undo.size() > options.steps() || (entities > MOST_ENTITIES && undo.size() > 1)) {
            UndoStep oldest = undo.removeFirst();
            entities -= oldest.entities();
            oldest.marks().forEach(mark -> latest.remove(mark.place(), mark.after()));
        }
    }

    private void forgetRedo() {
        if (redo.isEmpty()) {
            return;
        }
        redo.forEach(step -> entities -= step.entities());
        redo.clear();
        latest.clear();
        undo.forEach(step -> step.marks().forEach(mark -> latest.put(mark.place(), mark.after())));
    }

    /** Works out what the steps wrote. */
    void lookAt() {
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
            entities -= steps.removeLast().entities();
            if (!plan.skipped.isEmpty()) {
                return plan;
            }
        }
        return null;
    }

    void done(boolean back, UndoStep.Plan plan, OpId by) {
        plan.done(by, latest);
        joinable = false;
        if (back) {
            redo.addLast(undo.removeLast());
        } else {
            undo.addLast(redo.removeLast());
        }
    }

    /** Follows what a server refused: a step back that never was leaves its step to be taken back, and so on. */
    void settle(GraphState state) {
        lookAt();
        while (!redo.isEmpty() && redo.getLast().isGone(false, state)) {
            undo.addLast(redo.removeLast());
        }
        while (!undo.isEmpty() && undo.getLast().isGone(true, state)) {
            UndoStep gone = undo.removeLast();
            if (gone.wasTakenBack()) {
                redo.addLast(gone);
            } else {
                entities -= gone.entities();
            }
        }
    }

    /** Follows an edit whose large binaries moved out. */
    void lightened(Op op) {
        undo.forEach(step -> step.lightened(op));
        redo.forEach(step -> step.lightened(op));
    }

    /** Follows writes that say the same as what they stand over, in another form. */
    void rewritten(Op op) {
        lookAt();
        undo.forEach(step -> step.rewritten(op));
        redo.forEach(step -> step.rewritten(op));
    }

    /** Follows operations that go on under other names. */
    void renamed(Map<OpId, OpId> names) {
        lookAt();
        undo.forEach(step -> step.renamed(names));
        redo.forEach(step -> step.renamed(names));
    }
}
