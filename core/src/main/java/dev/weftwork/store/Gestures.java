package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.GestureFrame;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This device's own gestures, and who is told of them. Safe for use by many threads. */
final class Gestures {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Engine engine;
    private final Announcer announcer;
    private final Slices slices;
    private final String process;
    private final FrameSender neighbours;
    private final List<GestureListener> listeners = new CopyOnWriteArrayList<>();

    Gestures(Engine engine, Announcer announcer, Slices slices, String process, FrameSender neighbours) {
        this.engine = engine;
        this.announcer = announcer;
        this.slices = slices;
        this.process = process;
        this.neighbours = neighbours;
    }

    Gesture begin(WorkflowId workflow) {
        return new Gesture(engine, announcer, workflow, process, this);
    }

    Subscription observe(GestureListener listener) {
        listeners.add(Objects.requireNonNull(listener, "A listener is needed; it is told of gestures"));
        return () -> listeners.remove(listener);
    }

    /** Whether anybody wants to show this device's gestures to peers. */
    boolean isHeard() {
        return !listeners.isEmpty();
    }

    /** A frame was shown. Who wants to show it to peers is not told of what may not leave the device. */
    void shown(WorkflowId workflow, OpId gesture, long number, List<EntityWrites> values) {
        if (!isHeard() && !neighbours.listens()) {
            return;
        }
        List<EntityWrites> leaving = slices.leaving(values);
        neighbours.shown(new GestureFrame(workflow, gesture, number, values), leaving);
        if (!leaving.isEmpty()) {
            tell(new GestureFrame(workflow, gesture, number, leaving));
        }
    }

    void calledOff(WorkflowId workflow, OpId gesture, long number) {
        GestureFrame end = new GestureFrame(workflow, gesture, number, List.of());
        neighbours.shown(end, List.of());
        tell(end);
    }

    private void tell(GestureFrame frame) {
        listeners.forEach(listener -> guard(() -> listener.shown(frame)));
    }

    void committed(OpId gesture) {
        neighbours.committed(gesture);
        over(gesture);
    }

    /** A frame was shown by another process on the storage, or a gesture called off there. */
    void relay(RingFrame frame) {
        frame.leaving(slices)
                .ifPresent(leaving -> listeners.forEach(listener -> guard(() -> listener.relayed(leaving))));
    }

    /** A gesture has become an operation, here or in another process. */
    void over(OpId gesture) {
        listeners.forEach(listener -> guard(() -> listener.committed(gesture)));
    }

    /** A gesture goes on, whatever becomes of those who watch it. */
    private static void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A gesture could not be passed on");
        }
    }
}
