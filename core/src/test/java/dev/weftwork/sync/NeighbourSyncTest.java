package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.store.Gesture;
import dev.weftwork.store.WorkflowChange;
import dev.weftwork.store.WorkflowChange.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of two processes on one storage one syncs for both, gestures included. */
final class NeighbourSyncTest {
    private static final NodeId IDEA = NodeId.of("idea");

    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Wire wire = new Wire(MemoryRemote.of(server, "ann"));
    private final Wire idle = new Wire(MemoryRemote.of(server, "ann"));
    private final Device leader = new Device(time, wire, 1, options -> options);
    private final Device bob = new Device(time, MemoryRemote.of(server, "bob"), 2, options -> options);
    private final List<WorkflowChange> bobSaw = new ArrayList<>();
    private final List<WorkflowChange> secondSaw = new ArrayList<>();
    private Device second;

    @BeforeEach
    void allKnowTheNode() {
        leader.createPoster();
        leader.node("idea", "Idea");
        time.advance(Duration.ofSeconds(5));
        second = new Device(leader.disk, time, idle, 3, options -> options);
        time.advance(Duration.ofSeconds(5));
        bob.store.observe(Device.POSTER, bobSaw::add);
        second.store.observe(Device.POSTER, secondSaw::add);
        wire.calls.clear();
        idle.calls.clear();
    }

    private Gesture drag(Device device, int frames) {
        Gesture gesture = device.store.gesture(Device.POSTER);
        for (int i = 1; i <= frames; i++) {
            double x = i;
            gesture.frame(draft -> draft.moveNode(IDEA, x, 0));
            time.advance(Duration.ofMillis(16));
        }
        return gesture;
    }

    private static Point last(List<WorkflowChange> changes) {
        return changes.get(changes.size() - 1)
                .workflow()
                .node(IDEA)
                .map(Node::position)
                .orElse(null);
    }

    @Test
    void anotherDeviceSeesWhatTheProcessDragsThatDoesNotSync() {
        long head = server.head();
        Gesture gesture = drag(second, 600);

        assertThat(bobSaw).extracting(WorkflowChange::origin).containsOnly(Origin.PEER_GESTURE);
        assertThat(bobSaw.size()).as("frames seen of 9.6 s").isBetween(150, 245);
        assertThat(last(bobSaw).x()).isGreaterThan(580);
        assertThat(idle.calls).as("calls of the process that does not sync").isEmpty();
        assertThat(server.head()).isEqualTo(head);

        gesture.commit();
        time.advance(Duration.ofMillis(300));

        assertThat(server.head()).as("sent without a pause").isEqualTo(head + 1);
        assertThat(last(bobSaw)).isEqualTo(new Point(600, 0));
        assertThat(bobSaw.get(bobSaw.size() - 1).origin()).isEqualTo(Origin.REMOTE);
        assertThat(bob.shows()).isEqualTo(leader.shows());
    }

    @Test
    void theProcessThatDoesNotSyncSeesWhatAnotherDeviceDrags() {
        Gesture gesture = drag(bob, 100);

        assertThat(secondSaw).extracting(WorkflowChange::origin).containsOnly(Origin.PEER_GESTURE);
        assertThat(secondSaw.size()).as("frames seen of 1.6 s").isBetween(20, 45);

        gesture.commit();
        time.advance(Duration.ofMillis(300));

        assertThat(last(secondSaw)).isEqualTo(new Point(100, 0));
        int count = secondSaw.size();
        time.advance(Duration.ofSeconds(3));
        assertThat(secondSaw).as("nothing is left to be taken back").hasSize(count);
    }

    @Test
    void aGestureThatIsCalledOffGoesBackOnTheOtherDevice() {
        drag(second, 10).cancel();
        time.advance(Duration.ofMillis(200));

        assertThat(last(bobSaw)).isNull();
    }

    @Test
    void aGestureThatRestsIsStillShownOnTheOtherDevice() {
        drag(second, 10);
        time.advance(Duration.ofSeconds(15));

        assertThat(last(bobSaw)).isEqualTo(new Point(10, 0));
    }

    @Test
    void whenItsProcessEndsTheOtherDeviceSeesItGoBackAfterTwoSeconds() {
        drag(second, 10);
        second.close();
        time.advance(Duration.ofMillis(2_500));

        assertThat(last(bobSaw)).isNull();
    }

    @Test
    void whatItShowedIsNotSentOnceTheServerTakesFramesAgain() {
        wire.failure = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "busy", "Not now", Duration.ofSeconds(10));
        drag(second, 30);
        wire.failure = null;
        second.close();
        time.advance(Duration.ofSeconds(20));

        assertThat(wire.count("frame")).isEqualTo(1);
        assertThat(bobSaw).isEmpty();
    }

    @Test
    void whatItShowsStillIsSentOnceTheServerTakesFramesAgain() {
        wire.failure = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "busy", "Not now", Duration.ofSeconds(10));
        drag(second, 30);
        wire.failure = null;
        time.advance(Duration.ofSeconds(12));

        assertThat(bobSaw).isNotEmpty();
        assertThat(last(bobSaw)).isEqualTo(new Point(30, 0));
    }

    @Test
    void whatEitherProcessKeepsOnTheDeviceDoesNotLeaveIt() {
        leader.store
                .slices()
                .configure("node", leader.store.slices().config("node").withSync(false));
        drag(second, 10).cancel();
        time.advance(Duration.ofMillis(200));
        leader.store
                .slices()
                .configure("node", leader.store.slices().config("node").withSync(true));
        second.store
                .slices()
                .configure("node", second.store.slices().config("node").withSync(false));
        drag(second, 10);

        assertThat(wire.count("frame")).isZero();
        assertThat(bobSaw).isEmpty();
    }

    @Test
    void aProcessThatWasAskedToSyncShowsItsGesturesThroughTheOtherAllTheSame() {
        second.engine.syncNow();
        time.advance(Duration.ofSeconds(1));
        List<WorkflowChange> own = new ArrayList<>(secondSaw);

        drag(second, 60);

        assertThat(idle.count("frame")).isZero();
        assertThat(wire.count("frame")).isPositive();
        assertThat(last(bobSaw).x()).isGreaterThan(50);
        assertThat(secondSaw.subList(own.size(), secondSaw.size()))
                .as("nobody is told of a gesture of their own as of a peer's")
                .extracting(WorkflowChange::origin)
                .containsOnly(Origin.GESTURE);
    }

    @Test
    void whoTakesOverTheSyncShowsTheGestureOn() {
        Gesture gesture = drag(second, 60);
        leader.close();
        time.advance(Duration.ofSeconds(6));
        bobSaw.clear();
        for (int i = 0; i < 60; i++) {
            double x = 100 + i;
            gesture.frame(draft -> draft.moveNode(IDEA, x, 0));
            time.advance(Duration.ofMillis(16));
        }

        assertThat(last(bobSaw).x()).isGreaterThan(150);
    }
}
