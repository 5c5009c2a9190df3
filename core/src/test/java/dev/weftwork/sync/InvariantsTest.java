package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The invariants of syncing, one by one; the simulator holds them against whatever goes wrong. */
final class InvariantsTest {
    private static final RemoteFailure OFFLINE =
            new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");

    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Wire annsWire = new Wire(MemoryRemote.of(server, "ann"));
    private final Wire bobsWire = new Wire(MemoryRemote.of(server, "ann"));
    private final Device ann = new Device(time, annsWire, 1, options -> options);
    private final Device bob = new Device(time, bobsWire, 2, options -> options);

    private void pass(long seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private void begin() {
        ann.createPoster();
        ann.node("a", "first");
        pass(5);
    }

    /** Both edit alone and come back. */
    private void partAndMeet() {
        annsWire.failure = OFFLINE;
        bobsWire.failure = OFFLINE;
        for (int i = 0; i < 10; i++) {
            ann.node("a", "ann " + i);
            pass(60);
            bob.node("a", "bob " + i);
            bob.node("b" + i, "mine");
            pass(60);
        }
        annsWire.failure = null;
        bobsWire.failure = null;
        pass(300);
    }

    @Test
    void invariant8NoStampIsInTheFutureOfTheServersClock() {
        begin();
        time.skew(Duration.ofDays(-300));
        partAndMeet();

        // the devices have the server's clock here, which went back; what was given before stays the greatest
        long last = server.history().stream().mapToLong(AdmittedOp::eff).max().orElseThrow();
        assertThat(bob.store.workflow(Device.POSTER).updatedAt()).isLessThanOrEqualTo((last >> 16) + 1);
    }

    @Test
    void invariant11ARepeatedPushIsToldTheSameAndChangesNothing() {
        begin();
        partAndMeet();
        RemoteAdapter again = MemoryRemote.of(server, "ann");
        List<Op> ops = ann.store.oplog().entries().stream()
                .flatMap(entry -> entry.ops().stream())
                .filter(logged -> logged.admitted() == null)
                .map(logged -> logged.op())
                .filter(op -> server.history().stream()
                        .anyMatch(each -> each.op().id().equals(op.id())))
                .toList();
        long head = server.head();

        List<OpAnswer> first = answers(again, ops);
        List<OpAnswer> second = answers(again, ops);

        assertThat(ops).isNotEmpty();
        assertThat(second).isEqualTo(first).allMatch(OpAnswer.Decided.class::isInstance);
        assertThat(server.head()).isEqualTo(head);
    }

    private static List<OpAnswer> answers(RemoteAdapter remote, List<Op> ops) {
        RemoteReply<PushAnswer> reply = remote.push(PushRequest.of(ops)).join();
        return ((RemoteReply.Ok<PushAnswer>) reply).value().answers();
    }

    @Test
    void invariant13TheOrderHasNoGaps() {
        begin();
        partAndMeet();

        long seq = 0;
        for (AdmittedOp each : server.history()) {
            assertThat(each.seq()).isEqualTo(++seq);
        }
        assertThat(server.head()).isEqualTo(seq);
    }

    @Test
    void invariant14EveryAcknowledgedEditIsAccountedFor() {
        begin();
        Set<OpId> edits = new HashSet<>();
        annsWire.failure = OFFLINE;
        for (int i = 0; i < 50; i++) {
            edits.add(ann.node("a", "title " + i).op().orElseThrow());
            edits.add(ann.node("n" + i % 5, "title " + i).op().orElseThrow());
            edits.add(ann.node("n" + i % 5, "again " + i).op().orElseThrow());
            pass(1);
        }
        annsWire.failure = null;
        pass(300);

        Set<OpId> found = server.history().stream().map(each -> each.op().id()).collect(Collectors.toSet());
        ann.store.oplog().entries().forEach(entry -> entry.sync().absorbed().forEach(each -> found.add(each.op())));
        assertThat(found).containsAll(edits);
    }

    @Test
    void invariant15EveryValueThatLostUnawaresIsInTheHistory() {
        begin();
        partAndMeet();

        assertThat(server.losses())
                .anySatisfy(lost -> assertThat(lost.loss().value()).isEqualTo(Json.of("ann 9")));
        assertThat(ann.store.replication().conflicts())
                .anySatisfy(conflict -> assertThat(conflict.mine().value()).isEqualTo(Json.of("ann 9")));
    }

    @Test
    void invariant21ASnapshotAndWhatFollowsAreTheWholeHistory() {
        begin();
        partAndMeet();
        server.compact(Duration.ZERO);
        pass(1);
        Device late = new Device(time, new Wire(MemoryRemote.of(server, "ann")), 3, options -> options);
        pass(5);
        ann.node("after", "the snapshot");
        pass(5);

        assertThat(late.shows()).isEqualTo(ann.shows()).isEqualTo(bob.shows());
    }

    @Test
    void invariant22ForgettingIsNotSeenByWhoeverIsUpToDate() {
        begin();
        partAndMeet();
        String before = ann.shows();
        annsWire.calls.clear();

        server.compact(Duration.ZERO);
        ann.node("b0", "goes on");
        pass(5);

        assertThat(before).isNotEqualTo(ann.shows());
        assertThat(annsWire.calls).doesNotContain("snapshot");
        assertThat(bob.shows()).isEqualTo(ann.shows());
    }

    @Test
    void invariant23WhoeverWasAwayForLongBringsNothingBackAndLosesNothing() {
        begin();
        ann.node("gone", "will be deleted");
        pass(5);
        bobsWire.failure = OFFLINE;
        bob.engine.stop();
        bob.node("a", "bob's, while away");
        bob.node("gone", "touched while away");
        pass(3600);
        ann.store.edit(Device.POSTER, draft -> draft.removeNode(NodeId.of("gone")));
        pass(3600);
        server.compact(Duration.ofMinutes(1));

        bobsWire.failure = null;
        bob.engine.start();
        pass(60);

        assertThat(bob.shows()).isEqualTo(ann.shows());
        assertThat(ann.title("gone")).isEqualTo("none");
        assertThat(ann.title("a")).isEqualTo("bob's, while away");
        assertThat(bob.store.oplog().pending()).isEmpty();
    }

    @Test
    void invariant24CopiesOfAFileEndAlikeAndNothingIsLost() {
        begin();
        annsWire.failure = OFFLINE;
        ann.node("before", "the copy");
        ann.store.flush();
        Device copy =
                new Device(ann.disk.copy(), time, new Wire(MemoryRemote.of(server, "ann")), 9, options -> options);
        ann.node("original", "here");
        copy.node("copied", "there");
        pass(30);
        annsWire.failure = null;
        pass(300);

        assertThat(copy.shows()).isEqualTo(ann.shows()).isEqualTo(bob.shows());
        assertThat(List.of(bob.title("before"), bob.title("original"), bob.title("copied")))
                .containsExactly("the copy", "here", "there");
        assertThat(copy.store.replication().state().device())
                .isNotEqualTo(ann.store.replication().state().device());
    }
}
