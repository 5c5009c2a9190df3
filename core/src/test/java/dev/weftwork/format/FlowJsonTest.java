package dev.weftwork.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Size;
import dev.weftwork.graph.Viewport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of documents, and of the hazards in them. */
final class FlowJsonTest {

    static String fixture(String name) {
        try (InputStream in = FlowJsonTest.class.getResourceAsStream("/format/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static FlowImport.Mapped mapped(String text) {
        FlowImport read = FlowJson.read(text);
        assertThat(read).isInstanceOf(FlowImport.Mapped.class);
        return (FlowImport.Mapped) read;
    }

    private static Node node(FlowImport.Mapped mapped, String id) {
        return PlainWorkflow.of(mapped.content()).node(NodeId.of(id)).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "reactflow-hazards.json, REACT_FLOW",
        "reactflow-empty.json, REACT_FLOW",
        "langflow.json, LANGFLOW",
        "jsoncanvas.canvas, JSON_CANVAS",
        "jsoncanvas-nodes-only.canvas, JSON_CANVAS",
        "comfyui.json, COMFYUI",
        "comfyui-offset.json, COMFYUI",
        "comfyui-1.json, COMFYUI_1",
        "comfyui-api.json, COMFYUI_API",
        "n8n.json, N8N",
        "n8n-by-id.json, N8N",
        "node-red.json, NODE_RED",
        "sim.json, SIM"
    })
    void theFamilyIsToldByTheOutline(String name, FlowFormat format) {
        assertThat(mapped(fixture(name)).format()).isEqualTo(format);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "17.0",
                "\"text\"",
                "[]",
                "{}",
                "{\"nodes\":{}}",
                "{\"nodes\":[1,2]}",
                "{\"nodes\":[],\"edges\":{}}",
                "{\"data\":{\"nodes\":1}}",
                "[{\"id\":1}]",
                "{\"nodes\":[{\"id\":\"a\"}],\"links\":[{\"source\":\"a\",\"target\":\"a\"}]}"
            })
    void whatFitsNoFamilyIsKeptWhole(String text) {
        FlowImport read = FlowJson.read(text);

        assertThat(read.kind()).isEqualTo(FlowImport.Kind.OPAQUE);
        FlowContent content = ((FlowImport.Opaque) read).content();
        assertThat(content.nodes()).isEmpty();
        assertThat(FlowJson.write(PlainWorkflow.of(content))).isEqualTo(text);
    }

    @Test
    void whatIsNoJsonIsUnreadableWithItsPlace() {
        FlowImport read = FlowJson.read("{\"nodes\": [}");

        assertThat(read.kind()).isEqualTo(FlowImport.Kind.UNREADABLE);
        assertThat(((FlowImport.Unreadable) read).message())
                .contains("offset 11")
                .contains("a value");
        assertThat(FlowJson.read("").kind()).isEqualTo(FlowImport.Kind.UNREADABLE);
        assertThat(((FlowImport.Unreadable) FlowJson.read("[".repeat(65) + "]".repeat(65))).message())
                .contains("at most 64 nested containers");
    }

