package dev.weftwork.wire;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.OpReader;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.RemoteCursor;
import java.util.List;
import java.util.Map;

/**
 * What follows a cursor, with operations that need no more than to be copied: a server keeps them as they travel.
 *
 * @param ops {@code {"seq", "eff", "op"}}, as {@link #text} makes them
 * @param cursor where the next pull goes on
 * @param seq the sequence number at that cursor
 * @param more whether there is more already
 * @param digests digests of workflows
 */
public record Page(List<String> ops, RemoteCursor cursor, long seq, boolean more, Map<WorkflowId, String> digests) {
    /**
     * Copies the collections.
     *
     * @param ops operations as they travel
     * @param cursor where to go on
     * @param seq the sequence number there
     * @param more whether there is more
     * @param digests digests of workflows
     */
    public Page {
        ops = List.copyOf(ops);
        digests = Map.copyOf(digests);
    }

    /**
     * The same answer as it travels.
     *
     * @param answer the answer
     * @return the page
     */
    public static Page of(PullAnswer answer) {
        List<String> ops = answer.ops().stream().map(Page::text).toList();
        return new Page(ops, answer.cursor(), answer.seq(), answer.more(), answer.digests());
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @param text the text
     * @return the operation
     * @throws WireFormatException if it is none
     */
    public static AdmittedOp read(String text) {
        return Message.read(text, in -> PullMessages.readOp(in, new OpReader()));
    }

    /**
     * An admitted operation as it travels.
     *
     * @param admitted the operation
     * @return {@code {"seq", "eff", "op"}}, without line breaks
     */
    public static String text(AdmittedOp admitted) {
        JsonWriter out = new JsonWriter(448).beginObject();
        out.key("seq").value(admitted.seq()).key("eff").value(Long.toString(admitted.eff()));
        out.key("op");
        WireOp.write(admitted.op(), out);
        return out.endObject().toString();
    }
}
