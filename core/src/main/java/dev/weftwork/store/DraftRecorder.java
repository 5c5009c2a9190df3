package dev.weftwork.store;

import dev.weftwork.change.BirthNames;
import dev.weftwork.change.EdgeRegisters;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.NodeRegisters;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.change.WorkflowRegisters;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Size;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns the calls of one edit into register writes, against the state that the edit began with. */
final class DraftRecorder implements WorkflowDraft {
    private final GraphState state;
    private final Workflow before;
    private final String process;
    private final Ids ids;
    private final WriteSet writes = new WriteSet();
    private final BirthNames names = new BirthNames();
    private final DraftNodes nodes;
    /** What the draft made of edges so far; empty for what it took away. */
    private final Map<EdgeId, Optional<Edge>> edges = new HashMap<>();
    /** What the draft made of the workflow's own fields so far. */
    private final Map<String, Optional<Json>> own = new HashMap<>();

    /** Whether the workflow is only being born; then nothing that the state holds is there. */
    private boolean bearing;

    private boolean over;

    DraftRecorder(GraphState state, Workflow before, String process, Ids ids) {
        this.state = state;
        this.before = before;
        this.process = process;
        this.ids = ids;
        nodes = new DraftNodes(before);
    }

    /** Brings the workflow itself to life; what was in it in a former life stays dead. */
    void bearWorkflow() {
        bearing = true;
        bear(EntityWrites.to(EntityKey.of(before.id()))
                .set(RegisterNames.LIFE, Json.TRUE)
                .build());
        Registers former = state.self().registers();
        for (int i = 0; i < former.size(); i++) {
            own.put(former.field(i), Optional.empty());
        }
        state.forEach(entity -> {
            if (entity.alive()) {
                die(entity.key());
            }
        });
    }

    /** From now on the draft refuses every call. */
    void end() {
        over = true;
    }

    /** What the draft wrote, one element for each entity. */
    List<EntityWrites> finish() {
        return writes.all();
    }

    @Override
    public Workflow before() {
        return before;
    }

    @Override
    public Optional<Node> node(NodeId id) {
        check();
        return nodes.find(Required.node(id));
    }

    @Override
    public Optional<Edge> edge(EdgeId id) {
        check();
        Optional<Edge> mine = edges.get(Required.edge(id));
        Optional<Edge> edge = mine == null ? before.edge(id) : mine;
        return edge.filter(found ->
                node(found.source()).isPresent() && node(found.target()).isPresent());
    }

    @Override
    public WorkflowDraft addNode(NodeId id, String type, Consumer<Node.Builder> details) {
        check();
        Node.Builder builder = Node.builder(Required.node(id), type);
        Required.callback(details, "A callback for details").accept(builder);
        return addNode(builder.build());
    }

    @Override
    public WorkflowDraft addNode(Node node) {
        if (node(Objects.requireNonNull(node, "A node is needed; it is what is added")
                        .id())
                .isPresent()) {
            throw new IllegalArgumentException("Node '" + node.id() + "' exists already in workflow '" + before.id()
                    + "'; use updateNode, or give the new node another id");
        }
        checkParent(node);
        bear(NodeRegisters.birth(node, process, names));
        nodes.put(node);
        return this;
    }

    @Override
    public WorkflowDraft updateNode(NodeId id, Consumer<Node.Builder> change) {
        Node old = requireNode(id);
        return putNode(old, DraftNodes.changed(old, change));
    }

    @Override
    public WorkflowDraft removeNode(NodeId id) {
        requireNode(id);
        die(EntityKey.of(id));
        nodes.remove(id);
        return this;
    }

    @Override
    public WorkflowDraft moveNode(NodeId id, double x, double y) {
        return dimensions(id, new Point(x, y), null);
    }

    @Override
    public WorkflowDraft dimensions(NodeId id, @Nullable Point position, @Nullable Size size) {
        Consumer<Node.Builder> change = node -> {
            if (position != null) {
                node.position(position);
            }
            if (size != null) {
                node.size(size);
            }
        };
        Registers old = untouched(id);
        if (old == null) {
            return updateNode(id, change);
        }
        NodeRegisters.writeDimensions(old, position, size, writes.to(EntityKey.of(id)));
        nodes.change(id, change);
        return this;
    }

