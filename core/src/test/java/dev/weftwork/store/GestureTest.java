package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.spi.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of a gesture listeners see every frame, and the log gets one operation. */
final class GestureTest {
    private static final int FRAMES = 600;
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();
    private final List<WorkflowChange> told = new ArrayList<>();

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
        store.observe(Sample.POSTER, told::add);
    }

    private static Point position(WorkflowChange change) {
        return change.workflow().node(Sample.IDEA).orElseThrow().position();
    }

    private void drag(Gesture gesture) {
        for (int i = 1; i <= FRAMES; i++) {
            double x = i;
            gesture.frame(draft -> draft.moveNode(Sample.IDEA, x, 0));
            site.pass(Duration.ofMillis(16));
        }
    }

    @Test
    void sixHundredFramesAreSeenAndOneOperationIsStored() {
        Gesture gesture = store.gesture(Sample.POSTER);
        drag(gesture);
        assertThat(told).hasSize(FRAMES);
        assertThat(told).extracting(WorkflowChange::origin).containsOnly(WorkflowChange.Origin.GESTURE);
        assertThat(position(told.get(41))).isEqualTo(new Point(42, 0));
        assertThat(Sample.node(store, Sample.IDEA).position()).isEqualTo(new Point(40, 40));
        assertThat(store.oplog().entries()).hasSizeLessThanOrEqualTo(1);

        gesture.commit().awaitDurable();

        assertThat(Sample.node(store, Sample.IDEA).position()).isEqualTo(new Point(FRAMES, 0));
        assertThat(Sample.node(store, Sample.IDEA).version()).isEqualTo(2);
        site.pass(Duration.ZERO);
        assertThat(told).hasSize(FRAMES + 1);
        assertThat(told.get(FRAMES).origin()).isEqualTo(WorkflowChange.Origin.LOCAL);
        assertThat(Sample.node(site.crashAll().store(), Sample.IDEA).version()).isEqualTo(2);
    }

    @Test
    void everyFrameBeginsWhereTheOneBeforeEnded() {
        Gesture gesture = store.gesture(Sample.POSTER);
        for (int i = 1; i <= 5; i++) {
            gesture.frame(draft -> draft.updateNode(
                    Sample.IDEA, node -> node.title(node.build().title() + "!")));
        }
        site.pass(Duration.ZERO);

        for (int i = 1; i < told.size(); i++) {
            assertThat(Dump.of(told.get(i).before()))
                    .isEqualTo(Dump.of(told.get(i - 1).workflow()));
        }
        gesture.commit();
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Idea!!!!!");
    }

    @Test
    void cancellingGoesBackAndStoresNothing() {
        String before = Dump.of(store, site.disk);
        Gesture gesture = store.gesture(Sample.POSTER);
        gesture.frame(draft -> draft.moveNode(Sample.IDEA, 500, 500).addNode(NodeId.of("x"), "t", node -> {}));

        gesture.cancel();
        site.pass(Duration.ofMillis(10));

        assertThat(told).hasSize(2);
        assertThat(position(told.get(1))).isEqualTo(new Point(40, 40));
        assertThat(told.get(1).workflow().node(NodeId.of("x"))).isEmpty();
        assertThat(told.get(1).nodes()).contains(Sample.IDEA, NodeId.of("x"));
        assertThat(Dump.of(store, site.disk)).isEqualTo(before);
    }

    @Test
    void aCrashInTheMiddleLeavesNothing() {
        String before = Dump.of(store);
        drag(store.gesture(Sample.POSTER));

        assertThat(Dump.of(site.crashAll().store())).isEqualTo(before);
    }

    @Test
    void aCloseInTheMiddleLeavesNothing() {
        String before = Dump.of(store);
        Gesture gesture = store.gesture(Sample.POSTER);
        drag(gesture);

        assertThat(Dump.of(site.restart(host).store())).isEqualTo(before);
        assertThatIllegalStateException().isThrownBy(gesture::commit);
    }

    @Test
    void whatOthersEditMeanwhileSurvives() {
        Gesture gesture = store.gesture(Sample.POSTER);
        gesture.frame(draft -> draft.moveNode(Sample.IDEA, 1, 1));
        Sample.title(store, Sample.IDEA, "Meanwhile");
        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.GROUP));
        Host other = site.start();
        Sample.title(other.store(), Sample.IMAGE, "Elsewhere").awaitDurable();
        site.pass(Duration.ofMillis(200));
        gesture.frame(draft -> draft.moveNode(Sample.IDEA, 2, 2));
        site.pass(Duration.ZERO);

        WorkflowChange last = told.get(told.size() - 1);
        assertThat(position(last)).isEqualTo(new Point(2, 2));
        assertThat(last.workflow().node(Sample.IDEA).orElseThrow().title()).isEqualTo("Meanwhile");
        assertThat(last.workflow().node(Sample.IMAGE).orElseThrow().title()).isEqualTo("Elsewhere");
        gesture.commit();
        assertThat(Sample.node(store, Sample.IDEA).position()).isEqualTo(new Point(2, 2));
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Meanwhile");
        assertThat(Sample.title(store, Sample.IMAGE)).isEqualTo("Elsewhere");
        assertThat(store.workflow(Sample.POSTER).node(Sample.GROUP)).isEmpty();
    }

    @Test
    void aGestureOnANodeThatSomebodyTakesAwayRevivesNothing() {
        Gesture gesture = store.gesture(Sample.POSTER);
        gesture.frame(draft -> draft.moveNode(Sample.IDEA, 1, 1));

        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.IDEA));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gesture.frame(draft -> draft.moveNode(Sample.IDEA, 2, 2)))
                .withMessageContaining("'idea'");
        gesture.commit();

        assertThat(store.workflow(Sample.POSTER).node(Sample.IDEA)).isEmpty();
    }

    @Test
    void aGestureOnAWorkflowThatSomebodyTakesAwayCanBeCancelled() {
        Gesture gesture = store.gesture(Sample.POSTER);
        gesture.frame(draft -> draft.moveNode(Sample.IDEA, 1, 1));
        store.removeWorkflow(Sample.POSTER);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> gesture.frame(draft -> draft.moveNode(Sample.IDEA, 2, 2)))
                .withMessageContaining("'poster'");
        gesture.cancel();

        assertThat(store.find(Sample.POSTER)).isEmpty();
    }

    @Test
    void aFrameThatThrowsIsNotShownAndTheOthersStay() {
        Gesture gesture = store.gesture(Sample.POSTER);
        gesture.frame(draft -> draft.moveNode(Sample.IDEA, 1, 1));

        assertThatThrownBy(() -> gesture.frame(draft -> {
                    draft.moveNode(Sample.IDEA, 2, 2);
                    throw new InterruptedException("stop");
                }))
                .isExactlyInstanceOf(InterruptedException.class);
        site.pass(Duration.ZERO);

        assertThat(told).hasSize(1);
        gesture.commit();
        assertThat(Sample.node(store, Sample.IDEA).position()).isEqualTo(new Point(1, 1));
    }

    @Test
    void aGestureWithoutFramesIsNoOperation() {
        assertThat(store.gesture(Sample.POSTER).commit().op()).isEmpty();
        store.gesture(Sample.POSTER).cancel();
        site.pass(Duration.ZERO);

        assertThat(told).isEmpty();
    }

    @Test
    void aGestureThatHasEndedRefusesEveryCall() {
        Gesture committed = store.gesture(Sample.POSTER);
        committed.commit();
        Gesture cancelled = store.gesture(Sample.POSTER);
        cancelled.cancel();

        for (Gesture gesture : List.of(committed, cancelled)) {
            List<Runnable> calls = List.of(gesture::commit, gesture::cancel, () -> gesture.frame(draft -> {}));
            assertThat(calls)
                    .allSatisfy(call -> assertThatIllegalStateException()
                            .isThrownBy(call::run)
                            .withMessageContaining("start another"));
        }
    }

    @Test
    void aCommitThatIsRefusedCanBeTriedAgain() {
        Gesture gesture = store.gesture(Sample.POSTER);
        gesture.frame(draft -> draft.moveNode(Sample.IDEA, 1, 1));
        assertThatIllegalStateException()
                .isThrownBy(() -> store.edit(Sample.POSTER, draft -> gesture.commit()))
                .withMessageContaining("inside an edit");

        gesture.commit().awaitDurable();

        assertThat(Sample.node(store, Sample.IDEA).position()).isEqualTo(new Point(1, 1));
    }

    @Test
    void framesOfManyNodesBecomeOneOperationOnAllOfThem() {
        Gesture gesture = store.gesture(Sample.POSTER);
        for (NodeId id : List.of(Sample.IDEA, Sample.IMAGE, Sample.IDEA, Sample.GROUP)) {
            gesture.frame(draft -> draft.moveNode(id, 9, 9));
        }

        gesture.commit();

        assertThat(store.oplog().unsaved()).hasSize(1);
        assertThat(store.oplog().unsaved().get(0).writes()).hasSize(3);
    }

    @Test
    void aFullDiskDoesNotDisturbAGesture() {
        host.storage().refuseWrites(new StorageException(StorageException.Kind.FULL, "No space", "Free some"));
        Gesture gesture = store.gesture(Sample.POSTER);
        drag(gesture);
        Commit commit = gesture.commit();

        host.storage().refuseWrites(null);
        commit.awaitDurable();

        assertThat(Sample.node(site.crashAll().store(), Sample.IDEA).position()).isEqualTo(new Point(FRAMES, 0));
    }
}
