package dev.weftwork.change;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** A view that is right in all but what a test overrides. */
class BrokenView implements Workflow {
    final GraphState state;
    private final Workflow view;

    BrokenView(GraphState state) {
        this.state = state;
        this.view = state.view();
    }

    /** Shows every living edge whose source lives. */
    static Workflow withoutALookAtTargets(GraphState state) {
        return new BrokenView(state) {
            @Override
            public List<Edge> edges() {
                return livingEdges(state).stream()
                        .filter(edge -> node(edge.source()).isPresent())
                        .toList();
            }
        };
    }

    static Workflow withDanglingEdgesByName(GraphState state) {
        return new BrokenView(state) {
            @Override
            public Optional<Edge> edge(EdgeId id) {
                return livingEdges(state).stream()
                        .filter(edge -> edge.id().equals(id))
                        .findFirst();
            }
        };
    }

    static Workflow withoutIncomingEdges(GraphState state) {
        return new BrokenView(state) {
            @Override
            public List<Edge> edgesOf(NodeId node) {
                return edges().stream()
                        .filter(edge -> edge.source().equals(node))
                        .toList();
            }
        };
    }

    static Workflow withNodesByIdAlone(GraphState state) {
        return new BrokenView(state) {
            @Override
            public List<Node> nodes() {
                return super.nodes().stream()
                        .sorted(Comparator.comparing(Node::id))
                        .toList();
            }
        };
    }

    static Workflow withTheDeadCounted(GraphState state) {
        return new BrokenView(state) {
            @Override
            public int nodeCount() {
                int[] count = {0};
                state.forEach(entity -> count[0] += entity.key().kind().equals(EntityKind.NODE) ? 1 : 0);
                return count[0];
            }
        };
    }

    static Workflow withCircles(GraphState state) {
        return parentsHiddenIf(state, (child, parent) -> false);
    }

    /** Hides every parent of a circle, not only the newest. */
    static Workflow withNoParentsInACircle(GraphState state) {
        return parentsHiddenIf(state, (child, parent) -> {
            Entity at = parent;
            for (int i = 0; i < World.NODES.size() && at != null && !at.equals(child); i++) {
                at = parent(state, at);
            }
            return child.equals(at);
        });
    }

    private static Workflow parentsHiddenIf(GraphState state, BiPredicate<Entity, Entity> hidden) {
        return new BrokenView(state) {
            @Override
            public Optional<Node> node(NodeId id) {
                return super.node(id).map(this::parented);
            }

            @Override
            public List<Node> nodes() {
                return super.nodes().stream().map(this::parented).toList();
            }

            private Node parented(Node node) {
                Entity child = state.entity(EntityKey.of(node.id()));
                Entity parent = child == null ? null : parent(state, child);
                if (child == null || parent == null || hidden.test(child, parent)) {
                    return node.toBuilder().parent(null).build();
                }
                return node.toBuilder().parent(NodeId.of(parent.key().id())).build();
            }
        };
    }

    private static @Nullable Entity parent(GraphState state, Entity child) {
        NodeId parent = child.asNode().parentId();
        Entity entity = parent == null ? null : state.entity(EntityKey.of(parent));
        return entity != null && entity.alive() ? entity : null;
    }

    private static List<Edge> livingEdges(GraphState state) {
        List<Edge> living = new ArrayList<>();
        state.forEach(entity -> {
            Edge edge = entity.key().kind().equals(EntityKind.EDGE) && entity.alive() ? entity.asEdge() : null;
            if (edge != null) {
                living.add(edge);
            }
        });
        living.sort(EdgeOrder.BY_ORDER_THEN_ID);
        return living;
    }

    @Override
    public WorkflowId id() {
        return view.id();
    }

    @Override
    public String name() {
        return view.name();
    }

    @Override
    public Viewport viewport() {
        return view.viewport();
    }

    @Override
    public Map<String, Json> ext() {
        return view.ext();
    }

    @Override
    public long version() {
        return view.version();
    }

    @Override
    public long updatedAt() {
        return view.updatedAt();
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return view.node(id);
    }

    @Override
    public Optional<Edge> edge(EdgeId id) {
        return view.edge(id);
    }

    @Override
    public List<Node> nodes() {
        return view.nodes();
    }

    @Override
    public List<Edge> edges() {
        return view.edges();
    }

    @Override
    public List<Edge> edgesOf(NodeId node) {
        return view.edgesOf(node);
    }

    @Override
    public int nodeCount() {
        return view.nodeCount();
    }
}
