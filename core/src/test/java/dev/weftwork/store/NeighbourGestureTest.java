package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.FrameRing;
import dev.weftwork.store.WorkflowChange.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one process drags, another one on the same storage sees, and nothing of it is kept. */
final class NeighbourGestureTest {
    private static final Point START = new Point(40, 40);
    private static final Duration FRAME = Duration.ofMillis(16);

    private final Site site = new Site();
    private final Host one = site.start();
    private final List<WorkflowChange> seen = new ArrayList<>();
    private Host two;

    @BeforeEach
    void bothHaveTheGraph() {
        Sample.create(one.store()).awaitDurable();
        two = site.start();
        two.store().observe(Sample.POSTER, seen::add);
        site.pass(Duration.ofSeconds(5));
    }

    private void drag(Gesture gesture, int frames) {
        for (int i = 1; i <= frames; i++) {
            double x = i;
            gesture.frame(draft -> draft.moveNode(Sample.IDEA, x, 0));
            site.pass(FRAME);
        }
    }

    private List<Double> places() {
        return seen.stream().map(NeighbourGestureTest::place).toList();
    }

    private static double place(WorkflowChange change) {
        Point position = change.workflow().node(Sample.IDEA).orElseThrow().position();
        return START.equals(position) ? -1 : position.x();
    }

    @Test
    void aDragIsSeenWhileItLastsAndIsOneOperation() {
        long head = one.store().oplog().entries().size();
        long read = two.storage().reads();
        Gesture gesture = one.store().gesture(Sample.POSTER);
        gesture.frame(draft -> draft.moveNode(Sample.IDEA, 0, 0));
        site.pass(Duration.ofMillis(100));
        assertThat(seen).as("seen within a tenth of a second").isNotEmpty();
        drag(gesture, 300);

        assertThat(seen).extracting(WorkflowChange::origin).containsOnly(Origin.PEER_GESTURE);
        assertThat(seen.size()).as("frames seen of 4.9 s").isBetween(80, 125);
        assertThat(places()).isSorted();
        assertThat(Sample.node(two.store(), Sample.IDEA).position()).isEqualTo(START);
        assertThat(one.store().oplog().entries()).hasSize((int) head);
        assertThat(two.storage().reads())
                .as("what the other reads of the storage")
                .isEqualTo(read);

        gesture.commit();
        site.pass(Duration.ofMillis(200));

        WorkflowChange last = seen.get(seen.size() - 1);
        assertThat(last.origin()).isEqualTo(Origin.OTHER_PROCESS);
        assertThat(place(last)).isEqualTo(300);
        assertThat(one.store().oplog().entries()).hasSize((int) head + 1);
        int count = seen.size();
        site.pass(Duration.ofSeconds(3));
        assertThat(seen).as("nothing is left to be taken back").hasSize(count);
    }

    @Test
    void aGestureThatIsCalledOffGoesBack() {
        Gesture gesture = one.store().gesture(Sample.POSTER);
        drag(gesture, 10);
        gesture.cancel();
        site.pass(Duration.ofMillis(100));

        assertThat(places().get(seen.size() - 1)).isEqualTo(-1);
    }

    @Test
    void whatAProcessShowedThatDiedIsGoneTwoSecondsLater() {
        drag(one.store().gesture(Sample.POSTER), 10);
        site.crash(one);
        site.pass(Duration.ofMillis(1_800));
        assertThat(places().get(seen.size() - 1)).isPositive();

        site.pass(Duration.ofMillis(300));

        assertThat(places().get(seen.size() - 1)).isEqualTo(-1);
    }

    @Test
    void aGestureThatRestsIsStillShown() {
        drag(one.store().gesture(Sample.POSTER), 3);

        site.pass(Duration.ofSeconds(20));

        assertThat(places().get(seen.size() - 1)).isEqualTo(3);
    }

    @Test
    void aFrameBehindItsOperationIsNotShown() {
        Gesture gesture = one.store().gesture(Sample.POSTER);
        gesture.frame(draft -> draft.updateNode(Sample.IDEA, node -> node.title("mine")));
        one.time().runDue();
        gesture.commit().awaitDurable();
        // the operation is read first, by somebody who wants to write
        Sample.title(two.store(), Sample.IMAGE, "theirs").awaitDurable();

        site.pass(Duration.ofSeconds(1));

        assertThat(seen).extracting(WorkflowChange::origin).doesNotContain(Origin.PEER_GESTURE);
        assertThat(Sample.title(two.store(), Sample.IDEA)).isEqualTo("mine");
    }

