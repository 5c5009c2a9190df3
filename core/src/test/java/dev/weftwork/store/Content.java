package dev.weftwork.store;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Workflow;

/** What a workflow says, as text: everything but how often and when it changed. */
final class Content {
    private Content() {}

    static String of(Store store) {
        return of(store.workflow(Sample.POSTER));
    }

    static String of(Workflow workflow) {
        StringBuilder text = new StringBuilder();
        text.append(workflow.name()).append(workflow.viewport()).append(workflow.ext());
        text.append('\n');
        workflow.nodes().forEach(node -> add(node, text));
        workflow.edges().forEach(edge -> add(edge, text));
        return text.toString();
    }

    private static void add(Node node, StringBuilder text) {
        text.append(node.id()).append('|').append(node.type()).append('|').append(node.title());
        text.append('|').append(node.position()).append('|').append(node.size());
        text.append('|').append(node.parentId()).append('|').append(node.order());
        text.append('|').append(node.config()).append('|').append(node.result());
        text.append('|').append(node.ext()).append('\n');
    }

    private static void add(Edge edge, StringBuilder text) {
        text.append(edge.id()).append('|').append(edge.source()).append('|').append(edge.target());
        text.append('|').append(edge.sourceHandle()).append('|').append(edge.targetHandle());
        text.append('|').append(edge.type()).append('|').append(edge.order());
        text.append('|').append(edge.ext()).append('\n');
    }
}