    @Override
    public WorkflowDraft config(NodeId id, String key, @Nullable Object value) {
        Objects.requireNonNull(key, "The key of a setting may be empty but not null");
        Registers old = untouched(id);
        if (old == null) {
            return updateNode(id, node -> node.config(key, value));
        }
        Json json = Json.of(value);
        NodeRegisters.writeConfig(old, key, json, writes.to(EntityKey.of(id)));
        nodes.change(id, node -> node.config(key, json));
        return this;
    }

    @Override
    public WorkflowDraft result(NodeId id, Result result) {
        return updateNode(id, node -> node.result(result));
    }

    @Override
    public WorkflowDraft connect(
            NodeId source, @Nullable String sourceHandle, NodeId target, @Nullable String targetHandle) {
        return addEdge(Edge.of(EdgeId.of(ids.next()), Required.node(source), Required.node(target))
                .withHandles(sourceHandle, targetHandle));
    }

    @Override
    public WorkflowDraft addEdge(Edge edge) {
        if (edge(Objects.requireNonNull(edge, "An edge is needed; it is what is added")
                        .id())
                .isPresent()) {
            throw new IllegalArgumentException("Edge '" + edge.id() + "' exists already in workflow '" + before.id()
                    + "'; use updateEdge, or give the new edge another id");
        }
        checkEnds(edge);
        bear(EdgeRegisters.birth(edge, names));
        edges.put(edge.id(), Optional.of(edge));
        return this;
    }

    @Override
    public WorkflowDraft updateEdge(EdgeId id, UnaryOperator<Edge> change) {
        Edge old = requireEdge(id);
        Edge changed = Objects.requireNonNull(
                Required.callback(change, "A change").apply(old), "The change of an edge gave null; an edge is needed");
        if (!changed.id().equals(id)) {
            throw new IllegalArgumentException("An update cannot rename edge '" + id + "' to '" + changed.id()
                    + "'; remove the one and add the other");
        }
        return putEdge(old, changed);
    }

    @Override
    public WorkflowDraft removeEdge(EdgeId id) {
        requireEdge(id);
        die(EntityKey.of(id));
        edges.put(id, Optional.empty());
        return this;
    }

    @Override
    public WorkflowDraft replaceNodes(Collection<Node> base, List<Node> wanted) {
        check();
        Map<NodeId, Node> old = Replacement.byId(base, Node::id, "node");
        Map<NodeId, Node> now = Replacement.byId(wanted, Node::id, "node");
        now.forEach((id, node) -> {
            Node from = old.get(id);
            Node current = node(id).orElse(null);
            if (from != null) {
                writeNode(from, node);
                if (current != null) {
                    nodes.put(Replacement.onto(current, from, node));
                }
            } else if (current != null) {
                putNode(current, node);
            } else {
                addNode(node);
            }
        });
        old.keySet().stream()
                .filter(id -> !now.containsKey(id) && node(id).isPresent())
                .forEach(this::removeNode);
        return this;
    }

    @Override
    public WorkflowDraft replaceEdges(Collection<Edge> base, List<Edge> wanted) {
        check();
        Map<EdgeId, Edge> old = Replacement.byId(base, Edge::id, "edge");
        Map<EdgeId, Edge> now = Replacement.byId(wanted, Edge::id, "edge");
        now.forEach((id, edge) -> {
            Edge from = old.get(id);
            Edge current = edge(id).orElse(null);
            if (from != null) {
                writeEdge(from, edge);
                if (current != null) {
                    edges.put(id, Optional.of(Replacement.onto(current, from, edge)));
                }
            } else if (current != null) {
                putEdge(current, edge);
            } else {
                addEdge(edge);
            }
        });
        old.keySet().stream()
                .filter(id -> !now.containsKey(id) && edge(id).isPresent())
                .forEach(this::removeEdge);
        return this;
    }

    @Override
    public WorkflowDraft rename(String name) {
        check();
        Objects.requireNonNull(name, "A workflow's name may be empty but not null");
        return setOwn(RegisterNames.NAME, Json.of(name));
    }

