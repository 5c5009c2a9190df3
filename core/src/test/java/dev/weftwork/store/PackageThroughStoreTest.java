package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.archive.PackageFormatException;
import dev.weftwork.archive.PackageManifest;
import dev.weftwork.asset.AssetOrder;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.UrlFetcher;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workflow goes from one store to another with its assets. */
final class PackageThroughStoreTest {
    private static final NodeId IDEA = NodeId.of("idea");
    private static final NodeId IMAGE = NodeId.of("image");
    private static final String BARK = "https://media.example.com/bark.ogg";
    private static final ExportOptions THEN =
            ExportOptions.DEFAULT.app("Studio", "1.2").createdAt(Instant.parse("2026-11-21T10:00:00Z"));

    private final Side here = new Side();
    private final Side there = new Side();

    @TempDir
    private Path directory;

    /** A store with its assets. */
    private static final class Side {
        private final Store store = Store.builder()
                .storage(MemoryStorage.create())
                .assets(MemoryBlobs.create())
                .open();
        private final AssetStorage assets = store.assets();
        private final WorkflowPackages packages = store;
    }

    @AfterEach
    void close() {
        here.store.close();
        there.store.close();
    }

    @Test
    void aWorkflowArrivesUnderAFreshIdWithItsAssets() throws IOException {
        WorkflowId poster = poster();
        here.packages.exportPackage(poster, file());

        ImportedPackage imported = there.packages.importPackage(file());

        Workflow copy = there.store.workflow(imported.id());
        assertThat(imported.id()).isNotEqualTo(poster);
        assertThat(copy.name()).isEqualTo("Poster");
        assertThat(copy.nodes()).extracting(Node::id).containsExactly(IDEA, IMAGE);
        assertThat(copy.edges()).hasSize(1);
        assertThat(text(there, result(copy))).isEqualTo("the fox's pixels");
        assertThat(imported.assetsAdded()).isEqualTo(1);
        assertThat(imported.bytesAdded()).isEqualTo(16);
    }

    @Test
    void twoOfThreeAssetsAreReferredToSoTwoGoIn() throws IOException {
        WorkflowId poster = poster();
        here.assets.put(bytes("nobody refers to these"), "image/png");
        AssetRef sky = here.assets.put(bytes("the sky"), "image/png");
        here.store.updateNodeConfig(poster, IDEA, "sky", sky.toJson());

        PackageManifest manifest = here.packages.exportPackage(poster, file());

        assertThat(here.assets.list(AssetOrder.OLDEST_FIRST)).hasSize(3);
        assertThat(manifest.assets())
                .filteredOn(PackageManifest.Embedded.class::isInstance)
                .hasSize(2);
    }

    @Test
    void aSecondImportAddsNoBytes() throws IOException {
        here.packages.exportPackage(poster(), file());
        there.packages.importPackage(file());

        ImportedPackage second = there.packages.importPackage(file());

        assertThat(second.bytesAdded()).isZero();
        assertThat(second.assetsKnown()).isEqualTo(1);
        assertThat(there.assets.list(AssetOrder.OLDEST_FIRST)).hasSize(1);
        assertThat(there.store.workflows()).hasSize(2);
    }

    @Test
    void equalInputGivesEqualBytes() throws IOException {
        WorkflowId poster = poster();
        here.packages.exportPackage(poster, file(), THEN);
        byte[] once = Files.readAllBytes(file());
        here.packages.exportPackage(poster, file(), THEN);

        assertThat(Files.readAllBytes(file())).isEqualTo(once);
    }

    @Test
    void inPlaceMakesTheWorkflowIfThereIsNone() throws IOException {
        WorkflowId poster = poster();
        here.packages.exportPackage(poster, file());

        assertThat(there.packages.importPackage(file(), ImportOptions.IN_PLACE).id())
                .isEqualTo(poster);
        assertThat(there.store.workflow(poster).nodeCount()).isEqualTo(2);
    }

    @Test
    void inPlaceBringsBackWhatWasDeleted() throws IOException {
        WorkflowId poster = poster();
        here.packages.exportPackage(poster, file());
        here.store.removeWorkflow(poster);

        here.packages.importPackage(file(), ImportOptions.IN_PLACE);

        assertThat(here.store.workflow(poster).nodes()).extracting(Node::title).containsExactly("Idea", "Render");
        assertThat(here.store.workflow(poster).edges()).hasSize(1);
    }

