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

/** This store's own gestures, and who is told of them. Safe for use by many threads. */
final class Gestures {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Engine engine;
    private final Announcer announcer;
    private final Slices slices;
    private final String process;
    private final List<GestureListener> listeners = new CopyOnWriteArrayList<>();

    Gestures(Engine engine, Announcer announcer, Slices slices, String process) {
        this.engine = engine;
        this.announcer = announcer;
        this.slices = slices;
        this.process = process;
    }

    Gesture begin(WorkflowId workflow) {
        return new Gesture(engine, announcer, workflow, process, this);
    }

    Subscription observe(GestureListener listener) {
        listeners.add(Objects.requireNonNull(listener, "A listener is needed; it is told of gestures"));
        return () -> listeners.remove(listener);
    }

    /** A frame was shown; what may not leave the device is not told. */
    void shown(WorkflowId workflow, OpId gesture, long number, List<EntityWrites> values) {
        if (listeners.isEmpty()) {
            return;
        }
        List<EntityWrites> leaving = slices.allMayLeave()
                ? values
                : values.stream()
                        .flatMap(each -> slices.split(each, true).stream())
                        .toList();
        if (!leaving.isEmpty()) {
            tell(new GestureFrame(workflow, gesture, number, leaving));
        }
    }

    void calledOff(WorkflowId workflow, OpId gesture, long number) {
        tell(new GestureFrame(workflow, gesture, number, List.of()));
    }

    private void tell(GestureFrame frame) {
        listeners.forEach(listener -> guard(() -> listener.shown(frame)));
    }

    void committed(OpId gesture) {
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
