package dev.weftwork.change;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation as JSON text: {@code {"op", "workflow", "device", "seq", "hlc", "seen"?, "schema", "undoOf"?,
 * "resolves"?, "writes": [[kind, id, {register: value}, [absent registers]?, {register: onlyOver}?], …]}}. Clocks are
 * strings, since not every language reads 64 bits.
 */
public final class OpJson {
    private OpJson() {}

    /**
     * Writes an operation.
     *
     * @param op the operation
     * @param out takes its JSON object
     */
    public static void write(Op op, JsonWriter out) {
        out.beginObject();
        out.key("op").value(op.id().value());
        out.key("workflow").value(op.workflow().value());
        out.key("device").value(op.origin().device().value());
        out.key("seq").value(op.origin().seq());
        out.key("hlc").value(Long.toString(op.origin().claimed()));
        if (op.seen() != 0) {
            out.key("seen").value(op.seen());
        }
        out.key("schema").value(op.schema());
        writeId(out, "undoOf", op.undoOf());
        writeId(out, "resolves", op.resolves());
        out.key("writes");
        writeWrites(op.writes(), out);
        out.endObject();
    }

    /**
     * The text of an operation's writes, by which two operations are held against each other.
     *
     * @param op the operation
     * @return a JSON array
     */
    public static String writes(Op op) {
        JsonWriter out = new JsonWriter();
        writeWrites(op.writes(), out);
        return out.toString();
    }

    private static void writeId(JsonWriter out, String key, @Nullable OpId id) {
        if (id != null) {
            out.key(key).value(id.value());
        }
    }

    /**
     * Writes what is written to each entity, as operations have it.
     *
     * @param all one element for each entity
     * @param out takes the JSON array
     */
    public static void writeWrites(List<EntityWrites> all, JsonWriter out) {
        out.beginArray();
        for (EntityWrites writes : all) {
            write(writes, out);
        }
        out.endArray();
    }

    private static void write(EntityWrites writes, JsonWriter out) {
        out.beginArray().value(writes.key().kind().name()).value(writes.key().id());
        out.beginObject();
        boolean absent = false;
        for (int i = 0; i < writes.size(); i++) {
            Json value = writes.value(i);
            if (value == null) {
                absent = true;
            } else {
                out.key(writes.field(i)).value(value);
            }
        }
        out.endObject();
        if (absent || writes.guarded()) {
            writeAbsent(writes, out);
        }
        if (writes.guarded()) {
            writeGuards(writes, out);
        }
        out.endArray();
    }

    private static void writeAbsent(EntityWrites writes, JsonWriter out) {
        out.beginArray();
        for (int i = 0; i < writes.size(); i++) {
            if (writes.value(i) == null) {
                out.value(writes.field(i));
            }
        }
        out.endArray();
    }

    private static void writeGuards(EntityWrites writes, JsonWriter out) {
        out.beginObject();
        for (int i = 0; i < writes.size(); i++) {
            OpId onlyOver = writes.onlyOver(i);
            if (onlyOver != null) {
                out.key(writes.field(i)).value(onlyOver.value());
            }
        }
        out.endObject();
    }

    /**
     * Reads an operation.
     *
     * @param in stands before its JSON object
     * @return the operation
     * @throws IllegalArgumentException if the text is no operation; the message says what is missing or wrong
     */
    public static Op read(JsonCursor in) {
        return new OpReader().read(in);
    }
}