    @Override
    public WorkflowDraft viewport(Viewport viewport) {
        check();
        Objects.requireNonNull(viewport, "A viewport is needed; Viewport.ORIGIN is what a workflow starts with");
        // the first one needs no write if it is that
        boolean same = !own.containsKey(RegisterNames.VIEWPORT) && viewport.equals(before.viewport());
        return same ? this : setOwn(RegisterNames.VIEWPORT, WorkflowRegisters.viewport(viewport));
    }

    @Override
    public WorkflowDraft ext(String key, @Nullable Json value) {
        check();
        Objects.requireNonNull(key, "The key of a field may be empty but not null");
        return setOwn(RegisterNames.EXT_PREFIX + key, value);
    }

    private WorkflowDraft setOwn(String field, @Nullable Json value) {
        Optional<Json> mine = own.get(field);
        Json current = mine == null ? state.self().registers().get(field) : mine.orElse(null);
        if (!Objects.equals(current, value)) {
            writes.to(EntityKey.of(before.id())).set(field, value);
            own.put(field, Optional.ofNullable(value));
        }
        return this;
    }

    private WorkflowDraft putNode(Node from, Node to) {
        writeNode(from, to);
        nodes.put(to);
        return this;
    }

    private void writeNode(Node from, Node to) {
        if (!Objects.equals(from.parentId(), to.parentId())) {
            checkParent(to);
        }
        NodeRegisters.writeChanges(from, to, process, writes.to(EntityKey.of(to.id())));
    }

    private WorkflowDraft putEdge(Edge from, Edge to) {
        writeEdge(from, to);
        edges.put(to.id(), Optional.of(to));
        return this;
    }

    private void writeEdge(Edge from, Edge to) {
        boolean moved = !from.source().equals(to.source()) || !from.target().equals(to.target());
        if (moved) {
            checkEnds(to);
        }
        EdgeRegisters.writeChanges(from, to, writes.to(EntityKey.of(to.id())));
    }

    /** Brings an entity to life; what a former life left in other registers is gone. */
    private void bear(EntityWrites birth) {
        Entity former = state.entity(birth.key());
        if (former == null && writes.putNew(birth)) {
            return;
        }
        EntityWrites.Builder all = writes.to(birth.key());
        if (former != null) {
            for (int i = 0; i < former.registers().size(); i++) {
                all.set(former.registers().field(i), null);
            }
        }
        birth.forEach(all::set);
    }

    private void die(EntityKey key) {
        if (state.entity(key) == null) {
            // it was born in this draft, so it never was
            writes.remove(key);
        } else {
            writes.to(key).set(RegisterNames.LIFE, Json.FALSE);
        }
    }

    /** The registers of a node that lives and that this draft has not touched, or null. */
    private @Nullable Registers untouched(NodeId id) {
        check();
        Entity entity = !bearing && nodes.untouched(Required.node(id)) ? state.entity(EntityKey.of(id)) : null;
        return entity == null || !entity.alive() ? null : entity.registers();
    }

    private Node requireNode(NodeId id) {
        return node(id).orElseThrow(() -> new IllegalArgumentException(
                "There is no node '" + id + "' in workflow '" + before.id() + "'; it was never added, or was removed"));
    }

    private Edge requireEdge(EdgeId id) {
        return edge(id).orElseThrow(() -> new IllegalArgumentException("There is no edge '" + id + "' in workflow '"
                + before.id() + "'; it was never added, or it or one of its nodes was removed"));
    }

    private void checkEnds(Edge edge) {
        for (NodeId end : List.of(edge.source(), edge.target())) {
            if (node(end).isEmpty()) {
                throw new IllegalArgumentException("Edge '" + edge.id() + "' would lead nowhere: there is no node '"
                        + end + "' in workflow '" + before.id() + "'; add the node first");
            }
        }
    }

    private static void checkParent(Node node) {
        if (node.id().equals(node.parentId())) {
            throw new IllegalArgumentException("Node '" + node.id() + "' cannot be its own parent");
        }
    }

    private void check() {
        if (over) {
            throw new IllegalStateException(
                    "This draft is over; a draft is valid only inside the callback that it was handed to");
        }
    }
}
