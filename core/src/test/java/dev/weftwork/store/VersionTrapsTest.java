package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.asset.AssetDeletion;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.secret.Keys;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.secret.SecretKeys;
import dev.weftwork.store.history.Versions;
import dev.weftwork.version.SavedVersion;
import dev.weftwork.version.VersionBook;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What saved versions must neither give away, lose, nor leave broken. */
final class VersionTrapsTest {
    @Test
    void assetsOfASliceThatStaysHereDoNotLeaveBecauseAVersionWasSaved() throws IOException {
        MemoryBlobs place = MemoryBlobs.create();
        Host host = new Site().start(b -> b.assets(place.again()));
        Store store = host.store();
        AssetRef ref = store.assets().put(new ByteArrayInputStream(new byte[7]), "image/png");
        Sample.create(store);
        store.slices().configure("node", store.slices().config("node").withSync(false));
        store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "face", ref.toJson()).awaitDurable();
        try (ReferenceWatch watch = store.replication().watchReferences()) {
            watch.changed();
            assertThat(watch.of(Sample.POSTER)).as("before the save").isEmpty();
            store.versions(Sample.POSTER).save("Ann", "");
            watch.changed();
            assertThat(watch.of(Sample.POSTER)).as("after the save").isEmpty();
        }
    }

    @Test
    void whatOnlyAnEncryptedFieldOfAVersionRefersToIsKept() throws IOException {
        MemoryBlobs place = MemoryBlobs.create();
        SecretFields fields = SecretFields.of("config.face");
        SecretKeys keys = SecretKeys.of(Keys.key("key-1", 1));
        Host host = new Site().start(b -> b.assets(place.again()).secrets(Keys.sealer(fields, keys)));
        Store store = host.store();
        AssetRef ref = store.assets().put(new ByteArrayInputStream(new byte[7]), "image/png");
        Sample.create(store);
        store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "face", ref.toJson()).awaitDurable();
        store.versions(Sample.POSTER).save("Ann", "");
        store.edit(Sample.POSTER, d -> d.removeNode(Sample.IDEA)).awaitDurable();
        assertThat(store.assets().delete(ref).kind()).isEqualTo(AssetDeletion.Kind.STILL_REFERENCED);
    }

    @Test
    void aChunkThatSomebodySpoiledIsWrittenAnewByTheNextSave() {
        MemoryWorkspace server = MemoryWorkspace.create("studio", new ManualScheduler(1_780_000_000_000L));
        Link link = new Link(server);
        Store store = new Site().start().store();
        store.attach(Link.BINDING);
        Sample.create(store);
        link.sync(store);
        GraphState state = server.state(Sample.POSTER);
        for (EntityWrites chunk : VersionBook.save(state).chunks()) {
            store.oplog()
                    .append(
                            Sample.POSTER,
                            List.of(EntityWrites.to(chunk.key())
                                    .set("life", Json.TRUE)
                                    .set("value", Json.of("junk"))
                                    .build()));
        }
        Versions versions = store.versions(Sample.POSTER);
        SavedVersion saved = versions.save("Ann", "honest").version();
        assertThat(versions.open(saved)).isPresent();
    }

    @Test
    void aVersionRefersToABinaryThatWasJustPutIntoAFieldAndDoesNotHoldIt() {
        MemoryBlobs place = MemoryBlobs.create();
        Store store = new Site().start(b -> b.assets(place.again())).store();
        Sample.create(store);
        byte[] binary = new byte[60_000];
        new Random(8).nextBytes(binary);
        String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(binary);
        store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "face", url);

        Versions versions = store.versions(Sample.POSTER);
        SavedVersion saved = versions.save("Ann", "").version();

        Json face = versions.open(saved)
                .orElseThrow()
                .node(Sample.IDEA)
                .orElseThrow()
                .config("face");
        assertThat(AssetRef.allIn(face)).hasSize(1);
        assertThat(face.text()).hasSizeLessThan(1_000);
    }

    @Test
    void twoWhoSaveTheSameAtOnceHaveNothingToDecide() {
        long now = 1_780_000_000_000L;
        MemoryWorkspace server = MemoryWorkspace.create("studio", new ManualScheduler(now));
        Link link = new Link(server);
        Store ann = new Site().start().store();
        Store bob = new Site(new MemoryDisk())
                .start(b -> b.ids(Ids.seeded(99, () -> now)))
                .store();
        ann.attach(Link.BINDING);
        bob.attach(Link.BINDING);
        Sample.create(ann);
        link.sync(ann);
        link.sync(bob);
        ann.versions(Sample.POSTER).save("Ann", "");
        bob.versions(Sample.POSTER).save("Bob", "");
        for (int i = 0; i < 4; i++) {
            link.sync(ann);
            link.sync(bob);
        }
        assertThat(ann.versions(Sample.POSTER).list())
                .isEqualTo(bob.versions(Sample.POSTER).list())
                .hasSize(2);
        assertThat(server.losses()).isEmpty();
        assertThat(ann.replication().conflicts()).isEmpty();
        assertThat(bob.replication().conflicts()).isEmpty();
    }
}
