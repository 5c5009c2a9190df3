package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.StorageException;
import dev.weftwork.store.history.Versions;
import dev.weftwork.version.SavedVersion;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions and chunks that somebody made up, and content of odd shapes: one spoils no other, and all is bounded. */
final class OddVersionsTest {
    private final Store store = new Site().start().store();
    private Versions versions;

    @BeforeEach
    void create() {
        Sample.create(store);
        versions = store.versions(Sample.POSTER);
        versions.save("Ann", "fine");
    }

    private void append(EntityKind kind, String id, String field, Json value) {
        MadeUp.append(store, kind, id, field, value);
    }

    private SavedVersion forge(String saved) {
        append(EntityKind.VERSION, "forged", "saved", Json.parse(saved));
        return versions.list().get(1);
    }

    private String chunk(String text, Json value) {
        return MadeUp.chunk(store, text, value);
    }

    private String inner(String below) {
        String text = "{\"parts\":[" + below + "]}";
        return chunk(text, Json.parse(text));
    }

    private String leaf(String text) {
        return chunk(text, MadeUp.packed(text));
    }

    private void assertRefused(String root) {
        SavedVersion forged = forge("{\"roots\":{\"node\":\"" + root + "\"}}");
        assertThatThrownBy(() -> versions.open(forged))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("cannot be opened");
        assertThat(versions.open(versions.list().get(0))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"at\":1.5}",
                "{\"at\":1e999}",
                "[]",
                "7",
                "null",
                "{\"roots\":[]}",
                "{\"roots\":{\"node\":7}}",
                "{\"roots\":{\"\":\"x\"}}",
                "{\"author\":{},\"note\":[]}"
            })
    void aVersionWithoutSenseSpoilsNoOther(String saved) {
        forge(saved);

        assertThat(versions.list()).extracting(SavedVersion::number).containsExactly(1, 2);
        assertThat(versions.open(versions.list().get(0))).isPresent();
        versions.save("Ann", "another");
        assertThat(versions.list()).hasSize(3);
    }

    @Test
    void aVersionOfAStrangeNameSpoilsNoOther() {
        append(EntityKind.VERSION, "a b \u2026", "saved", Json.EMPTY_OBJECT);

        assertThat(versions.list()).hasSize(2);
    }

    @Test
    void chunksThatGoOnForeverAreNotFollowed() {
        String hash = leaf("[]");
        for (int i = 0; i < 40; i++) {
            hash = inner("\"" + hash + "\"");
        }
        assertRefused(hash);
    }

    @Test
    void chunksThatDoubleAtEveryStepAreReadOnce() {
        String hash = leaf("[]");
        for (int i = 0; i < 25; i++) {
            hash = inner("\"" + hash + "\",\"" + hash + "\"");
        }
        assertRefused(hash);
    }

    @Test
    void aChunkThatUnpacksToMoreThanAnyDoesIsRefused() {
        assertRefused(leaf(" ".repeat(2 << 20) + "[]"));
    }

    @Test
    void piecesThatAddUpToMoreThanAnyContentAreRefused() {
        String text = " ".repeat(1_000_000);
        String piece = chunk(
                "piece:" + text,
                Json.object().put("piece", MadeUp.packed(text).asString()).build());
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            all.append(i == 0 ? "" : ",").append('"').append(piece).append('"');
        }
        String joined = "{\"joined\":[" + all + "]}";
        assertRefused(chunk(joined, Json.parse(joined)));
    }

    static Stream<String> leaves() {
        return Stream.of(
                "",
                "{}",
                "[7]",
                "[[]]",
                "[[\"node\",\"a\",7]]",
                "[[\"node\",\"\",{}]]",
                "[[\"a b\",\"a\",{}]]",
                "[[\"edge\",\"a\",{\"life\":true}]]",
                "[[\"workflow\",\"other\",{\"life\":false}]]",
                "[[\"version\",\"v\",{\"life\":false}]]",
                "[".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void aChunkThatIsNoneIsRefused(String text) {
        assertRefused(leaf(text));
    }

    @Test
    void aChunkThatIsNotWhatItsNameSaysIsRefused() {
        append(
                EntityKind.CHUNK,
                "node/" + MadeUp.hash("[]"),
                "value",
                MadeUp.packed("[[\"node\",\"a\",{\"life\":true}]]"));
        assertRefused(MadeUp.hash("[]"));
    }

    @Test
    void aVersionOfWhichAPartHasNotArrivedIsEmpty() {
        SavedVersion forged = forge("{\"roots\":{\"node\":\"" + MadeUp.hash("nowhere") + "\"}}");

        assertThat(versions.open(forged)).isEmpty();
        assertThat(versions.rollback(forged, "Ann")).isEmpty();
    }

    @Test
    void largeValuesAreCutSoThatNoOperationIsLarge() {
        Random random = new Random(3);
        StringBuilder prose = new StringBuilder();
        while (prose.length() < 3_000_000) {
            prose.append(random.nextInt(7) == 0 ? "\ud83e\udd8a" : Integer.toString(random.nextInt(1 << 24), 36));
        }
        store.edit(Sample.POSTER, draft -> {
            draft.config(Sample.IDEA, "text", prose.toString());
            for (int i = 0; i < 60; i++) {
                int from = i * 40_000;
                draft.addNode(
                        NodeId.of("n" + i),
                        "prompt",
                        node -> node.config("text", prose.substring(from, from + 30_000)));
            }
        });
        String before = Content.of(store);
        MemoryWorkspace server = MemoryWorkspace.create("studio", new ManualScheduler(1_780_000_000_000L));
        Link link = new Link(server);
        store.attach(Link.BINDING);
        link.sync(store);
        int known = server.history().size();

        versions.save("Ann", "");
        link.sync(store);

        assertThat(server.history().subList(known, server.history().size()))
                .hasSizeGreaterThan(3)
                .extracting(each -> each.op().writes().stream()
                        .mapToInt(EntityWrites::length)
                        .sum())
                .allSatisfy(size -> assertThat(size).isLessThan(400_000));
        store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "text", "short");
        versions.rollback(versions.list().get(1), "Ann");
        assertThat(Content.of(store)).isEqualTo(before);
    }
}
