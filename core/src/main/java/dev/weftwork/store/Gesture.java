package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A gesture under way, such as dragging. Listeners see every frame; the log gets one operation when the gesture ends,
 * however many frames there were. A frame builds on the frames before. A gesture that is never ended leaves nothing in
 * the store, but listeners see its last frame until it ends: end each with {@link #commit} or {@link #cancel}.
 *
 * <p>Other processes that have the storage open see them too, as {@link WorkflowChange.Origin#PEER_GESTURE}, if its adapter
 * offers a ring of frames; and other devices, where a sync engine runs and its server passes frames on.
 *
 * <p>Confined to one thread at a time.
 */
public final class Gesture {
    private final Engine engine;
    private final Announcer announcer;
    private final WorkflowId workflow;
    private final String process;
    private final Gestures gestures;
    /** The operation that this becomes. */
    private final OpId id;

    private final Map<EntityKey, EntityWrites> writes = new LinkedHashMap<>();
    private long frames;
    private boolean over;

    Gesture(Engine engine, Announcer announcer, WorkflowId workflow, String process, Gestures gestures) {
        this.engine = engine;
        this.announcer = announcer;
        this.workflow = workflow;
        this.process = process;
        this.gestures = gestures;
        engine.requireAlive(workflow);
        id = new OpId(engine.newId());
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
        Required.callback(edit, "An edit");
        GraphState base = engine.requireAlive(workflow);
        // what others did since the last frame is under this one
        GraphState start = writes.isEmpty() ? base : join(base, frame());
        DraftRecorder draft = new DraftRecorder(start, start.view(), process, engine::newId);
        try {
            edit.apply(draft);
        } finally {
            draft.end();
        }
        // other devices see it before it is committed
        for (EntityWrites each : engine.sealing.seal(start, draft.finish())) {
            writes.merge(each.key(), each, Gesture::over);
        }
        engine.locked(() -> {
            announcer.hover(id, frame(), engine.home(workflow), WorkflowChange.Origin.GESTURE);
            return id;
        });
        frames++;
        gestures.shown(workflow, id, frames, List.copyOf(writes.values()));
        return this;
    }

    /**
     * Ends the gesture: what its frames came to is one edit.
     *
     * @return when that is on disk
     */
    public Commit commit() {
        check();
        Commit commit = engine.write(workflow, List.copyOf(writes.values()), id);
        over = true;
        if (writes.isEmpty()) {
            lift();
        }
        gestures.committed(id);
        return commit;
    }

    /** Ends the gesture and leaves everything as it was; listeners see it go back. */
    public void cancel() {
        check();
        over = true;
        lift();
        if (frames > 0) {
            gestures.calledOff(workflow, id, frames + 1);
        }
    }

    private void lift() {
        engine.locked(() -> {
            announcer.lift(id, engine.home(workflow), WorkflowChange.Origin.GESTURE);
            return id;
        });
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
