package dev.weftwork.store;

import dev.weftwork.format.FlowContent;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Brings a package's content into a workflow that is there. Confined to one edit. */
final class PackageMerge {
    private final WorkflowDraft draft;
    private final Workflow before;
    private final FlowContent content;
    private final boolean exact;
    private final @Nullable Workflow base;
    private final List<String> notes;

    PackageMerge(WorkflowDraft draft, FlowContent content, ImportOptions options, List<String> notes) {
        this.draft = draft;
        this.before = draft.before();
        this.content = content;
        this.exact = options.place() == ImportOptions.Place.EXACT;
        this.base = exact ? before : options.base();
        this.notes = notes;
    }

    void run(String name) {
        Workflow from = base == null ? before : base;
        if (!from.name().equals(name)) {
            draft.rename(name);
        }
        if (!from.viewport().equals(content.viewport())) {
            draft.viewport(content.viewport());
        }
        fields(from.ext());
        List<Node> nodes = base == null ? merged() : content.nodes();
        draft.replaceNodes(base == null ? List.of() : base.nodes(), nodes);
        draft.replaceEdges(base == null ? List.of() : base.edges(), edges());
    }

    private void fields(Map<String, Json> from) {
        content.ext().forEach((key, value) -> {
            if (!value.equals(from.get(key))) {
                draft.ext(key, value);
            }
        });
        if (base != null) {
            from.keySet().stream()
                    .filter(key ->
                            !content.ext().containsKey(key) && before.ext().containsKey(key))
                    .forEach(key -> draft.ext(key, null));
        }
    }

    /** The package's nodes, with what they do not know kept as it is here. */
    private List<Node> merged() {
        return content.nodes().stream()
                .map(node ->
                        before.node(node.id()).map(here -> over(here, node)).orElse(node))
                .toList();
    }

    private static Node over(Node here, Node node) {
        boolean ran = !node.result().equals(Result.NONE);
        return here.toBuilder()
                .type(node.type())
                .title(node.title())
                .position(node.position() == null ? here.position() : node.position())
                .size(node.size() == null ? here.size() : node.size())
                .parent(node.parentId() == null ? here.parentId() : node.parentId())
                .config(both(here.config(), node.config()))
                .result(ran ? node.result() : here.result())
                .ext(both(here.ext(), node.ext()))
                .order(node.order() == null ? here.order() : node.order())
                .build();
    }

    private static Map<String, Json> both(Map<String, Json> here, Map<String, Json> there) {
        Map<String, Json> both = new TreeMap<>(here);
        both.putAll(there);
        return both;
    }

    /** The package's edges; one whose end somebody removed here since is left out. */
    private List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        for (Edge edge : content.edges()) {
            Edge here = before.edge(edge.id()).orElse(null);
            boolean ended = draft.node(edge.source()).isPresent()
                    && draft.node(edge.target()).isPresent();
            if (ended) {
                edges.add(here == null || base != null ? edge : over(here, edge));
            } else {
                notes.add("The edge '" + edge.id() + "' was left out: one of its ends was removed here");
            }
        }
        return edges;
    }

    private static Edge over(Edge here, Edge edge) {
        return edge.withHandles(
                        edge.sourceHandle() == null ? here.sourceHandle() : edge.sourceHandle(),
                        edge.targetHandle() == null ? here.targetHandle() : edge.targetHandle())
                .withType(edge.type() == null ? here.type() : edge.type())
                .withExt(both(here.ext(), edge.ext()))
                .withOrder(edge.order() == null ? here.order() : edge.order());
    }
}
