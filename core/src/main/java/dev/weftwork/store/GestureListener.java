package dev.weftwork.store;

import dev.weftwork.change.OpId;
import dev.weftwork.spi.GestureFrame;

/** Is told of this device's gestures, so that somebody elsewhere can watch. Told on any thread; be quick. */
public interface GestureListener {
    /**
     * A frame was shown, or a gesture was called off. Holds only what may leave the device.
     *
     * @param frame how the gesture stands
     */
    void shown(GestureFrame frame);

    /**
     * The same of another process that has the storage open. It tells as long as the gesture lasts: when it falls silent,
     * the gesture is over or the process is.
     *
     * @param frame how the gesture stands
     */
    default void relayed(GestureFrame frame) {
        // who shows nobody anything need not know
    }

    /**
     * A gesture has become an operation, which waits to be stored or, if it was another process's, was stored.
     *
     * @param gesture the operation
     */
    void committed(OpId gesture);
}
