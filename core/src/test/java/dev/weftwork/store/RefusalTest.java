package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.WorkflowId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be is refused with a message that names it and says what to do, and nothing has changed. */
final class RefusalTest {
    private static final String HALF = "a" + (char) 0xdc00;
    private static final NodeId NONE = NodeId.of("none");
    private static final WorkflowId NOWHERE = WorkflowId.of("nowhere");
    private static final EdgeId FRESH = EdgeId.of("fresh");
    private static final Json DEEP = Json.parse("[".repeat(64) + "]".repeat(64));

    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();

    private record Case(String name, Consumer<Store> act, List<String> words) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final class Cases {
        private final List<Case> all = new ArrayList<>();

        void add(String name, Consumer<Store> act, String... words) {
            all.add(new Case(name, act, List.of(words)));
        }

        void edit(String name, Consumer<WorkflowDraft> act, String... words) {
            add(name, store -> store.edit(Sample.POSTER, act::accept), words);
        }
    }

    static List<Case> unknown() {
        Cases cases = new Cases();
        cases.add("read workflow", s -> s.workflow(NOWHERE), "'nowhere'", "never created, or was removed");
        cases.add("edit workflow", s -> s.edit(NOWHERE, draft -> {}), "'nowhere'", "never created");
        cases.add("rename workflow", s -> s.renameWorkflow(NOWHERE, "x"), "'nowhere'");
        cases.add("remove workflow", s -> s.removeWorkflow(NOWHERE), "'nowhere'");
        cases.add("observe workflow", s -> s.observe(NOWHERE, change -> {}), "'nowhere'");
        cases.add("select workflow", s -> s.select(NOWHERE, w -> 1, value -> {}), "'nowhere'");
        cases.add("gesture", s -> s.gesture(NOWHERE), "'nowhere'");
        cases.add("set nodes", s -> s.setNodes(NOWHERE, nodes -> nodes), "'nowhere'");
        cases.add("set viewport", s -> s.setViewport(NOWHERE, Viewport.ORIGIN), "'nowhere'");
        cases.add("node config", s -> s.updateNodeConfig(Sample.POSTER, NONE, "a", 1), "'none'", "'poster'");
        cases.add("node result", s -> s.updateNodeResult(Sample.POSTER, NONE, Result.NONE), "'none'", "never added");
        cases.add("node size", s -> s.updateNodeDimensions(Sample.POSTER, NONE, null, null), "'none'");
        cases.edit("remove node", draft -> draft.removeNode(NONE), "'none'", "'poster'", "was removed");
        cases.edit("move node", draft -> draft.moveNode(NONE, 1, 1), "'none'");
        cases.edit("remove node twice", draft -> draft.removeNode(Sample.IDEA).removeNode(Sample.IDEA), "'idea'");
        cases.edit("remove edge", draft -> draft.removeEdge(EdgeId.of("none")), "edge 'none'", "was removed");
        cases.edit("update edge", draft -> draft.updateEdge(EdgeId.of("none"), e -> e), "edge 'none'");
        cases.edit(
                "edge of a removed node",
                draft -> draft.removeNode(Sample.IDEA).removeEdge(Sample.FIRST),
                "edge 'e1'",
                "one of its nodes was removed");
        cases.add("slice", s -> s.slices().config("files"), "'files'", "collection(\"files\")");
        cases.add("configure slice", s -> s.slices().configure("files", SliceConfig.DEFAULT), "'files'", "node");
        return cases.all;
    }

    static List<Case> contradictions() {
        Cases cases = new Cases();
        cases.add("workflow id", s -> s.createWorkflow(Sample.POSTER, "x", d -> {}), "'poster'", "another id");
        cases.edit("node id", draft -> draft.addNode(Sample.IDEA, "t", n -> {}), "'idea'", "use updateNode");
        cases.edit(
                "node id in one edit",
                draft -> draft.addNode(NONE, "t", n -> {}).addNode(NONE, "t", n -> {}),
                "'none'",
                "another id");
        cases.edit(
                "edge id",
                draft -> draft.addEdge(Edge.of(Sample.FIRST, Sample.IDEA, Sample.IMAGE)),
                "'e1'",
                "use updateEdge");
        cases.add("node twice in a list", s -> s.setNodes(Sample.POSTER, RefusalTest::doubled), "'group'", "twice");
        cases.edit("edge to nowhere", draft -> draft.connect(Sample.IDEA, NONE), "'none'", "add the node first");
        cases.edit("edge from nowhere", draft -> draft.connect(NONE, Sample.IDEA), "'none'", "add the node first");
        cases.edit(
                "edge moved to nowhere",
                draft -> draft.updateEdge(Sample.FIRST, edge -> edge.between(Sample.IDEA, NONE)),
                "'e1'",
                "'none'",
                "nowhere");
        cases.edit(
                "edge renamed",
                draft -> draft.updateEdge(Sample.FIRST, edge -> Edge.of(EdgeId.of("x"), Sample.IDEA, Sample.IMAGE)),
                "'e1'",
                "'x'",
                "remove the one and add the other");
        cases.edit(
                "its own parent",
                draft -> draft.updateNode(Sample.IDEA, node -> node.parent(Sample.IDEA)),
                "'idea'",
                "its own parent");
        cases.add("the home of collections", s -> s.createWorkflow(Collections.HOME, "x", d -> {}), "@collections");
        for (String taken : List.of("workflow", "node", "edge", "viewport", "asset", "setting")) {
            cases.add("collection " + taken, s -> s.collection(taken), "'" + taken + "'", "another name");
        }
        cases.add("name of a collection", s -> s.collection("my files"), "'my files'", "letters, digits");
        cases.add("empty item id", s -> s.collection("files").put("", 1), "needs an id");
        cases.add("negative debounce", s -> SliceConfig.DEFAULT.withDebounce(Duration.ofMillis(-1)), "PT-0.001S");
        for (Duration odd : List.of(Duration.ofSeconds(-5), Duration.ofSeconds(Long.MAX_VALUE))) {
            cases.add("lease of " + odd, s -> s.tryLease("sync", odd), odd.toString(), "some seconds");
        }
        cases.add("batch of none", s -> SliceConfig.DEFAULT.withBatchSize(0), "0", "at least 1");
        return cases.all;
    }

