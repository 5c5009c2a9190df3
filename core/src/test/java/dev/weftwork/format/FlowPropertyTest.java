package dev.weftwork.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random documents, as wild as JSON allows, come back token by token, and edits stay where they were made. */
final class FlowPropertyTest {
    private static final List<String> FIXTURES = List.of(
            "reactflow-hazards.json",
            "langflow.json",
            "jsoncanvas.canvas",
            "comfyui.json",
            "comfyui-1.json",
            "comfyui-api.json",
            "n8n.json",
            "n8n-by-id.json",
            "node-red.json",
            "sim.json");

    private static final FlowChecks.Host HOST = new FlowChecks.PlainHost();

    @Property
    void randomDocumentsComeBack(@ForAll("documents") String text) {
        FlowImport read = FlowJson.read(text);
        FlowContent content =
                read instanceof FlowImport.Mapped mapped ? mapped.content() : ((FlowImport.Opaque) read).content();

        FlowChecks.assertComesBack(text, text, HOST.open(content));
    }

    @Property
    void spoiledDocumentsOfEveryFamilyComeBack(@ForAll("spoiled") String text) {
        FlowImport read = FlowJson.read(text);
        FlowContent content =
                read instanceof FlowImport.Mapped mapped ? mapped.content() : ((FlowImport.Opaque) read).content();

        FlowChecks.assertComesBack(text, text, HOST.open(content));
    }

    @Property
    void randomEditsStayWhereTheyWereMade(@ForAll("documents") String text, @ForAll Random random) {
        FlowImport read = FlowJson.read(text);
        if (!(read instanceof FlowImport.Mapped mapped)
                || mapped.format() != FlowFormat.REACT_FLOW
                || mapped.content().nodes().isEmpty()) {
            return;
        }
        FlowContent content = mapped.content();
        int at = random.nextInt(content.nodes().size());
        Node node = content.nodes().get(at);
        Node wanted = edit(node, random);
        String edited = FlowJson.write(HOST.put(HOST.open(content), wanted));

        assertThat(JsonTree.differences(text, edited)).as(text + "\n" + edited).hasSizeLessThanOrEqualTo(2);
        FlowContent again = ((FlowImport.Mapped) FlowJson.read(edited)).content();
        assertThat(again.nodes()).hasSameSizeAs(content.nodes());
        assertThat(again.edges()).hasSameSizeAs(content.edges());
        Node back = again.nodes().get(at);
        assertThat(back.title()).as(text + "\n" + edited).isEqualTo(wanted.title());
        assertThat(back.position()).isEqualTo(wanted.position());
        assertThat(back.size()).isEqualTo(wanted.size());
        // a title takes the place of a label that was no text
        assertThat(back.toBuilder().removeConfig("label").build().config())
                .as(text + "\n" + edited)
                .isEqualTo(wanted.toBuilder().removeConfig("label").build().config());
    }

    private static Node edit(Node node, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> node.toBuilder().config("weft key", random.nextInt()).build();
            case 1 ->
                node.toBuilder().at(random.nextInt(), random.nextInt() / 8.0).build();
            case 2 -> node.toBuilder().title("weft title").build();
            default ->
                node.toBuilder().sized(random.nextInt(), random.nextInt()).build();
        };
    }

    @Provide
    Arbitrary<String> documents() {
        return Arbitraries.randoms().map(random -> new RandomFlow(random).document());
    }

    @Provide
    Arbitrary<String> spoiled() {
        return Arbitraries.of(FIXTURES)
                .flatMap(name ->
                        Arbitraries.randoms().map(random -> new Mutation(random).of(FlowJsonTest.fixture(name))));
    }

    @Property
    void opaqueDocumentsComeBack(@ForAll Random random) {
        String text = new RandomFlow(random).value(3);

        FlowImport read = FlowJson.read(text);
        if (read instanceof FlowImport.Opaque opaque) {
            assertThat(FlowJson.write(HOST.open(opaque.content())))
                    .isEqualTo(Json.parse(text).text());
        }
    }
}
