package dev.weftwork.wire;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.OpId;
import dev.weftwork.change.OpJson;
import dev.weftwork.change.OpReader;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.GestureFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames of gestures on their way; the request and the event have the same form. */
public final class FrameMessages {
    private FrameMessages() {}

    /**
     * Writes a frame.
     *
     * @param frame the frame
     * @return {@code {"workflow", "gesture", "n", "values": […]}}, without line breaks
     */
    public static String text(GestureFrame frame) {
        JsonWriter out = new JsonWriter(384).beginObject();
        out.key("workflow").value(frame.workflow().value());
        out.key("gesture").value(frame.gesture().value());
        out.key("n").value(frame.number()).key("values");
        OpJson.writeWrites(WireOp.encode(frame.values()), out);
        return out.endObject().toString();
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @param text the text
     * @return the frame
     * @throws WireFormatException if it is no frame
     */
    public static GestureFrame read(String text) {
        return Message.read(text, in -> new Reading().read(in));
    }

    private static final class Reading {
        private @Nullable WorkflowId workflow;
        private @Nullable OpId gesture;
        private long number;
        private @Nullable List<EntityWrites> values;

        GestureFrame read(JsonCursor in) {
            in.beginObject();
            while (in.nextMember()) {
                switch (in.key()) {
                    case "workflow" -> workflow = WorkflowId.of(in.string());
                    case "gesture" -> gesture = new OpId(in.string());
                    case "n" -> number = Message.number(in);
                    case "values" -> values = WireOp.decode(new OpReader().readWrites(in));
                    default -> in.skip();
                }
            }
            if (workflow == null || gesture == null || values == null) {
                throw new WireFormatException("A frame needs the members 'workflow', 'gesture', 'n' and 'values'");
            }
            return new GestureFrame(workflow, gesture, number, values);
        }
    }
}
