package dev.weftwork.wire;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpReader;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.RemoteCursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What follows a cursor, as members of a message. */
final class PullMessages {
    private PullMessages() {}

    /** Writes the members {@code ops}, {@code cursor}, {@code seq}, {@code more} and {@code digests}. */
    static void write(Page page, JsonWriter out) {
        out.key("ops").beginArray();
        page.ops().forEach(out::raw);
        out.endArray();
        out.key("cursor").value(page.cursor().text()).key("seq").value(page.seq());
        out.key("more").value(page.more());
        if (!page.digests().isEmpty()) {
            out.key("digests").beginArray();
            page.digests()
                    .forEach((workflow, digest) -> out.beginArray()
                            .value(workflow.value())
                            .value(digest)
                            .endArray());
            out.endArray();
        }
    }

    /** Reads one of several admitted operations in a row. */
    static AdmittedOp readOp(JsonCursor in, OpReader reader) {
        Op op = null;
        long seq = 0;
        long eff = -1;
        in.beginObject();
        while (in.nextMember()) {
            switch (in.key()) {
                case "seq" -> seq = Message.number(in);
                case "eff" -> eff = Message.clock(in);
                case "op" -> op = WireOp.read(in, reader);
                default -> in.skip();
            }
        }
        if (op == null || seq == 0 || eff < 0) {
            throw new WireFormatException("An admitted operation needs the members 'seq', 'eff' and 'op'");
        }
        return new AdmittedOp(op, seq, eff);
    }

    /** The members of a page in the making; what it does not take is skipped by the caller. */
    static final class Reading {
        private final List<AdmittedOp> ops = new ArrayList<>();
        private final Map<WorkflowId, String> digests = new HashMap<>();
        private @Nullable RemoteCursor cursor;
        private long seq = -1;
        private boolean more;

        boolean take(String key, JsonCursor in) {
            switch (key) {
                case "ops" -> readOps(in);
                case "cursor" -> cursor = new RemoteCursor(in.string());
                case "seq" -> seq = Message.number(in);
                case "more" -> more = in.bool();
                case "digests" -> readDigests(in);
                default -> {
                    return false;
                }
            }
            return true;
        }

        PullAnswer answer() {
            if (cursor == null || seq < 0) {
                throw new WireFormatException("The answer needs the members 'cursor' and 'seq'");
            }
            return new PullAnswer(ops, cursor, seq, more, digests);
        }

        private void readOps(JsonCursor in) {
            OpReader reader = new OpReader();
            in.beginArray();
            while (in.nextElement()) {
                ops.add(readOp(in, reader));
            }
        }

        private void readDigests(JsonCursor in) {
            in.beginArray();
            while (in.nextElement()) {
                List<String> pair = Texts.read(in);
                if (pair.size() != 2) {
                    throw new WireFormatException("A digest is [workflow, digest]");
                }
                digests.put(WorkflowId.of(pair.get(0)), pair.get(1));
            }
        }
    }
}
