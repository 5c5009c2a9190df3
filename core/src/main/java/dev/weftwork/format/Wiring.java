package dev.weftwork.format;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The links of a workflow, as its family spells them. Confined to one writing. */
final class Wiring {
    private final Workflow workflow;
    private final Dialect dialect;
    private final Shapes shapes;
    private final Numbering numbers;
    private final Slots slots;
    private final boolean byTitle;
    private final Map<NodeId, List<Edge>> leaving = new HashMap<>();
    private final Map<NodeId, List<Edge>> entering = new HashMap<>();
    private @Nullable Set<NodeId> referred;

    Wiring(Workflow workflow, Dialect dialect, Shapes shapes) {
        this.workflow = workflow;
        this.dialect = dialect;
        this.shapes = shapes;
        this.byTitle =
                dialect.links() instanceof Links.Connected && !workflow.ext().containsKey(Marks.BY_ID);
        this.numbers = new Numbering(workflow, dialect.numbered());
        this.slots = new Slots(dialect.numbered() ? workflow.edges() : List.of(), numbers, workflow.ext());
        for (Edge edge : workflow.edges()) {
            leaving.computeIfAbsent(edge.source(), id -> new ArrayList<>()).add(edge);
            entering.computeIfAbsent(edge.target(), id -> new ArrayList<>()).add(edge);
        }
    }

    boolean isKeyed() {
        return dialect.keyed();
    }

    /** The id that the document has for a node. */
    String calledId(NodeId id) {
        return numbers.of(id);
    }

    /** The id that the document has for an edge. */
    String calledId(Edge edge) {
        return numbers.of(edge);
    }

    /** A node's unknown fields, in step with the links. */
    Map<String, Json> ext(Node node) {
        return dialect.numbered() ? slots.correct(node) : node.ext();
    }

    /** The document's unknown fields, in step with its numbers. */
    Map<String, Json> ext() {
        return numbers.counted(workflow.ext());
    }

    /** What links call a node: its id, or its title. */
    String calledName(NodeId id) {
        return byTitle ? workflow.node(id).map(Node::title).orElse("") : calledId(id);
    }

    /** Whether anything names this node by its id. */
    boolean isReferred(NodeId id) {
        Set<NodeId> known = referred;
        if (known == null) {
            known = new HashSet<>();
            if (!byTitle) {
                known.addAll(leaving.keySet());
                known.addAll(entering.keySet());
            }
            for (Node node : workflow.nodes()) {
                if (node.parentId() != null) {
                    known.add(node.parentId());
                }
            }
            referred = known;
        }
        return known.contains(id);
    }

    /** One link, with its order key. */
    Strays.Entry entry(Edge edge) {
        StringBuilder out = new StringBuilder();
        Replay.write(out, shapes.of(edge.ext()), dialect.links().link(), new EdgeFilling(edge, this));
        return new Strays.Entry(edge.order() == null ? Sequence.LAST : edge.order(), out.toString());
    }

    /** The link that enters a node by a port and stands among its settings. */
    @Nullable String into(Node node, String key) {
        for (Edge edge : entering(node)) {
            if (key.equals(edge.targetHandle())) {
                return entry(edge).text();
            }
        }
        return null;
    }

    /** The ports by which links enter a node and stand among its settings. */
    List<String> inputKeys(Node node) {
        return entering(node).stream()
                .map(Edge::targetHandle)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .distinct()
                .toList();
    }

    private List<Edge> entering(Node node) {
        return dialect.links() instanceof Links.Inputs ? entering.getOrDefault(node.id(), List.of()) : List.of();
    }

    /** The arrays of links that leave a node. */
    PortTexts ports(Node node) {
        PortTexts ports = new PortTexts(Strays.from(node.ext().get(Marks.STRAYS)));
        for (Edge edge : leaving.getOrDefault(node.id(), List.of())) {
            ports.add(handle(edge.sourceHandle()), entry(edge));
        }
        return ports;
    }

    private String handle(@Nullable String handle) {
        if (dialect.links() instanceof Links.Wired) {
            return Integer.toString(PortName.index(handle));
        }
        PortName name = PortName.of(handle);
        return name.path() + '/' + PortName.index(name.index());
    }
}
