package dev.weftwork.change;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.graph.WorkflowId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
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
        writeWrites(op, out);
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
        writeWrites(op, out);
        return out.toString();
    }

    private static void writeId(JsonWriter out, String key, @Nullable OpId id) {
        if (id != null) {
            out.key(key).value(id.value());
        }
    }

    private static void writeWrites(Op op, JsonWriter out) {
        out.beginArray();
        for (EntityWrites writes : op.writes()) {
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
        Parts parts = new Parts();
        in.beginObject();
        while (in.nextMember()) {
            parts.take(in.key(), in);
        }
        return parts.op();
    }

    private static final class Parts {
        private @Nullable String id;
        private @Nullable String workflow;
        private @Nullable String device;
        private long seq;
        private long claimed;
        private long seen;
        private int schema = SchemaVersion.CURRENT;
        private @Nullable OpId undoOf;
        private @Nullable OpId resolves;
        private @Nullable List<EntityWrites> writes;

        void take(String key, JsonCursor in) {
            switch (key) {
                case "op" -> id = in.string();
                case "workflow" -> workflow = in.string();
                case "device" -> device = in.string();
                case "seq" -> seq = in.integer();
                case "hlc" -> claimed = clock(in.string());
                case "seen" -> seen = in.integer();
                case "schema" -> schema = schema(in.integer());
                case "undoOf" -> undoOf = new OpId(in.string());
                case "resolves" -> resolves = new OpId(in.string());
                case "writes" -> writes = readWrites(in);
                default -> in.skip();
            }
        }

        private static int schema(long number) {
            if (number < 1 || number > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(number + " is no schema version; they count from 1");
            }
            return (int) number;
        }

        private static long clock(String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + text + "' is no clock; expected a number as a string", e);
            }
        }

        Op op() {
            if (id == null || workflow == null || device == null || writes == null) {
                throw new IllegalArgumentException(
                        "An operation needs op, workflow, device and writes; this one has op=" + id + ", workflow="
                                + workflow + ", device=" + device);
            }
            Op.Origin origin = new Op.Origin(new DeviceId(device), seq, claimed);
            return new Op(
                    new OpId(id), WorkflowId.of(workflow), origin, seen, schema, undoOf, resolves, writes);
        }
    }

    private static List<EntityWrites> readWrites(JsonCursor in) {
        List<EntityWrites> all = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            all.add(readEntity(in));
        }
        return all;
    }

    private static EntityWrites readEntity(JsonCursor in) {
        in.beginArray();
        EntityKind kind = EntityKind.of(element(in, "a kind").string());
        EntityKey key = new EntityKey(kind, element(in, "an id").string());
        EntityWrites plain = RegistersJson.readWrites(key, element(in, "registers"));
        if (!in.nextElement()) {
            return plain;
        }
        EntityWrites.Builder all = EntityWrites.to(key);
        plain.forEach(all::set);
        in.beginArray();
        while (in.nextElement()) {
            all.set(in.string(), null);
        }
        if (in.nextElement()) {
            readGuards(in, all);
            if (in.nextElement()) {
                throw new IllegalArgumentException("The writes to " + key + " have more than five parts");
            }
        }
        return all.build();
    }

    private static void readGuards(JsonCursor in, EntityWrites.Builder all) {
        TreeMap<String, @Nullable Json> values = new TreeMap<>();
        all.build().forEach(values::put);
        in.beginObject();
        while (in.nextMember()) {
            String field = in.key();
            if (!values.containsKey(field)) {
                throw new IllegalArgumentException("'" + field + "' is guarded but not written");
            }
            all.setOver(field, values.get(field), new OpId(in.string()));
        }
    }

    private static JsonCursor element(JsonCursor in, String what) {
        if (!in.nextElement()) {
            throw new IllegalArgumentException("The writes to an entity end before " + what);
        }
        return in;
    }
}
