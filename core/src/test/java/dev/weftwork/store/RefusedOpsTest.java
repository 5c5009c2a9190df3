package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.NodeId;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.RemoteTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operation that the server refuses is as if it had never been made, and is kept for a person to decide. */
final class RefusedOpsTest {
    private static final NodeId NEW = NodeId.of("new");

    private final MemoryWorkspace server = MemoryWorkspace.create("studio", new ManualScheduler(1_780_000_000_000L));
    private final Link link = new Link(server);
    private final Site site = new Site();
    private Store store = site.start().store();

    @BeforeEach
    void attach() {
        store.attach(Link.BINDING);
        Sample.create(store);
        link.sync(store);
    }

    /** The server refuses some operations and has not spoken of the others. */
    private Receipt refuse(OpId... ids) {
        List<Op> sent = Link.offer(store);
        List<OpAnswer> answers = new ArrayList<>();
        for (OpId id : ids) {
            answers.add(new OpAnswer.Decided(new Verdict.Rejected(id, "NO", "It may not be")));
        }
        return store.replication()
                .record(Exchanged.push(sent, answers, new RemoteTime(1_780_000_000_000L, 1_780_000_000_000L << 16)));
    }

    private static OpId id(Commit commit) {
        return commit.op().orElseThrow();
    }

    @Test
    void aRefusedEditIsTakenBackInTheView() {
        String before = Dump.of(store);
        Commit commit = Sample.title(store, Sample.IDEA, "forbidden");

        Receipt receipt = refuse(id(commit));

        assertThat(Dump.of(store)).isEqualTo(before);
        assertThat(receipt.refused()).extracting(each -> each.op().id()).containsExactly(id(commit));
        assertThat(commit.synced()).isCompletedWithValue(new SyncOutcome.Rejected("NO", "It may not be"));
        assertThat(store.oplog().pending()).isEmpty();
    }

    @Test
    void itIsKeptWithItsContentAndTheReason() {
        Commit commit = Sample.title(store, Sample.IDEA, "forbidden");
        Op op = store.oplog().pending().get(0);
        refuse(id(commit));
        site.pass(Duration.ofMinutes(1));
        store = site.crashAll().store();

        assertThat(store.oplog().dead()).containsExactly(new Oplog.DeadOp(op, "NO", "It may not be"));
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Idea");
    }

    @Test
    void whatBuildsOnItIsParkedWithItAndTheRestDrains() {
        Commit birth = store.edit(Sample.POSTER, draft -> draft.addNode(NEW, "prompt", node -> node.title("New")));
        Commit moved = Sample.move(store, NEW, 5);
        Commit linked = store.edit(Sample.POSTER, draft -> draft.connect(Sample.IDEA, "out", NEW, "in"));
        Commit other = Sample.title(store, Sample.IDEA, "fine");

        refuse(id(birth));

        assertThat(store.oplog().dead())
                .extracting(each -> each.op().id())
                .containsExactly(id(birth), id(moved), id(linked));
        assertThat(store.oplog().dead())
                .extracting(Oplog.DeadOp::code)
                .containsExactly("NO", Oplog.DEPENDS_ON_REFUSED, Oplog.DEPENDS_ON_REFUSED);
        assertThat(store.oplog().pending()).extracting(Op::id).containsExactly(id(other));
        link.sync(store);
        assertThat(other.synced()).isCompletedWithValueMatching(each -> each.kind() == SyncOutcome.Kind.ADMITTED);
    }

    @Test
    void aSecondRefusalOfTheSameChangesNothing() {
        Commit commit = Sample.title(store, Sample.IDEA, "forbidden");
        refuse(id(commit));
        String once = Dump.of(store, site.disk);

        refuse(id(commit));

        assertThat(Dump.of(store, site.disk)).isEqualTo(once);
    }

    @Test
    void aRetryIsANewOperation() {
        Commit commit = Sample.title(store, Sample.IDEA, "again");
        refuse(id(commit));

        Commit retried = store.oplog().retry(id(commit));

        assertThat(id(retried)).isNotEqualTo(id(commit));
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("again");
        assertThat(store.oplog().dead()).isEmpty();
        link.sync(store);
        assertThat(retried.synced()).isCompletedWithValueMatching(each -> each.kind() == SyncOutcome.Kind.ADMITTED);
        assertThat(server.history()).extracting(each -> each.op().id()).contains(id(retried));
    }

    @Test
    void itCanBeSentWithOtherContent() {
        Commit commit = Sample.title(store, Sample.IDEA, "bad");
        Op op = store.oplog().pending().get(0);
        refuse(id(commit));

        store.oplog()
                .retry(
                        id(commit),
                        List.of(op.writes().get(0).toBuilder()
                                .set("title", dev.weftwork.graph.Json.of("good"))
                                .build()));

        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("good");
    }

    @Test
    void whatWasDiscardedIsGone() {
        Commit commit = Sample.title(store, Sample.IDEA, "bad");
        refuse(id(commit));

        store.oplog().discard(id(commit));
        store.oplog().discard(id(commit));

        assertThat(store.oplog().dead()).isEmpty();
        assertThatThrownBy(() -> store.oplog().retry(id(commit)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not among the dead");
    }

    @Test
    void anEditThatCountsAsDeadAndWasAdmittedAfterAllIsAlive() {
        Commit commit = Sample.title(store, Sample.IDEA, "late");
        link.send(Link.offer(store));
        refuse(id(commit));

        link.pull(store);

        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("late");
        assertThat(store.oplog().dead()).isEmpty();
    }

    @Test
    void anotherProcessTakesItBackToo() {
        Host second = site.start();
        Commit commit = Sample.title(store, Sample.IDEA, "forbidden");
        store.flush();
        site.pass(Duration.ofSeconds(1));
        assertThat(Sample.title(second.store(), Sample.IDEA)).isEqualTo("forbidden");

        refuse(id(commit));
        site.pass(Duration.ofSeconds(1));

        assertThat(Sample.title(second.store(), Sample.IDEA)).isEqualTo("Idea");
        assertThat(second.store().oplog().dead()).hasSize(1);
    }
}
