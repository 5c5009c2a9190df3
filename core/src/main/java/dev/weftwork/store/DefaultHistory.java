package dev.weftwork.store;

import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.store.history.History;
import dev.weftwork.store.history.UndoGroup;
import dev.weftwork.store.history.UndoResult;
import dev.weftwork.store.history.UndoState;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The steps of one workflow, to the outside. */
final class DefaultHistory implements History {
    private final Engine engine;
    private final Histories histories;
    private final WorkflowId id;

    DefaultHistory(Engine engine, WorkflowId id) {
        this.engine = engine;
        this.histories = engine.histories();
        this.id = id;
    }

    @Override
    public UndoResult undo() {
        return go(true);
    }

    @Override
    public UndoResult redo() {
        return go(false);
    }

    private UndoResult go(boolean back) {
        return engine.alone(id, slot -> {
            UndoStack stack = histories.use(id);
            if (stack == null) {
                return new UndoResult.Nothing();
            }
            if (stack.inGroup()) {
                throw new IllegalStateException("A group of edits of workflow '" + id
                        + "' is open; close it first, then its edits are one step");
            }
            UndoStep.Plan plan = stack.plan(back, slot.overlay.view());
            UndoResult result = plan == null ? new UndoResult.Nothing() : carryOut(back, slot, stack, plan);
            histories.tell(id, stack.state());
            return result;
        });
    }

    private UndoResult carryOut(boolean back, Slot slot, UndoStack stack, UndoStep.Plan plan) {
        if (plan.isEmpty()) {
            return new UndoResult.Overtaken(plan.skipped);
        }
        OpId name = new OpId(engine.newId());
        Commit commit = engine.submission().take(slot, plan.writes(), name, plan.target());
        stack.done(back, plan, name);
        return new UndoResult.Done(commit, plan.skipped);
    }

    @Override
    public UndoState state() {
        return engine.locked(() -> {
            UndoStack stack = histories.find(id);
            return stack == null ? UndoState.NONE : stack.state();
        });
    }

    @Override
    public Subscription observe(Consumer<UndoState> listener) {
        Objects.requireNonNull(listener, "A listener is needed; it is told what can be taken back");
        return engine.locked(() -> histories.observe(id, listener));
    }

    @Override
    public UndoGroup group() {
        UndoStack stack = engine.locked(() -> {
            UndoStack own = histories.stack(id);
            own.openGroup();
            return own;
        });
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                engine.whileOpen(stack::closeGroup);
            }
        };
    }

    @Override
    public void clear() {
        engine.locked(() -> {
            UndoStack stack = histories.find(id);
            if (stack != null) {
                stack.clear();
                histories.tell(id, UndoState.NONE);
            }
            return id;
        });
    }
}
