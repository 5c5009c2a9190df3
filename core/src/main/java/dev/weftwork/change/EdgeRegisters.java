package dev.weftwork.change;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.graph.NodeId;
import org.jspecify.annotations.Nullable;

/** How an edge lies in registers. */
public final class EdgeRegisters {
    /** How long ends are beside the ids, at most as a rule: names, quotes and the handles. */
    private static final int FRAME = 96;

    private EdgeRegisters() {}

    /**
     * Everything that a new edge sets.
     *
     * @param edge the edge
     * @return the writes that bring it to life
     */
    public static EntityWrites birth(Edge edge) {
        return birth(edge, new BirthNames());
    }

    /**
     * Everything that one of many new edges sets.
     *
     * @param edge the edge
     * @param known the names of those before it
     * @return the writes that bring it to life
     */
    public static EntityWrites birth(Edge edge, BirthNames known) {
        return new SortedWrites(EntityKey.of(edge.id()), edge.ext().size() + 4, known)
                .add(RegisterNames.ENDS, ends(edge))
                .addAll(RegisterNames.EXT_PREFIX, edge.ext())
                .add(RegisterNames.LIFE, Json.TRUE)
                .add(RegisterNames.ORDER, text(edge.order()))
                .add(RegisterNames.TYPE, text(edge.type()))
                .build();
    }

    /**
     * What differs between two states of an edge.
     *
     * @param before the state that the caller saw
     * @param after the state that is wanted
     * @param writes takes the registers that differ
     */
    public static void writeChanges(Edge before, Edge after, EntityWrites.Builder writes) {
        RegisterDiff.write(RegisterNames.ENDS, ends(before), ends(after), writes);
        RegisterDiff.write(RegisterNames.TYPE, text(before.type()), text(after.type()), writes);
        RegisterDiff.write(RegisterNames.ORDER, text(before.order()), text(after.order()), writes);
        RegisterDiff.write(RegisterNames.EXT_PREFIX, before.ext(), after.ext(), writes);
    }

    static @Nullable Edge read(Entity entity) {
        Registers registers = entity.registers();
        Ends ends = Ends.read(registers.get(RegisterNames.ENDS));
        if (ends == null) {
            return null;
        }
        return new Edge(
                EdgeId.of(entity.key().id()),
                ends.source,
                ends.target,
                ends.sourceHandle,
                ends.targetHandle,
                Shape.text(registers.get(RegisterNames.TYPE)),
                entity.group(RegisterNames.EXT_PREFIX),
                Shape.text(registers.get(RegisterNames.ORDER)),
                entity.version(),
                entity.updatedAt());
    }

    private static Json ends(Edge edge) {
        int ids = edge.source().value().length() + edge.target().value().length();
        JsonWriter out = new JsonWriter(ids + FRAME).beginObject();
        out.key("source").value(edge.source().value());
        if (edge.sourceHandle() != null) {
            out.key("sourceHandle").value(edge.sourceHandle());
        }
        out.key("target").value(edge.target().value());
        if (edge.targetHandle() != null) {
            out.key("targetHandle").value(edge.targetHandle());
        }
        return out.endObject().toJson();
    }

    private static @Nullable Json text(@Nullable String text) {
        return text == null ? null : Json.of(text);
    }

    private record Ends(
            NodeId source,
            NodeId target,
            @Nullable String sourceHandle,
            @Nullable String targetHandle) {
        /** The order in which {@link #ends} writes them. */
        private static final String[] USUAL = {"source", "sourceHandle", "target", "targetHandle"};

        static @Nullable Ends read(@Nullable Json value) {
            if (value == null || value.kind() != Json.Kind.OBJECT) {
                return null;
            }
            @Nullable String[] parts = new String[4];
            JsonCursor cursor = new JsonCursor(value.text());
            cursor.beginObject();
            for (int member = 0; cursor.nextMember(); member++) {
                int at = switch (cursor.key(member < USUAL.length ? USUAL[member] : "")) {
                    case "source" -> 0;
                    case "target" -> 1;
                    case "sourceHandle" -> 2;
                    case "targetHandle" -> 3;
                    default -> -1;
                };
                if (at < 0 || cursor.peek() != Json.Kind.STRING) {
                    cursor.skip();
                } else {
                    parts[at] = cursor.string();
                }
            }
            NodeId source = Shape.nodeId(parts[0]);
            NodeId target = Shape.nodeId(parts[1]);
            return source == null || target == null ? null : new Ends(source, target, parts[2], parts[3]);
        }
    }
}