    private static List<Node> doubled(List<Node> nodes) {
        List<Node> doubled = new ArrayList<>(nodes);
        doubled.addAll(nodes);
        return doubled;
    }

    static List<Case> values() {
        Cases cases = new Cases();
        for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            String shown = Double.toString(odd);
            cases.edit("position " + shown, draft -> draft.moveNode(Sample.IDEA, 0, odd), "y is " + shown, "finite");
            cases.edit("size " + shown, d -> d.updateNode(Sample.IDEA, n -> n.sized(odd, 1)), shown, "finite");
            cases.add("viewport " + shown, s -> s.setViewport(Sample.POSTER, new Viewport(0, 0, odd)), "zoom", shown);
            cases.edit("setting " + shown, draft -> draft.config(Sample.IDEA, "a", odd), shown);
        }
        cases.add(
                "half a pair in a workflow id", s -> s.createWorkflow(WorkflowId.of(HALF), "x", d -> {}), "surrogate");
        cases.edit("half a pair in a node id", d -> d.addNode(NodeId.of(HALF), "t", n -> {}), "surrogate", "valid");
        cases.edit("half a pair in an edge id", d -> d.removeEdge(EdgeId.of(HALF)), "surrogate", "valid");
        cases.add("half a pair in an item id", s -> s.collection("files").put(HALF, 1), "surrogate", "valid");
        cases.edit("half a pair in a setting's name", d -> d.config(Sample.IDEA, HALF, 1), "surrogate", "valid");
        cases.edit("half a pair in a field's name", d -> d.ext(HALF, Json.TRUE), "surrogate", "valid");
        cases.edit("empty node id", d -> d.addNode(NodeId.of(""), "t", n -> {}), "empty");
        cases.edit("long node id", d -> d.removeNode(NodeId.of("x".repeat(513))), "513", "512");
        cases.add("long item id", s -> s.collection("files").put("é".repeat(257), 1), "514", "512");
        cases.edit("depth 65", d -> d.config(Sample.IDEA, "a", List.of(DEEP)), "64");
        cases.edit("no JSON form", d -> d.config(Sample.IDEA, "a", new Object()), "Object");
        cases.edit("blank status", d -> d.result(Sample.IDEA, new Result(" ", null)), "status", "idle");
        cases.edit(
                "over 64 MiB", d -> d.config(Sample.IDEA, "a", "x".repeat(64 << 20)), "64 MiB", "assets", "'poster'");
        cases.edit("over 64 MiB together", RefusalTest::addMuch, "64 MiB", "split it");
        return cases.all;
    }

    private static void addMuch(WorkflowDraft draft) {
        String text = "x".repeat(1 << 20);
        for (int i = 0; i < 65; i++) {
            draft.addNode(NodeId.of("n" + i), "t", node -> node.config("text", text));
        }
    }

    static List<Case> operations() {
        EntityWrites title = EntityWrites.to(EntityKey.of(Sample.IDEA))
                .set("title", Json.of("x"))
                .build();
        EntityWrites foreign =
                EntityWrites.to(EntityKey.of(NOWHERE)).set("name", Json.of("x")).build();
        Cases cases = new Cases();
        cases.add(
                "one entity twice", s -> s.oplog().append(Sample.POSTER, List.of(title, title)), "node idea", "twice");
        cases.add("another workflow", s -> s.oplog().append(Sample.POSTER, List.of(foreign)), "nowhere", "poster");
        return cases.all;
    }

    static List<Case> nulls() {
        Cases cases = new Cases();
        cases.add("name", s -> s.createWorkflow(nothing()), "name");
        cases.add("search", s -> s.search(nothing()), "text");
        cases.add("edit", s -> s.edit(Sample.POSTER, nothing()), "edit");
        cases.add("content", s -> s.createWorkflow(NOWHERE, "x", nothing()), "content");
        cases.edit("node", draft -> draft.addNode((Node) nothing()), "node");
        cases.edit("type", draft -> draft.addNode(NONE, nothing(), node -> {}), "type");
        cases.edit("details", draft -> draft.addNode(NONE, "t", nothing()), "details");
        cases.edit("title", draft -> draft.updateNode(Sample.IDEA, node -> node.title(nothing())), "title");
        cases.edit("viewport", draft -> draft.viewport(nothing()), "viewport");
        cases.edit("edge", draft -> draft.addEdge(nothing()), "edge");
        cases.edit("rename", draft -> draft.rename(nothing()), "name");
        cases.edit("key of a setting", draft -> draft.config(Sample.IDEA, nothing(), 1), "key");
        cases.edit("key of an unknown field", draft -> draft.ext(nothing(), Json.TRUE), "key");
        cases.add("listener of one", s -> s.observe(Sample.POSTER, nothing()), "listener is needed");
        cases.add("listener of all", s -> s.observeAll(nothing()), "listener");
        cases.add("listener of settled", s -> s.observeSettled(nothing()), "listener");
        cases.add("selector", s -> s.select(Sample.POSTER, nothing(), value -> {}), "selector");
        cases.add("listener of a selection", s -> s.select(Sample.POSTER, w -> 1, nothing()), "listener");
        cases.add("listener of items", s -> s.collection("files").observe(nothing()), "listener");
        cases.add("id of an item", s -> s.collection("files").put(nothing(), 1), "id of an item");
        cases.add(
                "one of many ids",
                s -> s.collection("files").removeAll(Arrays.asList("a", nothing())),
                "id of an item");
        cases.add("lease", s -> s.tryLease(nothing(), Duration.ofSeconds(1)), "name");
        cases.add("slice", s -> s.slices().config(nothing()), "name of a slice");
        cases.add("slice to configure", s -> s.slices().configure(nothing(), SliceConfig.DEFAULT), "name of a slice");
        cases.add("configuration", s -> s.slices().configure("node", nothing()), "config");
        List<Node> gap = Arrays.asList(Node.builder(NONE, "t").build(), nothing());
        cases.add("list of nodes", s -> s.setNodes(s.workflow(Sample.POSTER), nothing()), "list of nodes", "empty");
        cases.add("list of edges", s -> s.setEdges(s.workflow(Sample.POSTER), nothing()), "list of edges", "empty");
        cases.add("node in a list", s -> s.setNodes(s.workflow(Sample.POSTER), gap), "nodes", "index 1", "leave");
        cases.add(
                "edge in a list",
                s -> s.setEdges(Sample.POSTER, edges -> Arrays.asList((Edge) nothing())),
                "edges",
                "index 0");
        cases.add("what nodes become", s -> s.setNodes(Sample.POSTER, nodes -> nothing()), "list of nodes");
        cases.edit("node in a base", draft -> draft.replaceNodes(gap, List.of()), "nodes", "index 1");
        cases.edit("what an edge becomes", draft -> draft.updateEdge(Sample.FIRST, edge -> nothing()), "gave null");
        cases.edit("end of an edge", draft -> draft.addEdge(Edge.of(FRESH, Sample.IDEA, nothing())), "a target");
        cases.edit(
                "value of an unknown field",
                draft -> draft.updateNode(Sample.IDEA, node -> node.ext(unset("a"))),
                "'a'",
                "Json.NULL");
        cases.add(
                "key of one of many settings",
                s -> s.updateNodeConfig(Sample.POSTER, Sample.IDEA, unset(nothing())),
                "key of a setting");
        cases.add("write in a list", s -> s.oplog().append(Sample.POSTER, Arrays.asList(nothing(), nothing())), "0");
        cases.edit("status", draft -> draft.result(Sample.IDEA, new Result(nothing(), null)), "status", "idle");
        cases.edit("text of a node id", draft -> draft.removeNode(NodeId.of(nothing())), "node id");
        cases.add("storage", s -> s.relocate(nothing()), "storage", "empty");
        return cases.all;
    }

    private static Map<String, Json> unset(String key) {
        Map<String, Json> map = new HashMap<>();
        map.put(key, nothing());
        return map;
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks may pass
    private static <T> T nothing() {
        return null;
    }

    @ParameterizedTest
    @MethodSource({"unknown", "contradictions", "values", "operations"})
    void isAnIllegalArgument(Case refused) {
        refuses(refused, IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void isANullThatTheMessageNames(Case refused) {
        refuses(refused, NullPointerException.class);
    }

    private void refuses(Case refused, Class<? extends RuntimeException> type) {
        Sample.create(store).awaitDurable();
        String before = Dump.of(store, site.disk);

        assertThatThrownBy(() -> refused.act.accept(store))
                .isInstanceOf(type)
                .satisfies(thrown -> assertThat(thrown.getMessage()).contains(refused.words));
        site.pass(Duration.ofMillis(10));

        assertThat(Dump.of(store, site.disk).replace("files{}\n", "")).isEqualTo(before);
        assertThat(host.time().failures()).isEmpty();
        Sample.title(store, Sample.IDEA, "goes on").awaitDurable();
        assertThat(Sample.title(site.restart(host).store(), Sample.IDEA)).isEqualTo("goes on");
    }
}
