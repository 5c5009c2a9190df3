package dev.weftwork.format;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a document has to say as a whole. */
final class DocumentFilling implements Filling {
    private static final String EMPTY = "[]";

    private final Workflow workflow;
    private final Map<String, Json> ext;
    private final String nodes;
    private final String edges;
    private final boolean bare;
    private final Literals literals;

    DocumentFilling(Workflow workflow, Map<String, Json> ext, String nodes, String edges, boolean bare) {
        this.workflow = workflow;
        this.ext = ext;
        this.nodes = nodes;
        this.edges = edges;
        this.bare = bare;
        this.literals = new Literals(workflow.ext());
    }

    @Override
    public @Nullable String text(Slot slot, boolean numeric, String key) {
        Viewport viewport = workflow.viewport();
        return switch (slot) {
            case NAME -> literals.text(slot, name());
            case VIEW_X -> literals.number(slot, viewport.x());
            case VIEW_Y -> literals.number(slot, viewport.y());
            case ZOOM -> literals.number(slot, viewport.zoom());
            case NODES -> nodes;
            case EDGES -> edges;
            default -> null;
        };
    }

    /** The document's own name, if it was kept apart, is not changed by giving the workflow another. */
    private String name() {
        Json own = ext.get(Marks.NAME);
        return own != null && own.kind() == Json.Kind.STRING ? own.asString() : workflow.name();
    }

    @Override
    public boolean isNews(Slot slot) {
        return switch (slot) {
            case NAME -> !name().isEmpty();
            case VIEW_X, VIEW_Y, ZOOM -> !workflow.viewport().equals(Viewport.ORIGIN);
            case NODES -> bare || nodes.length() > EMPTY.length();
            case EDGES -> bare || edges.length() > EMPTY.length();
            default -> false;
        };
    }

    @Override
    public Map<String, Json> config() {
        return Map.of();
    }

    @Override
    public Map<String, Json> ext() {
        return ext;
    }
}
