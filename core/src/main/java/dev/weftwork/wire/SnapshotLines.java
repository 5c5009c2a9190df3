package dev.weftwork.wire;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.LikelyNames;
import dev.weftwork.change.Registers;
import dev.weftwork.change.RegistersJson;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.SnapshotPage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A part of a snapshot: one line for each entity, {@code {"workflow", "kind", "id", "version", "values": {…}, "stamps":
 * …, "updatedAt"?}}, as {@link RegistersJson} has them.
 */
public final class SnapshotLines {
    /** How long most of a line is beside names and values. */
    private static final int AROUND_VALUES = 384;

    private SnapshotLines() {}

    /**
     * Writes one entity.
     *
     * @param row the entity and the workflow that it belongs to
     * @return a line without its end
     */
    public static String line(SnapshotPage.Row row) {
        StringBuilder out = new StringBuilder(384);
        write(row, out);
        return out.toString();
    }

    /**
     * Writes one entity, which may be large.
     *
     * @param row the entity and the workflow that it belongs to
     * @param to takes a line without its end
     */
    public static void write(SnapshotPage.Row row, StringBuilder to) {
        WorkflowId workflow = row.workflow();
        Entity entity = row.entity();
        Registers registers = withValues(entity.key(), entity.registers(), WireValue::encode);
        to.ensureCapacity(to.length() + AROUND_VALUES + length(registers));
        JsonWriter out = new JsonWriter(to).beginObject();
        out.key("workflow").value(workflow.value());
        out.key("kind").value(entity.key().kind().name());
        out.key("id").value(entity.key().id()).key("version").value(entity.version());
        out.key("values");
        RegistersJson.writeValues(registers, out);
        String stamps = RegistersJson.stamps(registers);
        out.key("stamps");
        if (stamps.startsWith("{")) {
            out.raw(stamps);
        } else {
            out.value(stamps);
        }
        if (row.updatedAt() != 0) {
            out.key("updatedAt").value(row.updatedAt());
        }
        out.endObject();
    }

    private static int length(Registers registers) {
        int length = 0;
        for (int i = 0; i < registers.size(); i++) {
            Json value = registers.value(i);
            length += registers.field(i).length()
                    + (value == null ? 0 : value.text().length());
        }
        return length;
    }

    /**
     * Reads a whole part.
     *
     * @param text the lines
     * @return the entities
     * @throws WireFormatException if a line is no entity
     */
    public static SnapshotPage read(String text) {
        LikelyNames cache = new LikelyNames();
        List<SnapshotPage.Row> rows = new ArrayList<>();
        text.lines()
                .filter(line -> !line.isEmpty())
                .forEach(line -> rows.add(Message.read(line, in -> row(in, cache))));
        return new SnapshotPage(rows);
    }

    private static SnapshotPage.Row row(JsonCursor in, LikelyNames cache) {
        String workflow = "";
        String kind = "";
        String id = "";
        String values = "{}";
        String stamps = "{}";
        long version = 0;
        long updatedAt = 0;
        in.beginObject();
        while (in.nextMember()) {
            switch (in.key()) {
                case "workflow" -> workflow = in.string();
                case "kind" -> kind = in.string();
                case "id" -> id = in.string();
                case "version" -> version = Message.number(in);
                case "updatedAt" -> updatedAt = Message.number(in);
                case "values" -> values = registers(in);
                case "stamps" ->
                    stamps = in.peek() == Json.Kind.STRING
                            ? in.string()
                            : in.value().text();
                default -> in.skip();
            }
        }
        EntityKey key = new EntityKey(EntityKind.of(kind), id);
        Registers read = RegistersJson.read(key, values, stamps, cache);
        Registers registers = withValues(key, read, WireValue::decode);
        return new SnapshotPage.Row(WorkflowId.of(workflow), new Entity(key, registers, version), updatedAt);
    }

    /** Member by member, since each value may nest as deep as a value can, and the object around them is one more. */
    private static String registers(JsonCursor in) {
        JsonWriter out = new JsonWriter().beginObject();
        in.beginObject();
        while (in.nextMember()) {
            out.key(in.key()).value(in.value());
        }
        return out.endObject().toString();
    }

    private static Registers withValues(EntityKey key, Registers registers, UnaryOperator<Json> change) {
        EntityWrites.Builder values = EntityWrites.to(key);
        Stamp[] stamps = new Stamp[registers.size()];
        for (int i = 0; i < stamps.length; i++) {
            @Nullable Json value = registers.value(i);
            values.set(registers.field(i), value == null ? null : change.apply(value));
            stamps[i] = registers.stamp(i);
        }
        return Registers.of(values.build(), stamps);
    }
}
