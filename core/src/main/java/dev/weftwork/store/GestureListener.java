package dev.weftwork.store;

import dev.weftwork.change.OpId;
import dev.weftwork.spi.GestureFrame;

/** Is told of this store's own gestures, so that somebody elsewhere can watch. Told on the gesture's thread; be quick. */
public interface GestureListener {
    /**
     * A frame was shown, or a gesture was called off. Holds only what may leave the device.
     *
     * @param frame how the gesture stands
     */
    void shown(GestureFrame frame);

    /**
     * A gesture has become an operation, which waits to be stored.
     *
     * @param gesture the operation
     */
    void committed(OpId gesture);
}
