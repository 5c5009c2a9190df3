package dev.weftwork.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Workflow;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What must hold for every document, whatever keeps the workflow between reading and writing. */
public final class FlowChecks {
    private FlowChecks() {}

    /** Something that keeps workflows. Each call may give the state of one and the same workflow. */
    public interface Host {
        Workflow open(FlowContent content);

        Workflow put(Workflow base, Node node);

        Workflow remove(Workflow base, NodeId node);

        Workflow remove(Workflow base, EdgeId edge);
    }

    /** Keeps workflows in memory, without any store. */
    static final class PlainHost implements Host {
        @Override
        public Workflow open(FlowContent content) {
            return PlainWorkflow.of(content);
        }

        @Override
        public Workflow put(Workflow base, Node node) {
            return ((PlainWorkflow) base).with(node);
        }

        @Override
        public Workflow remove(Workflow base, NodeId node) {
            return ((PlainWorkflow) base).without(node);
        }

        @Override
        public Workflow remove(Workflow base, EdgeId edge) {
            return ((PlainWorkflow) base).without(edge);
        }
    }

    /** Everything below, on one document. */
    public static FlowImport check(String name, String text, Host host) {
        FlowImport read = FlowJson.read(text);
        assertThat(read.kind()).as(name).isNotEqualTo(FlowImport.Kind.UNREADABLE);
        if (read instanceof FlowImport.Opaque opaque) {
            assertComesBack(name, text, host.open(opaque.content()));
        }
        if (read instanceof FlowImport.Mapped mapped) {
            FlowContent content = mapped.content();
            assertComesBack(name, text, host.open(content));
            assertCounts(name, text, mapped);
            assertMoveIsLocal(name, text, content, host);
            assertSettingIsLocal(name, text, content, host);
            assertEdgeRemovalIsLocal(name, text, content, host);
            assertNodeRemovalIsClean(name, mapped, host);
        }
        return read;
    }