    @Test
    void inPlaceChangesWhatDiffersAndRemovesNothingThatThePackageDoesNotKnow() throws IOException {
        WorkflowId poster = poster();
        here.packages.exportPackage(poster, file());
        here.store.edit(
                poster,
                draft -> draft.config(IDEA, "text", "a blue fox")
                        .config(IDEA, "mine", 7)
                        .ext("tag", Json.of("mine"))
                        .addNode(NodeId.of("later"), "note", node -> node.title("Later"))
                        .addEdge(Edge.of(EdgeId.of("later"), IDEA, NodeId.of("later"))));

        here.packages.importPackage(file(), ImportOptions.IN_PLACE);

        Workflow after = here.store.workflow(poster);
        assertThat(config(after, "text")).isEqualTo(Json.of("a red fox"));
        assertThat(config(after, "mine")).isEqualTo(Json.of(7));
        assertThat(after.ext()).containsEntry("tag", Json.of("mine"));
        assertThat(after.nodes()).extracting(Node::title).containsExactlyInAnyOrder("Idea", "Render", "Later");
        assertThat(after.edges()).hasSize(2);
    }

    @Test
    void anImportOfWhatIsThereAnywayWritesNothing() throws IOException {
        WorkflowId poster = poster();
        here.packages.exportPackage(poster, file());
        Workflow before = here.store.workflow(poster);

        here.packages.importPackage(file(), ImportOptions.IN_PLACE);

        assertThat(here.store.workflow(poster).version()).isEqualTo(before.version());
        assertThat(here.store.workflow(poster).nodes()).isEqualTo(before.nodes());
        assertThat(here.store.workflow(poster).edges()).isEqualTo(before.edges());
    }

    @Test
    void aBaseTellsWhatTheAuthorChangedFromWhatChangedHere() throws IOException {
        WorkflowId poster = poster();
        Workflow base = here.store.workflow(poster);
        here.packages.exportPackage(poster, file());
        there.packages.importPackage(file(), ImportOptions.IN_PLACE);
        there.store.edit(poster, draft -> draft.config(IDEA, "seed", 2).removeNode(IMAGE));
        there.packages.exportPackage(poster, file());
        here.store.edit(
                poster,
                draft -> draft.config(IDEA, "text", "a blue fox")
                        .addNode(NodeId.of("later"), "note", node -> node.title("Later")));

        here.packages.importPackage(file(), ImportOptions.IN_PLACE.base(base));

        Workflow after = here.store.workflow(poster);
        assertThat(config(after, "text")).as("changed here only").isEqualTo(Json.of("a blue fox"));
        assertThat(config(after, "seed")).as("changed by the author").isEqualTo(Json.of(2));
        assertThat(after.nodes()).extracting(Node::title).containsExactlyInAnyOrder("Idea", "Later");
    }

