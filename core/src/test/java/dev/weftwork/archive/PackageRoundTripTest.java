package dev.weftwork.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.archive.PackageFormatException.Code;
import dev.weftwork.archive.Packages.Shelf;
import dev.weftwork.format.FlowContent;
import dev.weftwork.format.FlowImport;
import dev.weftwork.format.FlowJson;
import dev.weftwork.format.PlainWorkflow;
import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Workflow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes into a package comes out of it. */
final class PackageRoundTripTest {
    private final Shelf here = new Shelf();
    private final Shelf there = new Shelf();
    private final Workflow poster = Packages.poster(here);

    @Test
    void everyFieldComesBack() {
        FlowContent content = Packages.take(Packages.export(poster, here), here).content();

        assertThat(content.name()).isEqualTo(poster.name());
        assertThat(content.viewport()).isEqualTo(poster.viewport());
        assertThat(content.ext()).isEqualTo(poster.ext());
        assertThat(content.edges())
                .usingRecursiveComparison()
                .ignoringFields("version", "updatedAt")
                .isEqualTo(poster.edges());
        assertThat(withoutAssets(content.nodes())).isEqualTo(withoutAssets(poster.nodes()));
    }

    @Test
    void aNameOfAnyLengthComesBackThoughTheManifestHasItsBeginning() {
        String name = "\u0001".repeat(9_999) + "\ud83e\udd8a".repeat(100_000);
        Workflow named =
                PlainWorkflow.of(new FlowContent(name, poster.viewport(), Map.of(), List.of(), List.<Edge>of()));

        PackageContent taken = Packages.take(Packages.export(named, here), there);

        assertThat(taken.content().name()).isEqualTo(name);
        assertThat(taken.manifest().workflow().name()).isEqualTo("\u0001".repeat(9_999));
    }

    @Test
    void assetsComeBackInANewPlace() {
        Node image = Packages.take(Packages.export(poster, here), there)
                .content()
                .nodes()
                .get(1);

        AssetRef result = image.result().asset().orElseThrow();
        AssetRef setting = AssetRef.allIn(image.config().get("style")).get(0);
        assertThat(result).isEqualTo(setting).isInstanceOf(AssetRef.Opfs.class);
        assertThat(there.at(result)).isEqualTo(Packages.text("the fox's pixels"));
    }

    @Test
    void onlyAssetsThatAreReferredToGoIn() throws IOException {
        assertThat(unzipped(Packages.export(poster, here)).keySet())
                .containsExactly("manifest.json", "workflow.json", "assets/fox.png");
    }

    @Test
    void theWorkflowHoldsNoPlaceOfThisDevice() throws IOException {
        String document = unzipped(Packages.export(poster, here)).get("workflow.json");

        assertThat(document).contains("{\"kind\":\"embedded\",\"id\":\"fox\"").doesNotContain("assets/image");
    }

