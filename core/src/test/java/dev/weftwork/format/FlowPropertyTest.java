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
    private static final FlowChecks.Host HOST = new FlowChecks.PlainHost();

    @Property
    void randomDocumentsComeBack(@ForAll("documents") String text) {
        FlowImport read = FlowJson.read(text);
        FlowContent content = read instanceof FlowImport.Mapped mapped
                ? mapped.content()
                : ((FlowImport.Opaque) read).content();

        FlowChecks.assertComesBack(text, text, HOST.open(content));
    }

    @Property
    void randomEditsStayWhereTheyWereMade(@ForAll("documents") String text, @ForAll Random random) {
        if (!(FlowJson.read(text) instanceof FlowImport.Mapped mapped)
                || mapped.content().nodes().isEmpty()) {
            return;
        }
        FlowContent content = mapped.content();
        Node node = content.nodes().get(random.nextInt(content.nodes().size()));
        Node edited = node.toBuilder().config("weft key", random.nextInt()).build();

        List<JsonTree.Difference> differences =
                JsonTree.differences(text, FlowJson.write(HOST.put(HOST.open(content), edited)));
        assertThat(differences).hasSize(1).allSatisfy(difference -> {
            assertThat(difference.after()).isNotNull();
            assertThat(difference.after().toString() + difference.after().keys() + difference.path())
                    .containsAnyOf("weft key", "{…1");
        });
    }

    @Provide
    Arbitrary<String> documents() {
        return Arbitraries.randoms().map(random -> new RandomFlow(random).document());
    }

    @Property
    void opaqueDocumentsComeBack(@ForAll Random random) {
        String text = new RandomFlow(random).value(3);

        FlowImport read = FlowJson.read(text);
        if (read instanceof FlowImport.Opaque opaque) {
            assertThat(FlowJson.write(HOST.open(opaque.content()))).isEqualTo(Json.parse(text).text());
        }
    }
}
