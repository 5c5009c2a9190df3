package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An entity's version grows by one with each change of it, and only what differs is written. */
final class VersionTest {
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
        site.pass(Duration.ofSeconds(1));
    }

    private List<String> written() {
        Op op = store.oplog().unsaved().get(0);
        return op.writes().stream().map(EntityWrites::toString).toList();
    }

    @Test
    void aChangeCountsForTheEntityItTouchesAndForNoOther() {
        Sample.title(store, Sample.IDEA, "Other");

        assertThat(Sample.node(store, Sample.IDEA).version()).isEqualTo(2);
        assertThat(Sample.node(store, Sample.IMAGE).version()).isEqualTo(1);
        assertThat(edge(Sample.FIRST)).isEqualTo(1);
        assertThat(store.workflow(Sample.POSTER).version()).isEqualTo(1);
    }

    private long edge(EdgeId id) {
        return store.workflow(Sample.POSTER).edge(id).orElseThrow().version();
    }

    @Test
    void anEditOfManyFieldsOfOneEntityCountsOnce() {
        store.edit(
                Sample.POSTER,
                draft -> draft.updateNode(Sample.IDEA, node -> node.title("a").at(1, 1))
                        .config(Sample.IDEA, "x", 1)
                        .config(Sample.IDEA, "y", 2)
                        .result(Sample.IDEA, Result.done(1)));

        assertThat(Sample.node(store, Sample.IDEA).version()).isEqualTo(2);
    }

    @Test
    void versionsHaveNoGapsWhateverIsAwaited() {
        for (int i = 0; i < 20; i++) {
            Commit commit = Sample.move(store, Sample.IDEA, i);
            if (i % 3 == 0) {
                commit.awaitDurable();
            }
            assertThat(Sample.node(store, Sample.IDEA).version()).isEqualTo(i + 2);
        }
        store.flush();
        assertThat(Sample.node(store, Sample.IDEA).version()).isEqualTo(21);
    }

    @Test
    void updatedAtIsTheTimeOfTheChange() {
        long created = host.time().wallMillis() - 1000;

        Sample.title(store, Sample.IDEA, "Other");

        assertThat(Sample.node(store, Sample.IDEA).updatedAt()).isEqualTo(created + 1000);
        assertThat(Sample.node(store, Sample.IMAGE).updatedAt()).isEqualTo(created);
        assertThat(store.workflow(Sample.POSTER).updatedAt()).isEqualTo(created + 1000);
    }

    @Test
    void aClockThatGoesBackChangesNeitherOrderNorDurability() {
        Sample.title(store, Sample.IDEA, "first").awaitDurable();
        long at = Sample.node(store, Sample.IDEA).updatedAt();
        host.time().skew(Duration.ofHours(-5));

        Sample.title(store, Sample.IDEA, "second").awaitDurable();

        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("second");
        assertThat(Sample.node(store, Sample.IDEA).updatedAt()).isGreaterThanOrEqualTo(at);
        assertThat(Sample.title(site.crashAll().store(), Sample.IDEA)).isEqualTo("second");
    }

    @Test
    void aClockThatStandsStillOrderIsKept() {
        for (int i = 0; i < 500; i++) {
            Sample.title(store, Sample.IDEA, "title " + i);
            assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("title " + i);
        }
        assertThat(Sample.title(site.restart(host).store(), Sample.IDEA)).isEqualTo("title 499");
    }

    @Test
    void anEditThatChangesNothingIsNoOperation() {
        String before = Dump.of(store, site.disk);
        Workflow poster = store.workflow(Sample.POSTER);
        Node idea = Sample.node(store, Sample.IDEA);

        List<Commit> commits = List.of(
                store.edit(Sample.POSTER, draft -> {}),
                store.renameWorkflow(Sample.POSTER, "Poster"),
                store.setViewport(Sample.POSTER, poster.viewport()),
                store.setNodes(poster, poster.nodes()),
                store.setEdges(poster, poster.edges()),
                store.setNodes(Sample.POSTER, nodes -> nodes),
                store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "text", "a red fox"),
                store.updateNodeConfig(Sample.POSTER, Sample.IDEA, Map.of()),
                store.updateNodeResult(Sample.POSTER, Sample.IDEA, idea.result()),
                store.updateNodeDimensions(Sample.POSTER, Sample.IDEA, idea.position(), null),
                store.updateNodeDimensions(Sample.POSTER, Sample.IDEA, null, null),
                store.edit(Sample.POSTER, draft -> draft.updateEdge(Sample.FIRST, edge -> edge)),
                store.edit(Sample.POSTER, draft -> draft.ext("none", null)));

        assertThat(commits).allSatisfy(commit -> {
            assertThat(commit.op()).isEmpty();
            assertThat(commit.durable()).isCompleted();
            assertThat(commit.synced()).isCompletedWithValue(new SyncOutcome.LocalOnly());
            commit.awaitDurable();
        });
        assertThat(Dump.of(store, site.disk)).isEqualTo(before);
    }

    @Test
    void anEditWritesNothingButWhatDiffers() {
        store.edit(
                Sample.POSTER,
                draft -> draft.updateNode(
                        Sample.IDEA,
                        node -> node.title("New").type("prompt").at(40, 40).config("text", "a red fox")));

        assertThat(written()).containsExactly("node idea title=\"New\"");
    }

    @Test
    void oneSettingAmongManyIsWrittenAlone() {
        store.updateNodeConfig(Sample.POSTER, Sample.IDEA, Map.of("text", "a red fox", "steps", 20));

        assertThat(written()).containsExactly("node idea config.steps=20");
    }

    @Test
    void movingTheViewportWritesTheViewport() {
        store.setViewport(Sample.POSTER, new Viewport(3, 4, 2));

        assertThat(written()).containsExactly("workflow poster viewport={\"x\":3,\"y\":4,\"zoom\":2}");
    }

    @Test
    void positionAndSizeAreOneWriteToOneEntity() {
        store.updateNodeDimensions(Sample.POSTER, Sample.IDEA, new Point(1, 2), null);

        assertThat(written()).containsExactly("node idea position={\"x\":1,\"y\":2}");
    }

    @Test
    void aSettingThatIsTakenAwayIsGoneAndNotNull() {
        store.edit(
                Sample.POSTER,
                draft -> draft.updateNode(
                        Sample.IDEA, node -> node.removeConfig("text").config("seed", null)));

        assertThat(Sample.node(store, Sample.IDEA).config()).containsOnlyKeys("seed");
        assertThat(Sample.node(store, Sample.IDEA).config("seed").isNull()).isTrue();
        assertThat(written()).containsExactly("node idea config.seed=null config.text=null");
        assertThat(site.restart(host)
                        .store()
                        .workflow(Sample.POSTER)
                        .node(Sample.IDEA)
                        .orElseThrow()
                        .config())
                .containsOnlyKeys("seed");
    }
}
