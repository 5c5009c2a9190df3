package dev.weftwork.format;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an edge has to say. */
final class EdgeFilling implements Filling {
    private final Edge edge;
    private final Wiring links;
    private final Literals literals;

    EdgeFilling(Edge edge, Wiring links) {
        this.edge = edge;
        this.links = links;
        this.literals = new Literals(edge.ext());
    }

    @Override
    public @Nullable String text(Slot slot, boolean numeric, String key) {
        return switch (slot) {
            case ID -> id(numeric);
            case TYPE -> reference(slot, edge.type(), false);
            case SOURCE -> reference(slot, links.calledName(edge.source()), numeric);
            case TARGET -> reference(slot, links.calledName(edge.target()), numeric);
            case SOURCE_HANDLE -> reference(slot, edge.sourceHandle(), numeric);
            case TARGET_HANDLE -> reference(slot, edge.targetHandle(), numeric);
            case TARGET_PORT -> reference(slot, PortName.of(edge.targetHandle()).path(), numeric);
            case TARGET_INDEX ->
                reference(slot, PortName.of(edge.targetHandle()).index(), numeric);
            default -> null;
        };
    }

    private @Nullable String id(boolean numeric) {
        Json mark = edge.ext().get(Marks.ID);
        if (mark != null) {
            return mark.isNull() ? null : mark.text();
        }
        return literals.reference(Slot.ID, links.calledId(edge), numeric);
    }

    private @Nullable String reference(Slot slot, @Nullable String value, boolean numeric) {
        return value == null ? null : literals.reference(slot, value, numeric);
    }

    @Override
    public boolean isNews(Slot slot) {
        boolean isPort = slot == Slot.TARGET_PORT || slot == Slot.TARGET_INDEX;
        return !isPort || edge.targetHandle() != null || !edge.ext().containsKey(Marks.SHAPE);
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
