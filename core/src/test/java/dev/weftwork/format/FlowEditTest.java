package dev.weftwork.format;

import static dev.weftwork.format.FlowJsonTest.fixture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Viewport;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What edits do to a document: nothing but what they say. */
final class FlowEditTest {

    private static PlainWorkflow open(String text) {
        return PlainWorkflow.of(FlowJsonTest.mapped(text).content());
    }

    private static List<String> differences(String text, UnaryOperator<PlainWorkflow> edit) {
        return JsonTree.differences(text, FlowJson.write(edit.apply(open(text)))).stream()
                .map(difference -> difference.path() + " " + difference.before() + " " + show(difference.after()))
                .toList();
    }

    private static String show(JsonTree.Value value) {
        return value.kind() == 't' ? value.toString() : flat(value);
    }

    private static String flat(JsonTree.Value value) {
        StringBuilder out = new StringBuilder().append(value.kind());
        for (int i = 0; i < value.children().size(); i++) {
            out.append(i == 0 ? "" : ",");
            out.append(value.kind() == '{' ? value.labels().get(i) + ":" : "")
                    .append(show(value.children().get(i)));
        }
        return out.append(value.kind() == '{' ? '}' : ']').toString().replace('"', '\'');
    }

    private static Node node(PlainWorkflow workflow, String id) {
        return workflow.node(NodeId.of(id)).orElseThrow();
    }

    @Test
    void titleViewportAndName() {
        String text = fixture("reactflow-hazards.json");

        assertThat(differences(text, w -> w.named("New")))
                .containsExactly("/\"n\\u0061me\" \"Caf\\u00e9 \\/ 'hazards'\" \"New\"");
        assertThat(differences(text, w -> w.seen(new Viewport(10, -4, 0.5))))
                .containsExactly("/\"viewport\"/\"y\" -3 -4");
        assertThat(differences(
                        text, w -> w.with(node(w, "a").toBuilder().title("T").build())))
                .hasSize(1)
                .allMatch(line -> line.startsWith("/\"nodes\"/0/\"data\"/\"label\"") && line.endsWith("\"T\""));
    }

    @Test
    void whatHadNoPlaceGetsTheUsualOne() {
        String text = "{\"nodes\":[{\"id\":\"a\"},{\"id\":\"b\",\"position\":null,\"data\":null}]}";

        assertThat(differences(
                        text,
                        w -> w.with(node(w, "a").toBuilder().at(1, 2).title("T").build())))
                .containsExactly(
                        "/\"nodes\"/0/\"position\" null {'x':1,'y':2}", "/\"nodes\"/0/\"data\" null {'label':'T'}");
        assertThat(differences(
                        text,
                        w -> w.with(node(w, "b").toBuilder()
                                .at(1, 2)
                                .config("k", 1)
                                .sized(3, 4)
                                .build())))
                .containsExactly(
                        "/\"nodes\"/1/\"position\" null {'x':1,'y':2}",
                        "/\"nodes\"/1/\"data\" null {'k':1}",
                        "/\"nodes\"/1/\"width\" null 3",
                        "/\"nodes\"/1/\"height\" null 4");
        assertThat(differences(text, w -> w.named("N").seen(new Viewport(1, 2, 3))))
                .containsExactly("/\"viewport\" null {'x':1,'y':2,'zoom':3}", "/\"name\" null \"N\"");
        assertThat(differences(text, w -> w.with(Edge.of(EdgeId.of("e"), NodeId.of("a"), NodeId.of("b")))))
                .containsExactly("/\"edges\" null [{'id':'e','source':'a','target':'b'}]");
    }

    @Test
    void whatIsTakenAwayTakesItsPlaceWithIt() {
        String text =
                "{\"nodes\":[{\"id\":\"p\"},{\"id\":\"a\",\"parentId\":\"p\",\"position\":{\"x\":1,\"y\":2},\"width\":3,\"height\":4,\"data\":{\"k\":1}}]}";

        assertThat(differences(
                        text,
                        w -> w.with(node(w, "a").toBuilder()
                                .position(null)
                                .size(null)
                                .build())))
                .containsExactly(
                        "/\"nodes\"/1/\"position\" {…2 null",
                        "/\"nodes\"/1/\"width\" 3 null",
                        "/\"nodes\"/1/\"height\" 4 null");
        assertThat(differences(
                        text,
                        w -> w.with(node(w, "a").toBuilder().removeConfig("k").build())))
                .containsExactly("/\"nodes\"/1/\"data\"/\"k\" 1 null");
        assertThat(FlowJson.write(open(text).without(NodeId.of("p"))))
                .isEqualTo(text.replace("{\"id\":\"p\"},", "").replace("\"parentId\":\"p\",", ""));
    }

