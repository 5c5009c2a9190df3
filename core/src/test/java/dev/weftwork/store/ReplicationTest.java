package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Op;
import dev.weftwork.graph.NodeId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.store.history.UndoResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes out of a store comes into another, once, whatever is repeated, lost or reordered on the way. */
final class ReplicationTest {
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", new ManualScheduler(1_780_000_000_000L));
    private final Link link = new Link(server);
    private final Site here = new Site();
    private final Site there = new Site(new MemoryDisk());
    private Store ann = here.start().store();
    private Store bob = there.start(builder -> builder.ids(dev.weftwork.graph.Ids.seeded(99, () -> 1_780_000_000_000L)))
            .store();

    @BeforeEach
    void attach() {
        ann.attach(Link.BINDING);
        bob.attach(Link.BINDING);
        Sample.create(ann);
        link.sync(ann);
        link.sync(bob);
    }

    private void converge() {
        link.sync(ann);
        link.sync(bob);
        link.sync(ann);
        assertThat(Dump.of(ann)).isEqualTo(Dump.of(bob));
    }

    /** What listeners of the poster hear its idea to be called, from now on. */
    private static List<String> titlesToldTo(Store store) {
        List<String> told = new ArrayList<>();
        store.observe(
                Sample.POSTER,
                change -> told.add(
                        change.workflow().node(Sample.IDEA).orElseThrow().title()));
        return told;
    }

    @Test
    void aWorkflowArrivesWhole() {
        assertThat(Dump.of(bob)).isEqualTo(Dump.of(ann)).contains("Poster", "a red fox");
    }

    @Test
    void editsOnBothSidesMeet() {
        Sample.title(ann, Sample.IDEA, "ann's");
        Sample.move(bob, Sample.IMAGE, 7);
        bob.edit(Sample.POSTER, draft -> draft.addNode(NodeId.of("bob"), "prompt", node -> node.title("Bob")));

        converge();

        assertThat(Sample.title(ann, Sample.IDEA)).isEqualTo("ann's");
        assertThat(Sample.title(ann, NodeId.of("bob"))).isEqualTo("Bob");
    }

    @Test
    void anEditThatIsNotOnTheDiskYetIsToldToStandAgainAboveWhatCameFromTheServer() {
        List<String> told = titlesToldTo(ann);
        Sample.title(ann, Sample.IDEA, "ann's");
        for (int i = 0; i < 9; i++) {
            Sample.title(bob, Sample.IDEA, "bob's " + i);
            link.push(bob);
        }
        link.pull(ann);
        here.pass(Duration.ZERO);

        assertThat(Sample.title(ann, Sample.IDEA)).isEqualTo("ann's");
        assertThat(told).contains("bob's 8").last().isEqualTo("ann's");
    }

    @Test
    void whoListensHearsWhenTheServerLeavesOutWhatAnUndoWrote() {
        List<String> told = titlesToldTo(ann);
        Sample.title(ann, Sample.IDEA, "ann's");
        assertThat(ann.history(Sample.POSTER).undo().kind()).isEqualTo(UndoResult.Kind.DONE);
        Sample.move(bob, Sample.IDEA, 1);
        Sample.title(bob, Sample.IDEA, "bob's");
        link.push(bob);
        ann.flush();
        for (int i = 0; i < 2; i++) {
            ann.replication().record(link.send(ann.replication().offer(PushLimits.of(1, 1 << 20))));
        }
        here.pass(Duration.ZERO);
        assertThat(told).last().isEqualTo(Sample.title(ann, Sample.IDEA));

        link.pull(ann);
        here.pass(Duration.ZERO);
        assertThat(told).last().isEqualTo("bob's");
    }

    @Test
    void anAnswerThatIsLostIsAskedForAgain() {
        Sample.title(ann, Sample.IDEA, "once");
        List<Op> offered = Link.offer(ann);
        link.send(offered);
        ann = here.crashAll().store();

        assertThat(Link.offer(ann)).isEqualTo(offered);
        converge();

        assertThat(server.history().stream()
                        .filter(each -> each.op().id().equals(offered.get(0).id())))
                .hasSize(1);
        assertThat(Sample.node(bob, Sample.IDEA).version()).isEqualTo(2);
    }

