package dev.weftwork.format;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an edge has to say. */
final class EdgeFilling implements Filling {
    private final Edge edge;
    private final Function<NodeId, String> names;
    private final Literals literals;

    /** Takes the names that links use for nodes. */
    EdgeFilling(Edge edge, Function<NodeId, String> names) {
        this.edge = edge;
        this.names = names;
        this.literals = new Literals(edge.ext());
    }

    @Override
    public @Nullable String text(Slot slot, boolean numeric, String key) {
        return switch (slot) {
            case ID -> id(numeric);
            case TYPE -> reference(slot, edge.type(), false);
            case SOURCE -> reference(slot, names.apply(edge.source()), numeric);
            case TARGET -> reference(slot, names.apply(edge.target()), numeric);
            case SOURCE_HANDLE -> reference(slot, edge.sourceHandle(), numeric);
            case TARGET_HANDLE -> reference(slot, edge.targetHandle(), numeric);
            case TARGET_PORT -> reference(slot, PortName.of(edge.targetHandle()).path(), numeric);
            case TARGET_INDEX -> reference(slot, PortName.of(edge.targetHandle()).index(), numeric);
            default -> null;
        };
    }

    private @Nullable String id(boolean numeric) {
        Json mark = edge.ext().get(Marks.ID);
        if (mark != null) {
            return mark.isNull() ? null : mark.text();
        }
        return literals.reference(Slot.ID, edge.id().value(), numeric);
    }

    private @Nullable String reference(Slot slot, @Nullable String value, boolean numeric) {
        return value == null ? null : literals.reference(slot, value, numeric);
    }

    @Override
    public boolean isNews(Slot slot) {
        return true;
    }

    @Override
    public Map<String, Json> config() {
        return Map.of();
    }

    @Override
    public Map<String, Json> ext() {
        return edge.ext();
    }
}