    @Test
    void webAssetsStayOnTheWebAndAreListed() {
        PackageContent taken = Packages.take(Packages.export(poster, here), there);

        assertThat(taken.manifest().assets().get(1))
                .isInstanceOfSatisfying(
                        PackageManifest.Linked.class,
                        linked -> assertThat(linked.url()).isEqualTo("https://media.example.com/bark.ogg"));
        assertThat(there.put).containsExactly("fox");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"})
    void equalInputGivesEqualBytesInEveryTimeZone(String zone) {
        byte[] once = Packages.export(poster, here);
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            assertThat(Packages.export(Packages.poster(new Shelf()), here)).hasSameSizeAs(once);
            assertThat(Packages.export(poster, here)).isEqualTo(once);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void entriesBearNoTimeOfTheirOwnAndNoExtraFields() throws IOException {
        byte[] archive = Packages.export(poster, here);

        // time and date in the first header: the first of February 1980, midnight
        assertThat(ForgedZip.fixed(4).put(archive, 10, 4).getInt(0)).isEqualTo((2 << 5 | 1) << 16);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entry.getExtra()).as(entry.getName()).isNull();
            }
        }
    }

    @Test
    void equalBytesUnderTwoNamesGoInOnce() throws IOException {
        AssetRef copy = here.keep("assets/image/copy", "image/png", Packages.text("the fox's pixels"));
        Workflow twice =
                withResults(here.keep("assets/image/fox", "image/png", Packages.text("the fox's pixels")), copy);

        assertThat(unzipped(Packages.export(twice, here))).hasSize(3);
        assertThat(Packages.take(Packages.export(twice, here), there).content().nodes())
                .extracting(node -> node.result().asset().orElseThrow().hash().orElseThrow())
                .containsOnly(Packages.hash(Packages.text("the fox's pixels")));
    }

    @Test
    void idsThatAreNoFileNamesOrClashGiveWayToTheHash() throws IOException {
        Workflow odd = withResults(
                here.keep("a/../Fox", "image/png", Packages.text("1")),
                here.keep("b/fox", "image/png", Packages.text("2")),
                here.keep("c/..", "image/png", Packages.text("3")),
                here.keep("d/f:o", "image/png", Packages.text("4")));

        assertThat(unzipped(Packages.export(odd, here)).keySet())
                .containsExactly(
                        "manifest.json",
                        "workflow.json",
                        "assets/Fox.png",
                        "assets/" + Packages.hash(Packages.text("2")).hex() + ".png",
                        "assets/" + Packages.hash(Packages.text("3")).hex() + ".png",
                        "assets/" + Packages.hash(Packages.text("4")).hex() + ".png");
        assertThat(Packages.take(Packages.export(odd, here), there).content().nodes())
                .hasSize(4);
    }

    @Test
    void whatAReferenceSaysBesideIsKept() {
        AssetRef fox = here.keep("assets/image/fox", "image/png", Packages.text("fox"));
        AssetRef told = fox.with(new AssetFacts("image/png", 3L, null, Json.parse("{\"alt\":\"a fox\",\"width\":64}")));

        Node node = Packages.take(Packages.export(withResults(told), here), there)
                .content()
                .nodes()
                .get(0);

        assertThat(node.result().asset().orElseThrow().facts().rest()).hasToString("{\"alt\":\"a fox\",\"width\":64}");
    }

    @Test
    void whatRunsIsIdleInAPackage() {
        Workflow running = of(
                Node.builder(Packages.IDEA, "prompt").result(Result.running()).build());

        assertThat(Packages.take(Packages.export(running, here), there)
                        .content()
                        .nodes())
                .extracting(Node::status)
                .containsExactly(Result.IDLE);
    }

    @Test
    void aDocumentOfAnotherEditorIsStillThatDocumentAfterwards() {
        String document = "{\"nodes\":[{\"id\":1,\"type\":\"Load\",\"pos\":[10,20.50],\"widgets_values\":[\"fox\"]}],"
                + "\"links\":[],\"version\":0.4,\"last_node_id\":1,\"extra\":{\"mine\":[1,2,3]}}";
        FlowImport.Mapped read = (FlowImport.Mapped) FlowJson.read(document);

        PackageContent taken = Packages.take(Packages.export(PlainWorkflow.of(read.content()), here), there);

        assertThat(FlowJson.write(PlainWorkflow.of(taken.content()))).isEqualTo(document);
    }

    @Test
    void packagesWithADocumentOfAnotherEditorAreRead() {
        String document = "{\"nodes\":[{\"id\":\"n\",\"type\":\"image\",\"position\":{\"x\":1,\"y\":2},"
                + "\"data\":{\"label\":\"Fox\",\"picture\":{\"kind\":\"embedded\",\"id\":\"fox\"}}}],\"edges\":[]}";
        byte[] archive = new ForgedZip()
                .add("manifest.json", Packages.manifest(Packages.text("fox")))
                .add("workflow.json", document)
                .add("assets/fox.png", "fox")
                .bytes();

        Node node = Packages.take(archive, there).content().nodes().get(0);

        assertThat(node.title()).isEqualTo("Fox");
        assertThat(there.at(AssetRef.read(node.config().get("picture")).orElseThrow()))
                .isEqualTo(Packages.text("fox"));
    }

    @Test
    void anAssetThatIsNotThereKeepsThePackageFromBeingMade() {
        Workflow lost = withResults(new AssetRef.Opfs("assets/image/lost", AssetFacts.NONE));

        assertThatThrownBy(() -> Packages.export(lost, here))
                .isInstanceOfSatisfying(
                        PackageFormatException.class, e -> assertThat(e.code()).isEqualTo(Code.ASSET_MISSING))
                .hasMessageContaining("assets/image/lost");
    }

    @Test
    void anAssetThatIsNotWhatItWasKeepsThePackageFromBeingMade() {
        AssetRef fox = here.keep("assets/image/fox", "image/png", Packages.text("fox"));
        here.keep("assets/image/fox", "image/png", Packages.text("rot"));

        assertThatThrownBy(() -> Packages.export(withResults(fox), here))
                .isInstanceOfSatisfying(
                        PackageFormatException.class, e -> assertThat(e.code()).isEqualTo(Code.HASH_MISMATCH));
    }

    private static Workflow withResults(AssetRef... refs) {
        Node[] nodes = new Node[refs.length];
        for (int i = 0; i < refs.length; i++) {
            nodes[i] = Node.builder(dev.weftwork.graph.NodeId.of("n" + i), "image")
                    .result(Result.asset(refs[i]))
                    .build();
        }
        return of(nodes);
    }

    private static Workflow of(Node... nodes) {
        return PlainWorkflow.of(new FlowContent(
                "W", Packages.poster(new Shelf()).viewport(), Map.of(), List.of(nodes), List.<Edge>of()));
    }

    /** Nodes without what an import changes: places of assets, versions and times. */
    private static List<String> withoutAssets(List<Node> nodes) {
        return nodes.stream()
                .map(node -> new Node(
                                node.id(),
                                node.type(),
                                node.title(),
                                node.position(),
                                node.size(),
                                node.parentId(),
                                node.config(),
                                node.result(),
                                node.ext(),
                                node.order(),
                                0,
                                0)
                        .toString()
                        .replaceAll("\"path\":\"[^\"]*\"", ""))
                .toList();
    }

    private static Map<String, String> unzipped(byte[] archive) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
