package dev.weftwork.store;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.OpJson;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.oplog.SealedText;

/** How an operation that was refused for good lies in a setting. */
final class DeadText {
    private DeadText() {}

    /** A dead operation and when it died. */
    record Dead(Oplog.DeadOp op, long at) {}

    static String name(OpId op) {
        return Keys.DEAD + op;
    }

    static String write(Op op, Verdict.Rejected why, long at) {
        JsonWriter out = new JsonWriter().beginObject();
        out.key("code").value(why.code()).key("reason").value(why.reason());
        out.key("at").value(at).key("op");
        OpJson.write(op, out);
        return SealedText.seal(name(op.id()), out.endObject().toString());
    }

    static Dead read(String name, String text) {
        Json json = Json.parse(SealedText.open(name, text));
        Op op = OpJson.read(new JsonCursor(part(json, "op").text()));
        Oplog.DeadOp dead = new Oplog.DeadOp(
                op, part(json, "code").asString(), part(json, "reason").asString());
        return new Dead(dead, part(json, "at").asLong());
    }

    private static Json part(Json json, String name) {
        Json part = json.get(name);
        if (part == null) {
            throw new IllegalArgumentException("A dead operation names no " + name);
        }
        return part;
    }
}