    @Test
    void anAnswerMayComeTwiceAndLate() {
        Sample.title(ann, Sample.IDEA, "one");
        Exchanged first = link.send(Link.offer(ann));
        Sample.title(bob, Sample.IMAGE, "two");
        link.push(bob);
        Exchanged pulled = link.fetch(ann);
        ann.replication().record(pulled);
        ann.replication().record(first);
        String once = Dump.of(ann);

        ann.replication().record(pulled);
        ann.replication().record(first);

        assertThat(Dump.of(ann)).isEqualTo(once);
        converge();
    }

    @Test
    void nothingIsLostOrDoneTwiceWhenTheProcessDiesBetweenAnyTwoSteps() {
        for (int i = 0; i < 6; i++) {
            Sample.title(ann, Sample.IDEA, "title " + i);
            Sample.title(bob, Sample.IMAGE, "render " + i);
            if (i % 2 == 0) {
                ann.flush();
                ann = here.crashAll().store();
            }
            List<Op> offered = Link.offer(ann);
            ann = here.crashAll().store();
            Exchanged sent = link.send(offered);
            ann.replication().record(sent);
            ann = here.crashAll().store();
            link.sync(bob);
            Exchanged pulled = link.fetch(ann);
            ann.replication().record(pulled);
            here.pass(Duration.ofMinutes(1));
            ann = here.crashAll().store();
        }
        converge();
        assertThat(Sample.node(ann, Sample.IDEA).version()).isEqualTo(7);
    }

    @Test
    void aStoreReadsTheSameAfterItWasFoldedAndOpenedAgain() {
        Sample.title(ann, Sample.IDEA, "one");
        link.sync(ann);
        Sample.title(ann, Sample.IDEA, "two");
        ann.flush();
        here.pass(Duration.ofSeconds(10));
        String before = Dump.of(ann);

        ann = here.crashAll().store();

        assertThat(Dump.of(ann)).isEqualTo(before);
        assertThat(ann.oplog().pending()).hasSize(1);
        converge();
    }

    @Test
    void anotherProcessOnTheFileSeesTheSame() {
        Host second = here.start();
        Sample.title(bob, Sample.IDEA, "bob's");
        link.sync(bob);
        Sample.title(ann, Sample.IMAGE, "ann's");
        link.sync(ann);
        here.pass(Duration.ofSeconds(1));

        assertThat(Dump.of(second.store())).isEqualTo(Dump.of(ann));
        Sample.title(second.store(), Sample.IDEA, "second's");
        link.sync(second.store());
        here.pass(Duration.ofSeconds(1));
        converge();
        assertThat(Sample.title(ann, Sample.IDEA)).isEqualTo("second's");
    }

    @Test
    void whatWasOfferedIsNeverChangedAnyMore() {
        Sample.title(ann, Sample.IDEA, "first");
        List<Op> offered = Link.offer(ann);
        Sample.title(ann, Sample.IDEA, "second");

        assertThat(Link.offer(ann)).hasSize(2).startsWith(offered.get(0));
    }

    @Test
    void neighboursThatWriteTheSameGoAsOneAndAllAreAnswered() {
        Commit first = Sample.move(ann, Sample.IDEA, 1);
        Commit second = Sample.move(ann, Sample.IDEA, 2);
        Commit last = Sample.move(ann, Sample.IDEA, 3);

        assertThat(Link.offer(ann)).hasSize(1);
        converge();

        assertThat(last.synced()).isCompletedWithValueMatching(each -> each.kind() == SyncOutcome.Kind.ADMITTED);
        assertThat(first.synced()).isCompletedWithValueMatching(each -> each.kind() == SyncOutcome.Kind.ABSORBED);
        assertThat(second.synced()).isCompletedWithValueMatching(each -> each.kind() == SyncOutcome.Kind.ABSORBED);
    }
}
