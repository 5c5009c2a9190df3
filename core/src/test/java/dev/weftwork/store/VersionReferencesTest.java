package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.asset.AssetDeletion;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.version.ValuesSeen;
import dev.weftwork.version.VersionBook;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What saved versions refer to is found at a bounded price, and what cannot be looked into keeps everything. */
final class VersionReferencesTest {
    private final MemoryBlobs place = MemoryBlobs.create();
    private final Store store =
            new Site().start(builder -> builder.assets(place.again())).store();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", new ManualScheduler(1_780_000_000_000L));

    private AssetRef unused;

    @BeforeEach
    void create() throws IOException {
        Sample.create(store);
        unused = store.assets().put(new ByteArrayInputStream(new byte[7]), "image/png");
    }

    /** As the server has it. */
    private GraphState state() {
        store.attach(Link.BINDING);
        new Link(server).sync(store);
        return server.state(Sample.POSTER);
    }

    private AssetDeletion.Kind delete() {
        return store.assets().delete(unused).kind();
    }

    @Test
    void aFewKilobytesThatUnpackToGigabytesAreNotUnpacked() {
        String begin = MadeUp.piece(store, "[[\"node\",\"a\",{\"config.x\":\"");
        String middle = MadeUp.piece(store, "x".repeat(1_000_000));
        String end = MadeUp.piece(store, "\"}]]");
        for (int i = 0; i < 12; i++) {
            List<String> pieces = new ArrayList<>(List.of(begin));
            pieces.addAll(Collections.nCopies(40 + i, middle));
            pieces.add(end);
            MadeUp.joined(store, pieces);
        }
        AtomicLong seen = new AtomicLong();

        ValuesSeen all = VersionBook.of(state())
                .forEachValue(value -> seen.addAndGet(value.text().length()));

        assertThat(all).isInstanceOf(ValuesSeen.Some.class);
        assertThat(seen.get()).isLessThan(16 << 20);
        assertThat(delete()).as("since anything may be in them").isEqualTo(AssetDeletion.Kind.STILL_REFERENCED);
    }

    @Test
    void aHundredVersionsOfLargeTextAreLookedThrough() {
        Random random = new Random(5);
        StringBuilder prose = new StringBuilder();
        while (prose.length() < 300_000) {
            prose.append(Integer.toString(random.nextInt(1 << 24), 36)).append(' ');
        }
        for (int i = 0; i < 100; i++) {
            store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "text", prose + "version " + i);
            store.versions(Sample.POSTER).save("Ann", "");
        }

        assertThat(VersionBook.of(state()).forEachValue(value -> {})).isEqualTo(new ValuesSeen.All());
        assertThat(delete()).isEqualTo(AssetDeletion.Kind.DELETED);
    }

    @Test
    void aThousandEqualNodesAreLookedThrough() {
        String text = "the same as everywhere ".repeat(40);
        store.edit(Sample.POSTER, draft -> {
            for (int i = 0; i < 1_000; i++) {
                draft.addNode(NodeId.of("n" + i), "prompt", node -> node.config("text", text));
            }
        });
        store.versions(Sample.POSTER).save("Ann", "");

        assertThat(VersionBook.of(state()).forEachValue(value -> {})).isEqualTo(new ValuesSeen.All());
    }

    @Test
    void aChunkThatCannotBeReadKeepsEverythingUntilItIsDeleted() {
        store.versions(Sample.POSTER).save("Ann", "");
        EntityKey key = new EntityKey(EntityKind.CHUNK, "node/" + MadeUp.chunk(store, "honest", Json.of("junk")));
        assertThat(delete()).isEqualTo(AssetDeletion.Kind.STILL_REFERENCED);
        assertThat(store.assets().orphans()).isEmpty();

        store.oplog()
                .append(
                        Sample.POSTER,
                        List.of(EntityWrites.to(key)
                                .set(RegisterNames.LIFE, Json.FALSE)
                                .build()));

        assertThat(delete()).isEqualTo(AssetDeletion.Kind.DELETED);
    }

    @Test
    void aChunkThatIsNotWhatItsNameSaysKeepsEverything() {
        MadeUp.chunk(store, "[[\"node\",\"a\",{}]]", MadeUp.packed("[]"));

        assertThat(delete()).isEqualTo(AssetDeletion.Kind.STILL_REFERENCED);
    }

    @Test
    void aChunkOfWhichAPieceIsMissingKeepsEverything() {
        MadeUp.joined(store, List.of(MadeUp.hash("piece:nowhere")));

        assertThat(delete()).isEqualTo(AssetDeletion.Kind.STILL_REFERENCED);
    }

    @Test
    void whatOneSpoilsDoesNotHideWhatOthersHold() {
        MadeUp.chunk(store, "honest", Json.of("junk"));
        MadeUp.leaf(store, "[[\"node\",\"a\",{\"config.text\":\"heron\"}]]");
        List<String> values = new ArrayList<>();

        ValuesSeen seen = VersionBook.of(state()).forEachValue(value -> values.add(value.text()));

        assertThat(values).containsExactly("\"heron\"");
        assertThat(seen)
                .isInstanceOfSatisfying(
                        ValuesSeen.Some.class,
                        some -> assertThat(some.why()).contains("node/" + MadeUp.hash("honest")));
    }
}
