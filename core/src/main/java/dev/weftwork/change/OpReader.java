package dev.weftwork.change;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.WorkflowId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads operations in a row. Most of them come from one device, go to one workflow and touch what the one before
 * touched; such ids and names are kept once for all, since a log can hold a hundred thousand operations.
 *
 * <p>Confined to one thread.
 */
public final class OpReader {
    private final LikelyNames names = new LikelyNames();
    private @Nullable DeviceId device;
    private @Nullable WorkflowId workflow;
    private @Nullable EntityKey key;

    /** A reader that has read nothing yet. */
    public OpReader() {}

    /**
     * Reads an operation.
     *
     * @param in stands before its JSON object
     * @return the operation
     * @throws IllegalArgumentException if the text is no operation; the message says what is missing or wrong
     */
    public Op read(JsonCursor in) {
        Parts parts = new Parts();
        in.beginObject();
        while (in.nextMember()) {
            parts.take(in.key(), in);
        }
        return parts.op();
    }

    private DeviceId device(JsonCursor in) {
        DeviceId last = device;
        String text = in.string(last == null ? "" : last.value());
        DeviceId read = last != null && last.value().equals(text) ? last : new DeviceId(text);
        device = read;
        return read;
    }

    private WorkflowId workflow(JsonCursor in) {
        WorkflowId last = workflow;
        String text = in.string(last == null ? "" : last.value());
        WorkflowId read = last != null && last.value().equals(text) ? last : WorkflowId.of(text);
        workflow = read;
        return read;
    }

    private EntityKey key(JsonCursor in) {
        EntityKey last = key;
        String kind =
                element(in, "a kind").string(last == null ? "" : last.kind().name());
        String id = element(in, "an id").string(last == null ? "" : last.id());
        if (last != null && last.id().equals(id) && last.kind().name().equals(kind)) {
            return last;
        }
        EntityKey read = new EntityKey(EntityKind.of(kind), id);
        key = read;
        return read;
    }

    private final class Parts {
        private @Nullable String id;
        private @Nullable WorkflowId workflow;
        private @Nullable DeviceId device;
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
                case "workflow" -> workflow = workflow(in);
                case "device" -> device = device(in);
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

        private int schema(long number) {
            if (number < 1 || number > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(number + " is no schema version; they count from 1");
            }
            return (int) number;
        }

        private long clock(String text) {
            return Hlc.read(text);
        }

        Op op() {
            if (id == null || workflow == null || device == null || writes == null) {
                throw new IllegalArgumentException(
                        "An operation needs op, workflow, device and writes; this one has op=" + id + ", workflow="
                                + workflow + ", device=" + device);
            }
            Op.Origin origin = new Op.Origin(device, seq, claimed);
            return new Op(new OpId(id), workflow, origin, seen, schema, undoOf, resolves, writes);
        }
    }

    /**
     * Reads what {@link OpJson#writeWrites} wrote.
     *
     * @param in stands before its JSON array
     * @return one element for each entity
     * @throws IllegalArgumentException if the text is no such array
     */
    public List<EntityWrites> readWrites(JsonCursor in) {
        List<EntityWrites> all = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            all.add(readEntity(in));
        }
        return all;
    }

    private EntityWrites readEntity(JsonCursor in) {
        in.beginArray();
        EntityKey named = key(in);
        EntityWrites plain = names.read(named, element(in, "registers"));
        if (!in.nextElement()) {
            return plain;
        }
        EntityWrites.Builder all = EntityWrites.to(named);
        plain.forEach(all::set);
        in.beginArray();
        while (in.nextElement()) {
            all.set(in.string(), null);
        }
        if (in.nextElement()) {
            readGuards(in, all);
            if (in.nextElement()) {
                throw new IllegalArgumentException("The writes to " + named + " have more than five parts");
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
