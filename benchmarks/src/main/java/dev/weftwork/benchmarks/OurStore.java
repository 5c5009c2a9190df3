package dev.weftwork.benchmarks;

import dev.weftwork.benchmarks.SampleGraph.Link;
import dev.weftwork.benchmarks.SampleGraph.Step;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowDraft;
import java.nio.file.Path;
import java.util.List;

/** Our side: the library as a host uses it. */
final class OurStore {
    static final double WIDTH = 240;
    static final double HEIGHT = 120;
    static final String OUT = "out";
    static final String IN = "in";

    /** One operation holds 64 MiB at most, so larger graphs come in pieces. */
    private static final int NODES_AT_ONCE = 10_000;

    static final WorkflowId WORKFLOW = WorkflowId.of(SampleGraph.WORKFLOW);

    private OurStore() {}

    static Store open(Path file, Durability durability) {
        return Store.builder()
                .storage(SqliteStorage.builder(file).durability(durability).build())
                .open();
    }

    /** A store in which the workflow is, still empty. */
    static Store openEmpty(Path file, Durability durability) {
        Store store = open(file, durability);
        store.createWorkflow(WORKFLOW, "Sample", draft -> {}).awaitDurable();
        return store;
    }

    /** A store in which the workflow is, and its rows are folded. */
    static Store openWith(SampleGraph graph, Path file, Durability durability) {
        create(graph, file, durability);
        return open(file, durability);
    }

    /** Writes a file that holds a graph, and closes it. */
    static void create(SampleGraph graph, Path file, Durability durability) {
        try (Store store = openEmpty(file, durability)) {
            saveInPieces(graph, store);
        }
    }

    /** Draws a whole graph in one edit. */
    static Commit save(SampleGraph graph, Store store) {
        return store.edit(WORKFLOW, draft -> {
            graph.steps().forEach(step -> add(step, draft));
            graph.links().forEach(link -> add(link, draft));
        });
    }

    static void saveInPieces(SampleGraph graph, Store store) {
        List<Step> steps = graph.steps();
        for (int i = 0; i < steps.size(); i += NODES_AT_ONCE) {
            List<Step> piece = steps.subList(i, Math.min(steps.size(), i + NODES_AT_ONCE));
            store.edit(WORKFLOW, draft -> piece.forEach(step -> add(step, draft)));
        }
        List<Link> links = graph.links();
        for (int i = 0; i < links.size(); i += NODES_AT_ONCE) {
            List<Link> piece = links.subList(i, Math.min(links.size(), i + NODES_AT_ONCE));
            store.edit(WORKFLOW, draft -> piece.forEach(link -> add(link, draft)));
        }
        store.flush();
    }

    static void add(Step step, WorkflowDraft draft) {
        draft.addNode(
                NodeId.of(step.id()),
                step.type(),
                node -> node.title(step.title())
                        .at(step.x(), step.y())
                        .sized(WIDTH, HEIGHT)
                        .config(step.config()));
    }

    static void add(Link link, WorkflowDraft draft) {
        draft.addEdge(Edge.of(EdgeId.of(link.id()), NodeId.of(link.source()), NodeId.of(link.target()))
                .withHandles(OUT, IN));
    }
}