    @Test
    void unknownFieldsCanBeAddedChangedAndTakenAway() {
        String text =
                "{\"nodes\":[{\"id\":\"a\",\"selected\":true}],\"edges\":[{\"id\":\"e\",\"source\":\"a\",\"target\":\"a\",\"label\":\"x\"}]}";

        assertThat(differences(
                        text,
                        w -> w.with(node(w, "a").toBuilder()
                                .ext("selected", null)
                                .ext("z", Json.TRUE)
                                .build())))
                .containsExactlyInAnyOrder("/\"nodes\"/0/\"selected\" true null", "/\"nodes\"/0/\"z\" null true");
        assertThat(differences(
                        text,
                        w -> w.with(
                                w.edges().get(0).withExt("label", Json.of("y")).withType("t"))))
                .containsExactly("/\"edges\"/0/\"label\" \"x\" \"y\"", "/\"edges\"/0/\"type\" null \"t\"");
    }

    @Test
    void aSettingThatTakesATitlesPlaceIsNotLost() {
        String text = "{\"nodes\":[{\"id\":\"a\",\"data\":{\"label\":\"T\"}},{\"id\":\"b\",\"data\":{\"label\":7}}]}";

        assertThat(differences(
                        text,
                        w -> w.with(
                                node(w, "a").toBuilder().config("label", "S").build())))
                .containsExactly("/\"nodes\"/0/\"data\"/\"label\" \"T\" \"S\"");
        assertThat(differences(
                        text, w -> w.with(node(w, "b").toBuilder().title("T").build())))
                .containsExactly("/\"nodes\"/1/\"data\"/\"label\" 7 \"T\"");
    }

    @Test
    void newNodesAndLinksStandWhereTheirOrderPutsThem() {
        String text = "{\"nodes\":[{\"id\":\"a\"},null,{\"id\":\"b\"}],\"edges\":[]}";
        PlainWorkflow workflow = open(text);
        String between = OrderKeys.between(null, workflow.nodes().get(0).order());

        assertThat(differences(
                        text,
                        w -> w.with(
                                Node.builder(NodeId.of("n"), "t").order(between).build())))
                .containsExactly("/\"nodes\"/0 null {'id':'n','type':'t','data':{}}");
        assertThat(differences(
                        text, w -> w.with(Node.builder(NodeId.of("n"), "t").build())))
                .containsExactly("/\"nodes\"/3 null {'id':'n','type':'t','data':{}}");
    }

    @Test
    void aNodeWithoutIdGetsOneWhenSomethingRefersToIt() {
        String text = "{\"nodes\":[{\"type\":\"t\"},{\"id\":\"b\"}],\"edges\":[]}";

        assertThat(differences(text, w -> w.with(Edge.of(EdgeId.of("e"), NodeId.of("node~1"), NodeId.of("b")))))
                .containsExactly(
                        "/\"nodes\"/0/\"id\" null \"node~1\"",
                        "/\"edges\"/0 null {'id':'e','source':'node~1','target':'b'}");
    }

    @Test
    void shapesOfOtherWorkflowsMeanNothing() {
        Node copied = node(open(fixture("reactflow-hazards.json")), "a");
        String written = FlowJson.write(open("{\"nodes\":[]}").with(copied));

        assertThat(JsonTree.parse(written).path("nodes").path(0).path("position"))
                .isEqualTo(JsonTree.parse("{\"x\":1.0,\"y\":1e3}"));
        assertThat(JsonTree.parse(written).path("nodes").path(0).keys())
                .containsExactly("id", "type", "position", "data", "width", "height", "positionAbsolute", "selected");
    }

    @Test
    void whatWasBornHereIsReactFlow() {
        FlowContent empty = new FlowContent("N", Viewport.ORIGIN, java.util.Map.of(), List.of(), List.of());
        PlainWorkflow workflow = PlainWorkflow.of(empty)
                .with(Node.builder(NodeId.of("a"), "t")
                        .at(1.5, 2)
                        .config("k", List.of(1))
                        .build())
                .with(Node.builder(NodeId.of("b"), "t")
                        .title("B")
                        .parent(NodeId.of("a"))
                        .build())
                .with(Edge.of(EdgeId.of("e"), NodeId.of("a"), NodeId.of("b")).withHandles("o", null));

        assertThat(FlowJson.write(workflow))
                .isEqualTo(
                        "{\"nodes\":[{\"id\":\"a\",\"type\":\"t\",\"position\":{\"x\":1.5,\"y\":2},\"data\":{\"k\":[1]}},"
                                + "{\"id\":\"b\",\"type\":\"t\",\"data\":{\"label\":\"B\"},\"parentId\":\"a\"}],"
                                + "\"edges\":[{\"id\":\"e\",\"source\":\"a\",\"sourceHandle\":\"o\",\"target\":\"b\"}],\"name\":\"N\"}");
    }