    @Test
    void whatMayNotLeaveTheDeviceIsSeenOnIt() {
        one.store()
                .slices()
                .configure("node", one.store().slices().config("node").withSync(false));

        drag(one.store().gesture(Sample.POSTER), 10);

        assertThat(seen).extracting(WorkflowChange::origin).contains(Origin.PEER_GESTURE);
    }

    @Test
    void manyGesturesAtOnceAreAllSeen() {
        List<Gesture> gestures = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            NodeId node = NodeId.of("n" + i);
            one.store().edit(Sample.POSTER, draft -> draft.addNode(node, "t", each -> {}));
            gestures.add(one.store().gesture(Sample.POSTER));
        }
        for (int step = 1; step <= 20; step++) {
            for (int i = 0; i < 10; i++) {
                NodeId node = NodeId.of("n" + i);
                double x = step;
                gestures.get(i).frame(draft -> draft.moveNode(node, x, 0));
            }
            site.pass(FRAME);
        }
        site.pass(Duration.ofMillis(100));

        var last = seen.get(seen.size() - 1).workflow();
        for (int i = 0; i < 10; i++) {
            assertThat(last.node(NodeId.of("n" + i)).orElseThrow().position().x())
                    .isEqualTo(20);
        }
    }

    @Test
    void aProcessThatIsAloneShowsNobodyAnything() throws Exception {
        site.stop(two);
        drag(one.store().gesture(Sample.POSTER), 30);

        List<String> put = new ArrayList<>();
        ring().read(0, put::add);
        assertThat(put).isEmpty();
    }

    @Test
    void whoComesInTheMiddleSeesTheRest() {
        site.stop(two);
        Gesture gesture = one.store().gesture(Sample.POSTER);
        drag(gesture, 60);
        Host late = site.start();
        List<WorkflowChange> told = new ArrayList<>();
        late.store().observe(Sample.POSTER, told::add);
        drag(gesture, 120);

        assertThat(told).extracting(WorkflowChange::origin).contains(Origin.PEER_GESTURE);
    }

    @Test
    void aFrameOfDaysAgoIsNotShown() throws Exception {
        String old = taken();
        site.pass(Duration.ofSeconds(10));
        seen.clear();

        ring().put(old);
        site.pass(Duration.ofSeconds(1));

        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "own",
                "own 1",
                "own x y\n{}",
                "other NOW me\nFRAME",
                "own NOW me",
                "own NOW me\n",
                "own NOW me\n{\"workflow\":1}",
                "own NOW me\n[[[[[[[[",
                "own NOW me\nFRAME\nrubbish",
                "own -9223372036854775808 me\nFRAME",
                "own 9223372036854775807 me\nFRAME"
            })
    void whatIsNoFrameIsPassedOver(String row) throws Exception {
        String[] good = taken().split("\n", 2);
        site.pass(Duration.ofSeconds(3));
        seen.clear();

        // a process of another name, since what this one put itself is passed over in any case
        String now = Long.toString(two.time().wallMillis());
        ring().put(row.replace("NOW", now).replace("FRAME", good[1]));
        site.pass(Duration.ofMillis(200));

        assertThat(seen).isEmpty();
        assertThat(two.time().failures()).isEmpty();
        ring().put("own " + two.time().wallMillis() + " me\n" + good[1].replace("\"n\":", "\"n\":9"));
        site.pass(Duration.ofMillis(200));
        assertThat(seen).as("the next one is shown").isNotEmpty();
    }

    private FrameRing ring() {
        return MemoryStorage.on(site.disk).frames().orElseThrow();
    }

    /** A good frame as it stands in the ring, of a gesture that is over. */
    private String taken() throws Exception {
        drag(one.store().gesture(Sample.POSTER), 1);
        List<String> put = new ArrayList<>();
        ring().read(0, put::add);
        site.stop(one);
        return put.get(put.size() - 1);
    }

    @Test
    void aStorageThatHangsHoldsNoTaskForEachFrame() {
        assertThat(tasksAfter(1_000)).isEqualTo(tasksAfter(10));
    }

    private int tasksAfter(int frames) {
        Gesture gesture = one.store().gesture(Sample.POSTER);
        for (int i = 1; i <= frames; i++) {
            double x = i;
            gesture.frame(draft -> draft.moveNode(Sample.IDEA, x, 0));
        }
        int tasks = 0;
        while (one.time().untilNext().filter(Duration.ZERO::equals).isPresent()) {
            one.time().runNext();
            tasks++;
        }
        gesture.cancel();
        site.pass(Duration.ofSeconds(3));
        return tasks;
    }
}