    @Test
    void aBaseOfAnotherWorkflowIsRefusedAndNothingChanges() throws IOException {
        WorkflowId poster = poster();
        here.packages.exportPackage(poster, file());
        Workflow other = here.store.createWorkflow("Other");
        Workflow before = there.store.workflow(
                there.packages.importPackage(file(), ImportOptions.IN_PLACE).id());
        AssetRef fox = result(before);
        there.store.edit(poster, draft -> draft.removeNode(IMAGE));
        there.store.assets().delete(fox);
        Workflow stands = there.store.workflow(poster);

        assertThatThrownBy(() -> there.packages.importPackage(file(), ImportOptions.IN_PLACE.base(other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(poster.value())
                .hasMessageContaining(other.id().value());

        assertThat(there.store.workflow(poster)).isEqualTo(stands);
        assertThat(there.assets.list(AssetOrder.OLDEST_FIRST)).isEmpty();
    }

    @Test
    void exactRemovesWhatThePackageDoesNotKnow() throws IOException {
        WorkflowId poster = poster();
        here.packages.exportPackage(poster, file());
        Workflow before = here.store.workflow(poster);
        here.store.edit(
                poster,
                draft -> draft.config(IDEA, "mine", 7)
                        .ext("tag", Json.of("mine"))
                        .addNode(NodeId.of("later"), "note", node -> {}));

        here.packages.importPackage(file(), ImportOptions.EXACT);

        Workflow after = here.store.workflow(poster);
        assertThat(after.nodes())
                .extracting(Node::config)
                .isEqualTo(before.nodes().stream().map(Node::config).toList());
        assertThat(after.ext()).isEqualTo(before.ext());
    }

    @Test
    void whatIsOnTheWebStaysThereAndNobodyFetchesIt() throws IOException {
        WorkflowId poster = withBark();
        here.packages.exportPackage(poster, file());

        WorkflowId copy = there.packages.importPackage(file()).id();

        assertThat(bark(there, copy)).isEqualTo(new AssetRef.Url(BARK, AssetFacts.NONE));
        assertThat(there.assets.get(bark(there, copy))).isEmpty();
    }

    @Test
    void originalsGoInWhenAskedFor() throws IOException {
        WorkflowId poster = withBark();
        FakeWeb web = new FakeWeb();

        PackageManifest manifest = here.packages.exportPackage(poster, file(), THEN.includeOriginals(web));
        WorkflowId copy = there.packages.importPackage(file()).id();

        assertThat(web.asked).containsExactly(BARK);
        assertThat(manifest.assets())
                .filteredOn(PackageManifest.Embedded.class::isInstance)
                .extracting(asset -> ((PackageManifest.Embedded) asset).url())
                .containsExactlyInAnyOrder(null, BARK);
        assertThat(text(there, bark(there, copy))).isEqualTo("woof");
    }

    @Test
    void downloadsAreKeptAndFoundOfflineFromThenOn() throws IOException {
        WorkflowId poster = withBark();
        here.packages.exportPackage(poster, file());

        WorkflowId copy = there.packages
                .importPackage(file(), ImportOptions.FRESH.download(new FakeWeb()))
                .id();

        AssetRef bark = bark(there, copy);
        assertThat(bark).isInstanceOf(AssetRef.Url.class);
        assertThat(bark.locator()).isEqualTo(BARK);
        assertThat(text(there, bark)).isEqualTo("woof");
    }

    @Test
    void aDownloadThatFailsLeavesAllAsItWas() throws IOException {
        WorkflowId poster = withBark();
        here.packages.exportPackage(poster, file());
        UrlFetcher down = new UrlFetcher() {
            @Override
            public <T> T fetch(URI address, Receiver<T> receiver) throws IOException {
                throw new IOException("The network is down");
            }
        };

        assertThatThrownBy(() -> there.packages.importPackage(file(), ImportOptions.FRESH.download(down)))
                .isInstanceOf(IOException.class)
                .hasMessage("The network is down");
        assertThat(there.store.workflows()).isEmpty();
        assertThat(there.assets.list(AssetOrder.OLDEST_FIRST)).isEmpty();
    }

    @Test
    void aPackageThatRotsInItsLastAssetLeavesAllAsItWas() throws IOException {
        WorkflowId poster = poster();
        AssetRef sky = here.assets.put(bytes("the sky"), "image/png");
        here.store.updateNodeConfig(poster, IMAGE, "sky", sky.toJson());
        here.packages.exportPackage(poster, file());
        byte[] rotten = Files.readString(file(), StandardCharsets.ISO_8859_1)
                .replace("the fox's pixels", "the cat's pixels")
                .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file(), rotten);

        assertThatThrownBy(() -> there.packages.importPackage(file())).isInstanceOf(PackageFormatException.class);
        assertThat(there.store.workflows()).isEmpty();
        assertThat(there.assets.list(AssetOrder.OLDEST_FIRST)).isEmpty();
    }

    @Test
    void anExportThatFailsLeavesTheFileOfBeforeAndNothingElse() throws IOException {
        WorkflowId poster = poster();
        here.packages.exportPackage(poster, file());
        byte[] before = Files.readAllBytes(file());
        here.store.updateNodeConfig(
                poster, IDEA, "lost", new AssetRef.Opfs("assets/image/lost", AssetFacts.NONE).toJson());

        assertThatThrownBy(() -> here.packages.exportPackage(poster, file()))
                .isInstanceOf(PackageFormatException.class);
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file());
        }
    }

    private Path file() {
        return directory.resolve("poster.genaiw.zip");
    }

    private WorkflowId poster() throws IOException {
        AssetRef fox = here.assets.put(bytes("the fox's pixels"), "image/png");
        WorkflowId id = WorkflowId.of("poster-1");
        here.store.createWorkflow(
                id,
                "Poster",
                draft -> draft.viewport(new Viewport(1, 2, 0.5))
                        .ext("author", Json.of("Ada"))
                        .addNode(
                                IDEA,
                                "prompt",
                                node -> node.title("Idea").at(40, 40).config("text", "a red fox"))
                        .addNode(
                                IMAGE,
                                "image",
                                node -> node.title("Render").at(320, 40).result(Result.asset(fox)))
                        .addEdge(Edge.of(EdgeId.of("e"), IDEA, IMAGE)));
        return id;
    }

    private WorkflowId withBark() throws IOException {
        WorkflowId poster = poster();
        here.store.updateNodeConfig(poster, IDEA, "bark", new AssetRef.Url(BARK, AssetFacts.NONE).toJson());
        return poster;
    }

    private static AssetRef bark(Side side, WorkflowId id) {
        return AssetRef.read(config(side.store.workflow(id), "bark")).orElseThrow();
    }

    private static Json config(Workflow workflow, String key) {
        return Optional.ofNullable(workflow.node(IDEA).orElseThrow().config(key))
                .orElseThrow();
    }

    private static AssetRef result(Workflow workflow) {
        return workflow.node(IMAGE).orElseThrow().result().asset().orElseThrow();
    }

    private static String text(Side side, AssetRef ref) throws IOException {
        try (var in = side.assets.get(ref).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A web that holds one sound. */
    private static final class FakeWeb implements UrlFetcher {
        private final List<String> asked = new ArrayList<>();

        @Override
        public <T> T fetch(URI address, Receiver<T> receiver) throws IOException {
            asked.add(address.toString());
            return receiver.receive("audio/ogg", bytes("woof"));
        }
    }
}
