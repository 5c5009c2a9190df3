package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.store.Gesture;
import dev.weftwork.store.WorkflowChange;
import dev.weftwork.store.WorkflowChange.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody drags moves on other devices, and what is kept of it is the end. */
final class GestureSyncTest {
    private static final NodeId IDEA = NodeId.of("idea");
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Wire wire = new Wire(MemoryRemote.of(server, "ann"));
    private final Device ann = device(wire, 1, options -> options);
    private final Device bob = device(MemoryRemote.of(server, "bob"), 2, options -> options);
    private final List<WorkflowChange> seen = new ArrayList<>();

    private Device device(RemoteAdapter remote, long seed, UnaryOperator<SyncOptions> options) {
        return new Device(time, remote, seed, options);
    }

    @BeforeEach
    void bothKnowTheNode() {
        ann.createPoster();
        ann.node("idea", "Idea");
        time.advance(Duration.ofSeconds(5));
        bob.store.observe(Device.POSTER, seen::add);
        wire.calls.clear();
    }

    private static Point at(WorkflowChange change) {
        return change.workflow().node(IDEA).map(Node::position).orElseThrow();
    }

    private static Point at(Device device) {
        return device.store
                .workflow(Device.POSTER)
                .node(IDEA)
                .map(Node::position)
                .orElse(null);
    }

    private void drag(Gesture gesture, int frames) {
        for (int i = 1; i <= frames; i++) {
            double x = i;
            gesture.frame(draft -> draft.moveNode(IDEA, x, 0));
            time.advance(Duration.ofMillis(16));
        }
    }

    @Test
    void aDragOfTenSecondsIsSeenWhileItLastsAndIsOneOperation() {
        long head = server.head();
        Gesture gesture = ann.store.gesture(Device.POSTER);
        drag(gesture, 600);

        assertThat(seen).extracting(WorkflowChange::origin).containsOnly(Origin.PEER_GESTURE);
        assertThat(seen.size()).as("frames that a peer saw in 9.6 s").isBetween(200, 250);
        assertThat(at(seen.get(seen.size() - 1)).x()).isGreaterThan(590);
        assertThat(seen).allSatisfy(change -> assertThat(change.nodes()).containsExactly(IDEA));
        assertThat(at(bob)).isNull();
        assertThat(server.head()).isEqualTo(head);

        gesture.commit();
        time.advance(Duration.ofMillis(100));

        assertThat(server.head()).isEqualTo(head + 1);
        assertThat(at(bob)).isEqualTo(new Point(600, 0));
        WorkflowChange last = seen.get(seen.size() - 1);
        assertThat(last.origin()).isEqualTo(Origin.REMOTE);
        assertThat(at(last)).isEqualTo(new Point(600, 0));
        assertThat(ann.shows()).isEqualTo(bob.shows());
    }

    @Test
    void aGestureThatIsCalledOffGoesBackEverywhere() {
        Gesture gesture = ann.store.gesture(Device.POSTER);
        drag(gesture, 10);
        gesture.cancel();
        time.advance(Duration.ofMillis(100));

        WorkflowChange last = seen.get(seen.size() - 1);
        assertThat(last.origin()).isEqualTo(Origin.PEER_GESTURE);
        assertThat(last.workflow().node(IDEA).orElseThrow().position()).isNull();
    }

    @Test
    void aFrameDiesTwoSecondsAfterTheLastWordOfIt() {
        Gesture gesture = ann.store.gesture(Device.POSTER);
        drag(gesture, 3);
        wire.failure = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");
        time.advance(Duration.ofMillis(1_900));
        int before = seen.size();
        assertThat(at(seen.get(before - 1)).x()).isPositive();

        time.advance(Duration.ofMillis(200));

        assertThat(seen).hasSize(before + 1);
        assertThat(seen.get(before).workflow().node(IDEA).orElseThrow().position())
                .isNull();
        assertThat(ann.shows()).isEqualTo(bob.shows());
    }

    @Test
    void aGestureThatRestsIsStillShown() {
        Gesture gesture = ann.store.gesture(Device.POSTER);
        drag(gesture, 3);

        time.advance(Duration.ofSeconds(10));

        assertThat(at(seen.get(seen.size() - 1))).isEqualTo(new Point(3, 0));
    }

