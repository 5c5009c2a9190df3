package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.wire.FrameMessages;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A frame as it stands in the ring of a storage.
 *
 * @param process who put it there
 * @param at when, by the wall clock
 * @param own whether the gesture is made in that process; else that process syncs and the gesture is a peer's
 * @param frame all that is shown
 * @param leaving what of it may leave the device
 */
record RingFrame(String process, long at, boolean own, GestureFrame frame, List<EntityWrites> leaving) {
    private static final String OWN = "own";
    private static final String PEER = "peer";

    /** A line about the frame, and the frame; a third line if only a part of it may leave the device. */
    String text() {
        String text = (own ? OWN : PEER) + " " + at + " " + process + "\n" + FrameMessages.text(frame);
        return leaving.equals(frame.values()) ? text : text + "\n" + FrameMessages.text(with(leaving));
    }

    /** Reads what {@link #text} wrote; null if it is anything else, since whoever can write the file can write that. */
    static @Nullable RingFrame read(String text) {
        try {
            String[] lines = text.split("\n", 3);
            String[] about = lines[0].split(" ", 3);
            boolean own = about[0].equals(OWN);
            if (!own && !about[0].equals(PEER)) {
                return null;
            }
            GestureFrame frame = FrameMessages.read(lines[1]);
            List<EntityWrites> leaving = lines.length == 2
                    ? frame.values()
                    : FrameMessages.read(lines[2]).values();
            return new RingFrame(about[2], Long.parseLong(about[1]), own, frame, leaving);
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Whether it was put a moment ago; it may have lain there for days. */
    boolean isFresh(long now, Duration life) {
        return at > now - life.toMillis() && at < now + life.toMillis();
    }

    /** What peers may see of it, under the rules of this process too; nothing if that is nothing. */
    Optional<GestureFrame> leaving(Slices slices) {
        List<EntityWrites> part = slices.leaving(leaving);
        boolean calledOff = frame.values().isEmpty();
        return part.isEmpty() && !calledOff ? Optional.empty() : Optional.of(with(part));
    }

    private GestureFrame with(List<EntityWrites> values) {
        return new GestureFrame(frame.workflow(), frame.gesture(), frame.number(), values);
    }
}