    @Test
    void anOpaqueDocumentMayNestAsDeepAsAny() {
        String text = "[".repeat(64) + "]".repeat(64);
        FlowImport read = FlowJson.read(text);

        assertThat(FlowJson.write(PlainWorkflow.of(((FlowImport.Opaque) read).content())))
                .isEqualTo(text);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheDocument() {
        assertThat(mapped("\uFEFF{\"nodes\":[]}").report().nodes()).isZero();
    }

    @Test
    void typedFieldsAreLifted() {
        FlowImport.Mapped mapped = mapped(fixture("reactflow-hazards.json"));
        Node node = node(mapped, "a");

        assertThat(mapped.content().name()).isEqualTo("Café / 'hazards'");
        assertThat(mapped.content().viewport()).isEqualTo(new Viewport(10, -3, 0.5));
        assertThat(mapped.content().ext()).containsKeys("unknown", "tail", "id");
        assertThat(node.type()).isEqualTo("prompt");
        assertThat(node.title()).isEqualTo("A é / \"q\"");
        assertThat(node.position()).isEqualTo(new Point(1, 1000));
        assertThat(node.size()).isEqualTo(new Size(300, 450.5));
        assertThat(node.config())
                .containsOnlyKeys("seed", "nan", "inf", "seed2")
                .containsEntry("seed", Json.parse("18446744073709552000"))
                .containsEntry("seed2", Json.parse("2"));
        assertThat(node.ext()).containsEntry("selected", Json.FALSE).containsKey("positionAbsolute");
    }

    @Test
    void whatIsAbsentOrUnusableIsNotMadeUp() {
        FlowImport.Mapped mapped = mapped(fixture("reactflow-hazards.json"));

        assertThat(node(mapped, "no position").position()).isNull();
        assertThat(node(mapped, "no position").size()).isNull();
        assertThat(node(mapped, "a~3").position()).isNull();
        assertThat(node(mapped, "1.50").position()).isNull();
        assertThat(node(mapped, "1.50").type()).isEmpty();
        assertThat(node(mapped, "orphan").parentId()).isNull();
        assertThat(node(mapped, "orphan").size()).isEqualTo(new Size(3, 4));
        assertThat(node(mapped, "self").parentId()).isNull();
    }

    @Test
    void aCircleOfParentsIsOpenedAtOnePlaceAndComesBack() {
        FlowImport.Mapped mapped = mapped(fixture("reactflow-hazards.json"));

        assertThat(node(mapped, "left").parentId()).isNull();
        assertThat(node(mapped, "right").parentId()).isEqualTo(NodeId.of("left"));
        assertThat(node(mapped, "7").parentId()).isEqualTo(NodeId.of("a"));
        assertThat(mapped.report().notes()).anyMatch(note -> note.contains("it holds itself"));
    }

    @Test
    void theReportCountsWhatItFound() {
        FlowReport report = mapped(fixture("reactflow-hazards.json")).report();

        assertThat(report.nodes()).isEqualTo(18);
        assertThat(report.edges()).isEqualTo(7);
        assertThat(report.danglingLinks()).isEqualTo(2);
        assertThat(report.duplicateIds()).isEqualTo(3);
        assertThat(report.missingIds()).isEqualTo(7);
        assertThat(report.unmappedParts()).isEqualTo(6);
        assertThat(report.notes())
                .contains("edges[1] links 'a' to 'nobody', which is not in the document; kept aside")
                .contains("nodes[8] repeats the id 'a'; called 'a~2' here");
    }

    @Test
    void notesAreBounded() {
        String text = "{\"nodes\":[" + "{},".repeat(500) + "{}]}";

        FlowReport report = mapped(text).report();
        assertThat(report.missingIds()).isEqualTo(501);
        assertThat(report.notes()).hasSize(FlowReport.MAX_NOTES);
    }

    @Test
    void nodesOfOneKindShareTheirShape() {
        StringBuilder text = new StringBuilder("{\"nodes\":[");
        for (int i = 0; i < 1000; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"id\":")
                    .append(i)
                    .append(",\"type\":\"t\",\"data\":{\"a\":1,\"b\":2},");
            text.append("\"position\":{\"x\":").append(i).append(".5,\"y\":1}}");
        }
        FlowContent content = mapped(text.append("]}").toString()).content();

        assertThat(content.ext().keySet())
                .filteredOn(name -> name.startsWith(Marks.SHAPE_PREFIX))
                .hasSize(2);
        assertThat(content.nodes()).allSatisfy(node -> assertThat(node.ext()).containsOnlyKeys(Marks.SHAPE));
    }

    @Test
    void portsAndParentsAreReadFromEveryFamily() {
        assertThat(edges("comfyui.json")).containsExactly("4:0->3:0 MODEL", "4:0->8:1 MODEL", "3:0->8:0 null");
        assertThat(edges("comfyui-1.json")).containsExactly("1:0->2:0 X");
        assertThat(edges("comfyui-api.json"))
                .containsExactly(
                        "4:0->3:model null",
                        "4:1->3:latent null",
                        "4:0->3:clip null",
                        "3:0->5:a null",
                        "5:2->5~2:b null");
        assertThat(edges("n8n.json"))
                .containsExactly(
                        "74003dcd:main/0->No id:main/0 null",
                        "74003dcd:main/0->c:main/1 null",
                        "74003dcd:main/3->c:ai_tool/0 null",
                        "74003dcd:ai_tool/0->c:ai_tool/0 null",
                        "74003dcd:/0->e:null null");
        assertThat(edges("n8n-by-id.json")).containsExactly("1:main/0->2:main/0 null");
        assertThat(edges("node-red.json"))
                .containsExactly(
                        "a.1:0->b.2:null null",
                        "a.1:0->c.3:null null",
                        "a.1:2->b.2:null null",
                        "b.2~2:0->a.1:null null");
        assertThat(edges("jsoncanvas.canvas")).containsExactly("g:right->t:left null");
        assertThat(edges("sim.json")).containsExactly("s:source->loop:target default", "loop:null->in:null null");
        assertThat(node(mapped(fixture("sim.json")), "in").parentId()).isEqualTo(NodeId.of("loop"));
        assertThat(node(mapped(fixture("node-red.json")), "b.2").parentId()).isEqualTo(NodeId.of("tab"));
        assertThat(mapped(fixture("comfyui.json")).content().viewport()).isEqualTo(new Viewport(1, -2, 0.7));
    }

    private static List<String> edges(String name) {
        return mapped(fixture(name)).content().edges().stream()
                .map(FlowJsonTest::text)
                .toList();
    }

    private static String text(Edge edge) {
        return edge.source() + ":" + edge.sourceHandle() + "->" + edge.target() + ":" + edge.targetHandle() + " "
                + edge.type();
    }
}
