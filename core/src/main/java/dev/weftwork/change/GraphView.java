package dev.weftwork.change;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person sees of a state: the living, with edges, parents and runs as the others allow. */
final class GraphView implements Workflow {
    private final GraphState state;
    private final Presence presence;
    private @Nullable List<Node> nodes;
    private @Nullable List<Edge> edges;

    GraphView(GraphState state, Presence presence) {
        this.state = state;
        this.presence = presence;
    }

    Presence presence() {
        return presence;
    }

    @Override
    public WorkflowId id() {
        return state.id();
    }

    @Override
    public String name() {
        return WorkflowRegisters.name(state.self());
    }

    @Override
    public Viewport viewport() {
        return WorkflowRegisters.viewport(state.self().registers().get(RegisterNames.VIEWPORT));
    }

    @Override
    public Map<String, Json> ext() {
        return state.self().group(RegisterNames.EXT_PREFIX);
    }

    @Override
    public long version() {
        return state.self().version();
    }

    @Override
    public long updatedAt() {
        return state.updatedAt();
    }

    @Override
    public Optional<Node> node(NodeId id) {
        Entity entity = state.nodes().get(id.value());
        return entity == null || !entity.alive() ? Optional.empty() : Optional.of(shown(entity));
    }

    @Override
    public Optional<Edge> edge(EdgeId id) {
        Entity entity = state.edges().get(id.value());
        return entity == null ? Optional.empty() : Optional.ofNullable(visible(entity));
    }

    @Override
    public int nodeCount() {
        return state.nodes().alive();
    }

    @Override
    public List<Node> nodes() {
        List<Node> known = nodes;
        if (known == null) {
            List<Entity> ranked = state.nodes().ranked();
            List<Node> made = new ArrayList<>(ranked.size());
            for (Entity entity : ranked) {
                made.add(shown(entity));
            }
            known = List.copyOf(made);
            nodes = known;
        }
        return known;
    }

    @Override
    public List<Edge> edges() {
        List<Edge> known = edges;
        if (known == null) {
            List<Entity> ranked = state.edges().ranked();
            List<Edge> made = new ArrayList<>(ranked.size());
            for (Entity entity : ranked) {
                Edge edge = visible(entity);
                if (edge != null) {
                    made.add(edge);
                }
            }
            known = List.copyOf(made);
            edges = known;
        }
        return known;
    }

    @Override
    public List<Edge> edgesOf(NodeId node) {
        List<Edge> found = new ArrayList<>();
        state.edges().links().of(node.value()).forEach((name, any) -> addVisible(name, found));
        found.removeIf(edge -> !edge.source().equals(node) && !edge.target().equals(node));
        found.sort(EdgeOrder.BY_ORDER_THEN_ID);
        return List.copyOf(found);
    }

    private void addVisible(String name, List<Edge> found) {
        Entity entity = state.edges().get(name);
        Edge edge = entity == null ? null : visible(entity);
        if (edge != null) {
            found.add(edge);
        }
    }

    private @Nullable Edge visible(Entity entity) {
        if (!entity.alive()) {
            return null;
        }
        Edge edge = entity.asEdge();
        return edge != null && lives(edge.source()) && lives(edge.target()) ? edge : null;
    }

    private boolean lives(NodeId id) {
        Entity entity = state.nodes().get(id.value());
        return entity != null && entity.alive();
    }

    private Node shown(Entity entity) {
        Node node = entity.asNode();
        NodeId parent = node.parentId();
        if (parent != null && !Parents.shows(entity, state.nodes())) {
            node = node.toBuilder().parent(null).build();
        }
        if (node.result().status().equals(Result.RUNNING) && !runs(entity)) {
            node = node.toBuilder()
                    .result(new Result(Result.IDLE, node.result().value()))
                    .build();
        }
        return node;
    }

    private boolean runs(Entity entity) {
        String process = NodeRegisters.runningIn(entity);
        return process != null && presence.lives(process);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Workflow that && WorkflowContent.same(this, that);
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    @Override
    public String toString() {
        return "workflow " + id() + " '" + name() + "', " + nodeCount() + " nodes";
    }
}
