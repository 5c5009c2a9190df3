package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.store.WorkflowChange.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer's gesture is shown to listeners, and nowhere else. */
final class PeerGestureTest {
    private final Site site = new Site();
    private final Store store = site.start().store();
    private final List<WorkflowChange> told = new ArrayList<>();
    private String before = "";

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
        before = Dump.of(store, site.disk);
        store.observe(Sample.POSTER, told::add);
    }

    private static GestureFrame frame(String gesture, long number, String... title) {
        List<EntityWrites> values = title.length == 0
                ? List.of()
                : List.of(EntityWrites.to(EntityKey.of(Sample.IDEA))
                        .set(RegisterNames.TITLE, Json.of(title[0]))
                        .build());
        return new GestureFrame(Sample.POSTER, new OpId(gesture), number, values);
    }

    private void show(GestureFrame frame) {
        store.replication().show(frame);
        site.pass(Duration.ZERO);
    }

    private List<String> titles() {
        return told.stream()
                .map(change -> change.workflow().node(Sample.IDEA).orElseThrow().title())
                .toList();
    }

    @Test
    void listenersSeeItAndTheStoreKeepsNothing() {
        show(frame("g", 1, "a"));
        show(frame("g", 2, "b"));

        assertThat(titles()).containsExactly("a", "b");
        assertThat(told).extracting(WorkflowChange::origin).containsOnly(Origin.PEER_GESTURE);
        assertThat(Dump.of(store, site.disk)).isEqualTo(before);
        assertThat(store.oplog().pending()).isEmpty();
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Idea");
    }

    @Test
    void anOlderFrameIsNotShown() {
        show(frame("g", 7, "new"));
        show(frame("g", 6, "old"));
        show(frame("g", 7, "again"));

        assertThat(titles()).containsExactly("new");
    }

    @Test
    void twoSecondsAfterTheLastFrameItIsGone() {
        show(frame("g", 1, "a"));
        site.pass(Duration.ofMillis(1_500));
        show(frame("g", 2, "b"));
        site.pass(Duration.ofMillis(1_999));
        assertThat(titles()).containsExactly("a", "b");

        site.pass(Duration.ofMillis(1));

        assertThat(titles()).containsExactly("a", "b", "Idea");
    }

    @Test
    void whatWasCalledOffDoesNotComeBack() {
        show(frame("g", 1, "a"));
        show(frame("g", 3));
        show(frame("g", 4, "late"));

        assertThat(titles()).containsExactly("a", "Idea");
    }

    @Test
    void aFrameBehindItsOperationIsNotShown() {
        Gesture gesture = store.gesture(Sample.POSTER);
        gesture.frame(draft -> draft.updateNode(Sample.IDEA, node -> node.title("mine")));
        show(frame("other", 1, "other"));
        Commit commit = gesture.commit();
        site.pass(Duration.ZERO);
        int count = told.size();

        show(frame(commit.op().orElseThrow().value(), 9, "late"));

        assertThat(told).hasSize(count);
    }

    @Test
    void theFirstFrameIsNotShownEitherIfItsOperationCameBefore() {
        FlakyStorage plain = new FlakyStorage(MemoryStorage.on(site.disk));
        plain.withoutFrames();
        Store looking = site.start(plain, builder -> builder).store();
        looking.observe(Sample.POSTER, told::add);
        Commit commit = Sample.title(store, Sample.IDEA, "the end");
        site.pass(Duration.ofSeconds(1));
        told.clear();

        looking.replication().show(frame(commit.op().orElseThrow().value(), 1, "late"));
        site.pass(Duration.ZERO);

        assertThat(told).isEmpty();
    }

    @Test
    void aWorkflowThatIsNotKnownShowsNothing() {
        GestureFrame unknown = new GestureFrame(
                WorkflowId.of("unknown"), new OpId("h"), 1, frame("g", 1, "a").values());
        store.observeAll(told::add);

        show(unknown);

        assertThat(told).isEmpty();
    }

    @Test
    void aNodeThatIsBeingMadeIsSeenToo() {
        NodeId fresh = NodeId.of("fresh");
        EntityWrites born = EntityWrites.to(EntityKey.of(fresh))
                .set(RegisterNames.LIFE, Json.TRUE)
                .build();

        show(new GestureFrame(Sample.POSTER, new OpId("g"), 1, List.of(born)));

        assertThat(told.get(0).workflow().node(fresh)).isPresent();
        assertThat(told.get(0).nodes()).containsExactly(fresh);
        assertThat(store.workflow(Sample.POSTER).node(fresh)).isEmpty();
    }

    @Test
    void aCrowdOfGesturesIsCutOff() {
        for (int i = 0; i < 1_000; i++) {
            show(frame("g" + i, 1, "a" + i));
        }

        assertThat(told).hasSize(64);
        site.pass(Duration.ofSeconds(2));
        assertThat(Dump.of(told.get(told.size() - 1).workflow())).isEqualTo(Dump.of(store.workflow(Sample.POSTER)));
    }

    @Test
    void aStoreThatClosedMeanwhileForgetsIt() {
        show(frame("g", 1, "a"));

        store.close();
        site.pass(Duration.ofSeconds(3));

        assertThat(titles()).containsExactly("a");
    }

    @Test
    void aFrameIsChecked() {
        List<EntityWrites> one = frame("g", 1, "a").values();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GestureFrame(Sample.POSTER, new OpId("g"), 0, one))
                .withMessageContaining("from 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GestureFrame(Sample.POSTER, new OpId("g"), 1, List.of(one.get(0), one.get(0))))
                .withMessageContaining("twice");
    }
}