    @Test
    void comfyUiNumbersNewNodesAndLinksAndKeepsSlotsInStep() {
        String text = fixture("comfyui-1.json");
        Edge old = open(text).edges().get(0);
        Edge edge = Edge.of(EdgeId.of("uuid"), NodeId.of("new"), NodeId.of("2"))
                .withHandles("0", "0")
                .withType("X");

        assertThat(differences(
                        text,
                        w -> w.with(Node.builder(NodeId.of("new"), "C").at(1, 2).build())
                                .without(old.id())
                                .with(edge)))
                .containsExactly(
                        "/\"state\"/\"lastNodeId\" 2 3",
                        "/\"state\"/\"lastLinkId\" 1 2",
                        "/\"nodes\"/0/\"outputs\"/0/\"links\"/0 1 null",
                        "/\"nodes\"/1/\"inputs\"/0/\"link\" 1 2",
                        "/\"nodes\"/2 null {'id':3,'type':'C','pos':[1,2],'flags':{},'order':0,'mode':0}",
                        "/\"links\"/0/\"id\" 1 2",
                        "/\"links\"/0/\"origin_id\" 1 3",
                        "/\"links\"/0/\"parentId\" 4 null");
        assertThat(differences(text, w -> w.with(old.between(NodeId.of("2"), NodeId.of("2")))))
                .contains("/\"nodes\"/0/\"outputs\"/0/\"links\"/0 1 null", "/\"links\"/0/\"origin_id\" 1 2");
    }

    @Test
    void slotsThatNeverAgreedAreLeftAlone() {
        String text = fixture("comfyui.json");

        assertThat(differences(text, w -> w.without(EdgeId.of("2"))))
                .containsExactly(
                        "/\"nodes\"/1/\"outputs\"/0/\"links\"/1 2 null",
                        "/\"nodes\"/2/\"inputs\"/1/\"link\" 2 null",
                        "/\"links\"/1 […7 null");
    }

    @Test
    void n8nLinksFollowANewName() {
        String text = fixture("n8n.json");

        assertThat(differences(
                        text,
                        w -> w.with(node(w, "No id").toBuilder().title("Now").build())))
                .containsExactlyInAnyOrder(
                        "/\"nodes\"/1/\"name\" \"No id\" \"Now\"",
                        "/\"connections\"/\"Chat \\\"T\\\"\"/\"main\"/0/0/\"node\" \"No id\" \"Now\"",
                        "/\"connections\"/\"No id\" {…1 null",
                        "/\"connections\"/\"Now\" null {'main':[]}");
    }

    @Test
    void linksAreAddedWhereEachFamilyKeepsThem() {
        assertThat(differences(fixture("n8n-by-id.json"), w -> w.with(link("2", "main/1", "1", "main/0"))))
                .containsExactly("/\"connections\"/\"2\" null {'main':[[],[{'node':'1','type':'main','index':0}]]}");
        assertThat(differences(fixture("n8n-by-id.json"), w -> w.with(link("1", null, "1", null))))
                .containsExactly("/\"connections\"/\"1\"/\"main\"/0/1 null {'node':'1','type':'main','index':0}");
        assertThat(differences(fixture("node-red.json"), w -> w.with(link("cfg", "1", "c.3", null))))
                .containsExactly("/4/\"wires\" null [[],['c.3']]");
        assertThat(differences(fixture("comfyui-api.json"), w -> w.with(link("3", "0", "4", "image"))))
                .containsExactly("/\"4\"/\"inputs\"/\"image\" null ['3',0]");
    }

    private static Edge link(String source, @Nullable String from, String target, @Nullable String to) {
        return Edge.of(EdgeId.of("new"), NodeId.of(source), NodeId.of(target)).withHandles(from, to);
    }

    @Test
    void newNodesHaveWhatEachFamilyAsksFor() {
        Node fresh = Node.builder(NodeId.of("new"), "t")
                .title("T")
                .config("k", 1)
                .at(1, 2)
                .build();

        assertThat(differences(fixture("n8n-by-id.json"), w -> w.with(fresh)))
                .containsExactly(
                        "/\"nodes\"/2 null {'parameters':{'k':1},'id':'new','name':'T','type':'t','typeVersion':1,'position':[1,2]}");
        assertThat(differences(fixture("node-red.json"), w -> w.with(fresh)))
                .containsExactly("/8 null {'id':'new','type':'t','name':'T','x':1,'y':2,'wires':[],'k':1}");
        assertThat(differences(fixture("comfyui-api.json"), w -> w.with(fresh)))
                .containsExactly("/\"new\" null {'inputs':{'k':1},'class_type':'t','_meta':{'title':'T'}}");
        assertThat(differences(fixture("sim.json"), w -> w.with(fresh)))
                .containsExactly(
                        "/\"state\"/\"blocks\"/\"new\" null {'id':'new','type':'t','name':'T','position':{'x':1,'y':2},'enabled':true,'subBlocks':{'k':1},'outputs':{}}");
        assertThat(differences(fixture("jsoncanvas.canvas"), w -> w.with(fresh)))
                .containsExactly("/\"nodes\"/2 null {'id':'new','type':'t','x':1,'y':2,'label':'T','k':1}");
    }
}
