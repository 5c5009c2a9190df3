package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.graph.WorkflowId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A gesture under way, such as dragging. Listeners see every frame; the log gets one operation when the gesture ends,
 * however many frames there were. A frame builds on the frames before. A gesture that is never ended leaves nothing.
 *
 * <p>Confined to one thread at a time.
 */
public final class Gesture {
    private final Engine engine;
    private final Announcer announcer;
    private final WorkflowId workflow;
    private final String process;
    private final Map<EntityKey, EntityWrites> writes = new LinkedHashMap<>();
    private @Nullable GraphState shown;
    private boolean over;

    Gesture(Engine engine, Announcer announcer, WorkflowId workflow, String process) {
        this.engine = engine;
        this.announcer = announcer;
        this.workflow = workflow;
        this.process = process;
        engine.requireAlive(workflow);
    }

    /**
     * Shows one frame.
     *
     * @param edit what to do
     * @param <X> what the callback may throw; then the frame is not shown
     * @return this
     * @throws X what the callback threw
     */
    public <X extends Exception> Gesture frame(GraphEdit<X> edit) throws X {
        check();
        GraphState base = engine.requireAlive(workflow);
        // what others did since the last frame is under this one
        GraphState start = writes.isEmpty() ? base : join(base, frame());
        GraphState before = shown == null ? base : shown;
        DraftRecorder draft = new DraftRecorder(start, start.view(), process);
        try {
            edit.apply(draft);
        } finally {
            draft.end();
        }
        for (EntityWrites each : draft.finish()) {
            writes.merge(each.key(), each, Gesture::over);
        }
        Op frame = frame();
        GraphState after = join(base, frame);
        shown = after;
        engine.locked(() -> {
            announcer.changed(before, after, List.of(frame), WorkflowChange.Origin.GESTURE);
            return after;
        });
        return this;
    }

    /**
     * Ends the gesture: what its frames came to is one edit.
     *
     * @return when that is on disk
     */
    public Commit commit() {
        check();
        Commit commit = engine.write(workflow, List.copyOf(writes.values()));
        over = true;
        return commit;
    }

    /** Ends the gesture and leaves everything as it was; listeners see it go back. */
    public void cancel() {
        check();
        over = true;
        GraphState last = shown;
        if (last != null) {
            Op nothing = frame();
            GraphState base = engine.home(workflow);
            engine.locked(() -> {
                announcer.changed(last, base, List.of(nothing), WorkflowChange.Origin.GESTURE);
                return base;
            });
        }
    }

    private Op frame() {
        return engine.ephemeral(workflow, List.copyOf(writes.values()));
    }

    private static GraphState join(GraphState base, Op frame) {
        return base.join(frame, frame.provisional());
    }

    private static EntityWrites over(EntityWrites before, EntityWrites after) {
        EntityWrites.Builder both = EntityWrites.to(before.key());
        before.forEach(both::set);
        after.forEach(both::set);
        return both.build();
    }

    private void check() {
        if (over) {
            throw new IllegalStateException("This gesture has ended; start another with gesture(…)");
        }
    }
}
