package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.asset.AssetDeletion;
import dev.weftwork.asset.AssetInfo;
import dev.weftwork.asset.AssetOptions;
import dev.weftwork.asset.AssetUse;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Result;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.version.SavedVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Assets beside graphs: what a live graph refers to stays, wherever in it the reference stands. */
final class AssetsInStoreTest {
    private final MemoryBlobs place = MemoryBlobs.create();
    private final Site site = new Site();
    private Host host = site.start(builder -> builder.assets(place.again()));

    private Store store() {
        return host.store();
    }

    private AssetRef put(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return store().assets().put(new ByteArrayInputStream(bytes), AssetOptions.of("text/x"));
        } catch (IOException e) {
            throw new AssertionError("Memory does not fail", e);
        }
    }

    /** The store as a new process finds it, with nothing loaded. */
    private void restart() {
        site.stop(host);
        host = site.start(builder -> builder.assets(place.again()));
    }

    private List<String> places(AssetRef ref) {
        AssetDeletion outcome = store().assets().delete(ref);
        assertThat(outcome.kind()).isEqualTo(AssetDeletion.Kind.STILL_REFERENCED);
        return ((AssetDeletion.StillReferenced) outcome)
                .by().stream().map(AssetUse::place).toList();
    }

    @Test
    void whatAGraphRefersToIsNotDeleted() {
        AssetRef ref = put("in a result");
        Sample.create(store());
        store().updateNodeResult(Sample.POSTER, Sample.IMAGE, Result.asset(ref));

        assertThat(store().assets().delete(ref))
                .isEqualTo(new AssetDeletion.StillReferenced(List.of(new AssetUse("poster", "node image, run"))));
        store().updateNodeResult(Sample.POSTER, Sample.IMAGE, Result.NONE);
        assertThat(store().assets().delete(ref).kind()).isEqualTo(AssetDeletion.Kind.DELETED);
    }

    @Test
    void whatOnlyASavedVersionRefersToStaysAlsoBesideAChunkThatIsNone() throws IOException {
        AssetRef ref = put("a fox");
        Sample.create(store());
        store().updateNodeResult(Sample.POSTER, Sample.IMAGE, Result.asset(ref));
        SavedVersion version =
                store().versions(Sample.POSTER).save("Ann", "with a fox").version();
        EntityWrites broken = EntityWrites.to(new EntityKey(EntityKind.CHUNK, "aaa"))
                .set(RegisterNames.LIFE, Json.TRUE)
                .set(RegisterNames.VALUE, Json.of("no chunk"))
                .build();
        store().oplog().append(Sample.POSTER, List.of(broken));
        store().edit(Sample.POSTER, draft -> draft.removeNode(Sample.IMAGE));
        restart();

        assertThat(places(ref)).containsExactly("a saved version");
        assertThat(store().assets().orphans()).isEmpty();
        store().versions(Sample.POSTER).rollback(version, "Ann");
        assertThat(store().assets().get(ref)).isPresent();
    }

    @Test
    void theChunksOfVersionsAreNoBinaries() {
        Sample.create(store());
        Random random = new Random(1);
        StringBuilder prose = new StringBuilder();
        for (int i = 0; i < 4_000; i++) {
            prose.append(Integer.toString(random.nextInt(1 << 24), 36)).append(' ');
        }
        store().updateNodeConfig(Sample.POSTER, Sample.IDEA, "text", prose.toString());
        SavedVersion version = store().versions(Sample.POSTER).save("Ann", "").version();

        assertThat(store().versions(Sample.POSTER).open(version)).isPresent();
    }

    @Test
    void referencesAreFoundInEveryFieldAlsoOfGraphsThatAreNotLoaded() {
        AssetRef ref = put("everywhere");
        Json deep = Json.of(List.of(1, Json.object().put("inner", ref.toJson()).build()));
        Sample.create(store());
        store().edit(Sample.POSTER, draft -> {
            draft.config(Sample.IDEA, "image", deep);
            draft.ext("cover", ref.toJson());
            draft.updateNode(Sample.GROUP, node -> node.ext("icon", ref.toJson()));
        });
        store().collection("files").put("fox", ref.toJson());
        restart();

        assertThat(places(ref))
                .containsExactlyInAnyOrder(
                        "node idea, config.image",
                        "workflow poster, ext.cover",
                        "node group, ext.icon",
                        "files fox, value");
    }

    @Test
    void whatIsRemovedRefersToNothing() {
        AssetRef mine = put("of a node");
        AssetRef common = put("of two workflows");
        Sample.create(store());
        store().updateNodeConfig(Sample.POSTER, Sample.IDEA, "image", mine.toJson());
        store().updateNodeConfig(Sample.POSTER, Sample.IMAGE, "image", common.toJson());
        store().edit(store().createWorkflow("Other").id(), draft -> draft.ext("cover", common.toJson()));

        assertThat(store().assets().usedOnlyBy("poster"))
                .extracting(AssetInfo::bytes)
                .containsExactly(9L);
        store().removeWorkflow(Sample.POSTER);
        restart();

        assertThat(store().assets().orphans())
                .extracting(asset -> asset.ref().hash())
                .containsExactly(mine.hash());
    }

    @Test
    void aRemovalTellsWhatItLeavesOverAndLeavesItThere() {
        AssetRef mine = put("of a node");
        AssetRef named = put("without a hash");
        AssetRef common = put("of two workflows");
        AssetRef foreign = put("left over from before");
        Sample.create(store());
        store().updateNodeConfig(Sample.POSTER, Sample.IDEA, "image", mine.toJson());
        store().updateNodeConfig(
                        Sample.POSTER,
                        Sample.IDEA,
                        "mask",
                        named.with(AssetFacts.NONE).toJson());
        store().updateNodeConfig(Sample.POSTER, Sample.IMAGE, "image", common.toJson());
        store().edit(store().createWorkflow("Other").id(), draft -> draft.ext("cover", common.toJson()));
        WorkflowRemoval removal = store().removeWorkflow(Sample.POSTER);
        removal.awaitDurable();

        assertThat(removal.orphans())
                .extracting(asset -> asset.ref().hash())
                .containsExactlyInAnyOrder(mine.hash(), named.hash());
        assertThat(store().assets().stat(mine)).isPresent();
        assertThat(store().assets().delete(foreign).kind()).isEqualTo(AssetDeletion.Kind.DELETED);
        store().edit(store().createWorkflow("Third").id(), draft -> draft.ext("cover", mine.toJson()));
        assertThat(removal.orphans()).extracting(asset -> asset.ref().hash()).containsExactly(named.hash());
    }

    @Test
    void aRemovalInAStoreWithoutAssetsLeavesNothingOver() {
        Store bare = site.start().store();
        var poster = bare.createWorkflow("Bare");

        assertThat(bare.removeWorkflow(poster.id()).orphans()).isEmpty();
    }

    @Test
    void aStoreWithoutAPlaceForAssetsSaysHowToGetOne() {
        Store bare = site.start().store();

        assertThatThrownBy(bare::assets)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("assets(…) before open()");
    }

    @Test
    void thePlaceIsClosedWithTheStore() {
        AssetRef ref = put("fox");
        MemoryBlobs given = place.again();
        Host other = site.start(builder -> builder.assets(given));
        site.stop(other);

        assertThatThrownBy(() -> given.find(
                        dev.weftwork.spi.AssetKey.endOf(ref.locator()).orElseThrow()))
                .hasMessageContaining("closed");
        assertThatThrownBy(other.store()::assets).hasMessageContaining("closed");
    }

    @Test
    void sweepingIsDoneWhenTheStoreHasStarted() {
        site.pass(Duration.ofMillis(10));

        assertThat(host.time().failures()).isEmpty();
    }
}