    private void askForAPauseOf(Duration pause) {
        wire.failure = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "busy", "Not now", pause);
    }

    @Test
    void aGestureThatRestsIsShownOnceTheServerTakesFramesAgain() {
        Gesture gesture = ann.store.gesture(Device.POSTER);
        askForAPauseOf(Duration.ofSeconds(10));
        drag(gesture, 30);
        wire.failure = null;
        time.advance(Duration.ofSeconds(12));

        assertThat(at(seen.get(0))).isEqualTo(new Point(30, 0));
        assertThat(at(seen.get(seen.size() - 1))).isEqualTo(new Point(30, 0));
    }

    @Test
    void aGestureThatNobodyEndsIsNotShownAfterALongPause() {
        askForAPauseOf(Duration.ofSeconds(60));
        drag(ann.store.gesture(Device.POSTER), 30);
        wire.failure = null;
        time.advance(Duration.ofSeconds(90));

        assertThat(seen).isEmpty();
        assertThat(wire.count("frame")).isEqualTo(1);
    }

    @Test
    void whatOthersEditMeanwhileIsSeenUnderTheGesture() {
        Gesture gesture = ann.store.gesture(Device.POSTER);
        drag(gesture, 3);

        bob.node("idea", "Renamed");
        bob.node("other", "New");
        time.runDue();

        WorkflowChange last = seen.get(seen.size() - 1);
        assertThat(last.origin()).isEqualTo(Origin.LOCAL);
        assertThat(at(last).x()).isPositive();
        assertThat(last.workflow().node(IDEA).orElseThrow().title()).isEqualTo("Renamed");
        assertThat(bob.store.workflow(Device.POSTER).node(IDEA).orElseThrow().position())
                .isNull();
    }

    @Test
    void aSlowNetworkShowsFewerFramesAndNeverOldOnes() {
        wire.silent = true;
        Gesture gesture = ann.store.gesture(Device.POSTER);
        drag(gesture, 60);
        assertThat(wire.count("frame")).isEqualTo(1);

        wire.silent = false;
        time.advance(Duration.ofSeconds(2));
        drag(gesture, 1);
        time.advance(Duration.ofMillis(100));

        assertThat(at(seen.get(seen.size() - 1))).isEqualTo(new Point(1, 0));
        assertThat(wire.count("frame")).isLessThan(6);
    }

    @Test
    void nothingIsSentThatMayNotLeaveTheDevice() {
        ann.store.slices().configure("node", ann.store.slices().config("node").withSync(false));
        drag(ann.store.gesture(Device.POSTER), 10);

        assertThat(wire.count("frame")).isZero();
        assertThat(seen).isEmpty();
    }

    @Test
    void nothingIsSentOfAWorkflowThatIsNotSynced() {
        Wire other = new Wire(MemoryRemote.of(server, "ann"));
        Device picky = device(other, 3, options -> options.withWorkflows(Set.of(WorkflowId.of("another"))));
        picky.createPoster();
        picky.node("idea", "Mine");
        time.advance(Duration.ofSeconds(5));

        drag(picky.store.gesture(Device.POSTER), 10);

        assertThat(other.count("frame")).isZero();
        assertThat(seen).isEmpty();
    }

    @Test
    void nothingIsSentWhileThereIsNoConnection() {
        ann.engine.stop();
        time.runDue();

        drag(ann.store.gesture(Device.POSTER), 10);

        assertThat(wire.count("frame")).isZero();
    }

    @Test
    void aServerThatRefusesFramesIsAskedOnce() {
        wire.failure = new RemoteFailure(RemoteFailure.Kind.UNSUPPORTED, "no-frames", "Not here");

        drag(ann.store.gesture(Device.POSTER), 60);

        assertThat(wire.count("frame")).isEqualTo(1);
    }

    @Test
    void aDeviceOnLongPollsShowsItsGesturesAndSeesTheEndOfOthers() {
        Wire polls = new Wire(MemoryRemote.of(server, "cid"));
        polls.lives = false;
        Device cid = device(polls, 4, options -> options);
        time.advance(Duration.ofSeconds(5));
        List<WorkflowChange> told = new ArrayList<>();
        cid.store.observe(Device.POSTER, told::add);

        Gesture anns = ann.store.gesture(Device.POSTER);
        drag(anns, 30);
        assertThat(told).isEmpty();
        anns.commit();
        time.advance(Duration.ofMillis(100));
        assertThat(told).extracting(WorkflowChange::origin).containsExactly(Origin.REMOTE);

        seen.clear();
        drag(cid.store.gesture(Device.POSTER), 30);
        assertThat(seen).extracting(WorkflowChange::origin).contains(Origin.PEER_GESTURE);
    }

    @Test
    void twoMayDragAtOnceAndEachSeesBoth() {
        List<WorkflowChange> own = new ArrayList<>();
        bob.node("mine", "Bob's");
        time.advance(Duration.ofSeconds(5));
        ann.store.observe(Device.POSTER, own::add);
        Gesture anns = ann.store.gesture(Device.POSTER);
        Gesture bobs = bob.store.gesture(Device.POSTER);
        for (int i = 1; i <= 20; i++) {
            double x = i;
            anns.frame(draft -> draft.moveNode(IDEA, x, 1));
            bobs.frame(draft -> draft.moveNode(NodeId.of("mine"), x, 2));
            time.advance(Duration.ofMillis(50));
        }

        for (List<WorkflowChange> each : List.of(own, seen)) {
            WorkflowChange last = each.get(each.size() - 1);
            assertThat(at(last).x()).isGreaterThan(18);
            assertThat(last.workflow()
                            .node(NodeId.of("mine"))
                            .orElseThrow()
                            .position()
                            .x())
                    .isGreaterThan(18);
        }
    }
}