    /** Every token, in order. */
    public static void assertComesBack(String name, String text, Workflow workflow) {
        List<String> expected = JsonTree.tokens(text);
        List<String> actual = JsonTree.tokens(FlowJson.write(workflow));
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                throw new AssertionError(name + ": token " + i + " after "
                        + expected.subList(Math.max(0, i - 12), i) + " was\n" + cut(expected.get(i)) + "\nnow\n"
                        + cut(actual.get(i)));
            }
        }
        assertThat(actual.size()).as(name + ": number of tokens").isEqualTo(expected.size());
    }

    private static String cut(String token) {
        return token.length() < 200 ? token : token.substring(0, 200);
    }

    private static void assertCounts(String name, String text, FlowImport.Mapped mapped) {
        FlowCount count = FlowCount.of(text, mapped.format());
        FlowReport report = mapped.report();
        assertThat(mapped.content().nodes())
                .as(name + ": nodes")
                .hasSize(count.nodes())
                .hasSize(report.nodes());
        assertThat(mapped.content().edges()).as(name + ": edges").hasSize(report.edges());
        assertThat(report.edges() + report.danglingLinks()).as(name + ": links").isEqualTo(count.links());
        assertThat(report.danglingLinks()).as(name + ": dangling links").isEqualTo(count.dangling());
    }

    private static void assertMoveIsLocal(String name, String text, FlowContent content, Host host) {
        Optional<Node> found =
                content.nodes().stream().filter(node -> node.position() != null).reduce((first, last) -> last);
        if (found.isEmpty()) {
            return;
        }
        Node node = found.get();
        Point from = Objects.requireNonNull(node.position());
        Node moved = node.toBuilder().at(from.x() + 17.25, from.y() - 3.5).build();
        List<JsonTree.Difference> differences =
                JsonTree.differences(text, FlowJson.write(host.put(host.open(content), moved)));
        assertThat(differences).as(name + ": moved " + node.id()).hasSize(2).allSatisfy(difference -> {
            assertThat(difference.before().kind()).isEqualTo('t');
            assertThat(difference.after().kind()).isEqualTo('t');
        });
        assertThat(Double.parseDouble(differences.get(0).after().token())
                        + Double.parseDouble(differences.get(1).after().token()))
                .as(name + ": moved " + node.id())
                .isEqualTo(from.x() + 17.25 + (from.y() - 3.5));
    }

    private static void assertSettingIsLocal(String name, String text, FlowContent content, Host host) {
        Optional<Node> found = content.nodes().stream()
                .filter(node -> !node.config().isEmpty())
                .reduce((first, last) -> last);
        if (found.isEmpty()) {
            return;
        }
        Node node = found.get();
        String key = node.config().keySet().iterator().next();
        Json value = Json.parse("\"edited \\u00e9\"");
        assertOneDifference(
                name + ": changed " + key,
                text,
                host,
                content,
                node.toBuilder().config(key, value).build(),
                key);
        assertOneDifference(
                name + ": removed " + key,
                text,
                host,
                content,
                node.toBuilder().removeConfig(key).build(),
                key);
        assertOneDifference(
                name + ": added a setting",
                text,
                host,
                content,
                node.toBuilder().config("weft new", 1.5).build(),
                "weft new");
    }

    private static void assertOneDifference(
            String what, String text, Host host, FlowContent content, Node edited, String key) {
        List<JsonTree.Difference> differences =
                JsonTree.differences(text, FlowJson.write(host.put(host.open(content), edited)));
        assertThat(differences).as(what).hasSize(1);
        Json value = edited.config(key);
        assertThat(differences.get(0).after())
                .as(what)
                .isEqualTo(value == null ? JsonTree.ABSENT : JsonTree.parse(value.text()));
    }

    private static void assertEdgeRemovalIsLocal(String name, String text, FlowContent content, Host host) {
        if (content.edges().isEmpty()) {
            return;
        }
        EdgeId edge = content.edges().get(content.edges().size() / 2).id();
        List<JsonTree.Difference> differences =
                JsonTree.differences(text, FlowJson.write(host.remove(host.open(content), edge)));
        // what repeats the link in its nodes goes with it
        List<JsonTree.Difference> others = differences.stream()
                .filter(difference -> !difference.path().matches(".*/\"(inputs|outputs)\"/.*/\"links?\"(/[0-9]+)?"))
                .toList();
        boolean slotted = text.contains("\"last_node_id\"") || text.contains("\"lastNodeId\"");
        assertThat(slotted ? others : differences)
                .as(name + ": removed " + edge)
                .hasSize(1);
        JsonTree.Difference link = (slotted ? others : differences).get(0);
        assertThat(link.before()).as(name + ": removed " + edge).isNotEqualTo(JsonTree.ABSENT);
        assertThat(link.after()).as(name + ": removed " + edge).isEqualTo(JsonTree.ABSENT);
        assertThat(differences).as(name + ": removed " + edge).hasSizeLessThanOrEqualTo(slotted ? 3 : 1);
    }

    private static void assertNodeRemovalIsClean(String name, FlowImport.Mapped mapped, Host host) {
        FlowContent content = mapped.content();
        if (content.nodes().isEmpty()) {
            return;
        }
        NodeId node = content.nodes().get(content.nodes().size() / 2).id();
        String written = FlowJson.write(host.remove(host.open(content), node));
        long links = content.edges().stream()
                .filter(edge -> edge.source().equals(node) || edge.target().equals(node))
                .count();
        FlowCount count = FlowCount.of(written, mapped.format());
        assertThat(count.nodes())
                .as(name + ": nodes without " + node)
                .isEqualTo(content.nodes().size() - 1);
        assertThat(count.links() - count.dangling())
                .as(name + ": links without those of " + node)
                .isEqualTo((int) (content.edges().size() - links));
    }
}
