package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.StateDigest;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.SyncAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Reading what was admitted, page by page or as it comes. */
public interface RemotePullContract extends RemoteContract {
    /** A workspace begins empty. */
    @Test
    default void aNewWorkspaceHasNothingToPull() {
        try (RemoteAdapter remote = connect("ada")) {
            PullAnswer answer = Calls.value(remote.pull(PullRequest.after(RemoteCursor.START, 10)));

            assertThat(answer.ops()).isEmpty();
            assertThat(answer.seq()).isZero();
            assertThat(answer.more()).isFalse();
        }
    }

    /** Each page goes on where the one before ended, and the last says so. */
    @Test
    default void pagesGoOnWhereTheLastEnded() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1");
            Calls.push(remote, device.title("1"), device.title("2"), device.title("3"));

            PullAnswer first = Calls.value(remote.pull(PullRequest.after(RemoteCursor.START, 2)));
            PullAnswer second = Calls.value(remote.pull(PullRequest.after(first.cursor(), 2)));
            PullAnswer third = Calls.value(remote.pull(PullRequest.after(second.cursor(), 2)));

            assertThat(first.ops()).extracting(AdmittedOp::seq).containsExactly(1L, 2L);
            assertThat(first.seq()).isEqualTo(2);
            assertThat(first.more()).isTrue();
            assertThat(second.ops()).extracting(AdmittedOp::seq).containsExactly(3L);
            assertThat(second.more()).isFalse();
            assertThat(third.ops()).isEmpty();
            assertThat(third.cursor()).isEqualTo(second.cursor());
        }
    }

    /** A cursor holds after another connection wrote more. */
    @Test
    default void aCursorLastsLongerThanItsConnection() {
        RemoteCursor cursor;
        Device device = new Device("d1");
        try (RemoteAdapter remote = connect("ada")) {
            Calls.push(remote, device.title("1"));
            cursor = Calls.head(remote);
        }
        try (RemoteAdapter remote = connect("ada")) {
            Calls.push(remote, device.title("2"));

            assertThat(Calls.pullAll(remote, cursor))
                    .extracting(AdmittedOp::seq)
                    .containsExactly(2L);
        }
    }

    /** What a server never gave out leads to a refusal, not to operations. */
    @Test
    default void whatIsNoCursorIsRefused() {
        try (RemoteAdapter remote = connect("ada")) {
            Calls.push(remote, new Device("d1").title("1"));

            assertThat(Calls.failure(remote.pull(PullRequest.after(new RemoteCursor("nonsense"), 10)))
                            .kind())
                    .isIn(Kind.BAD_REQUEST, Kind.CURSOR_FOREIGN);
        }
    }

    /** A selection leaves operations out and moves on all the same. */
    @Test
    default void aSelectionMovesTheCursorPastTheRest() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1");
            WorkflowId other = WorkflowId.of("other");
            EntityWrites writes =
                    EntityWrites.to(Device.NODE).set("a", Json.TRUE).build();
            Op wanted = device.in(other, writes);
            Calls.push(remote, device.title("1"), wanted, device.title("3"));

            PullRequest request = new PullRequest(RemoteCursor.START, 1, Duration.ZERO, Set.of(other), Set.of());
            PullAnswer first = Calls.value(remote.pull(request));
            PullAnswer rest = Calls.value(
                    remote.pull(new PullRequest(first.cursor(), 1, Duration.ZERO, Set.of(other), Set.of())));

            assertThat(first.ops()).extracting(AdmittedOp::op).containsExactly(wanted);
            assertThat(rest.ops()).isEmpty();
            assertThat(rest.more()).isFalse();
            assertThat(rest.seq()).isEqualTo(3);
        }
    }

    /** A pull with patience hears of what happens after it was sent. */
    @Test
    default void aPatientPullIsAnsweredWhenSomebodyPushes() {
        try (RemoteAdapter ada = connect("ada");
                RemoteAdapter grace = connect("grace")) {
            Calls.push(ada, new Device("d1").title("1"));
            PullRequest request = PullRequest.after(Calls.head(grace), 10).waiting(Duration.ofSeconds(20));

            CompletableFuture<RemoteReply<PullAnswer>> parked = grace.pull(request);
            Calls.push(ada, new Device("d2").title("2"));

            assertThat(Calls.value(parked).ops()).extracting(AdmittedOp::seq).containsExactly(2L);
        }
    }

    /** Patience ends. */
    @Test
    default void aPatientPullIsAnsweredWithNothingAtLast() {
        try (RemoteAdapter remote = connect("ada")) {
            PullRequest request = PullRequest.after(RemoteCursor.START, 10).waiting(Duration.ofMillis(50));

            PullAnswer answer = Calls.value(remote.pull(request));

            assertThat(answer.ops()).isEmpty();
            assertThat(answer.more()).isFalse();
        }
    }

    /** A caller may give up. */
    @Test
    default void aCancelledPullHarmsNobody() {
        try (RemoteAdapter remote = connect("ada")) {
            PullRequest request = PullRequest.after(RemoteCursor.START, 10).waiting(Duration.ofSeconds(20));

            assertThat(remote.pull(request).cancel(true)).isTrue();

            assertThat(Calls.applied(remote, new Device("d1").title("1")).seq()).isEqualTo(1);
        }
    }

    /** One round trip pushes and pulls; what was pushed need not come back, but the cursor stands behind it. */
    @Test
    default void aSyncPullsWhatItPushed() {
        try (RemoteAdapter remote = connect("ada")) {
            Op before = new Device("d0").title("0");
            Op op = new Device("d1").title("1");
            Calls.push(remote, before);

            SyncAnswer answer =
                    Calls.value(remote.sync(PushRequest.of(List.of(op)), PullRequest.after(RemoteCursor.START, 10)));

            assertThat(answer.push().answers()).hasSize(1);
            assertThat(answer.pull().ops())
                    .extracting(AdmittedOp::op)
                    .startsWith(before)
                    .isSubsetOf(before, op);
            assertThat(answer.pull().seq()).isEqualTo(2);
            assertThat(answer.pull().more()).isFalse();
            assertThat(Calls.value(remote.pull(PullRequest.after(answer.pull().cursor(), 10)))
                            .ops())
                    .isEmpty();
        }
    }

    /** The device's file was copied, and the copy pushed first, as another device. */
    @Test
    default void aSyncShowsHowAnOperationCameInThatACopyHadPushedBefore() {
        try (RemoteAdapter remote = connect("ada")) {
            Op first = new Device("d1").title("Idea");
            Calls.push(remote, first);
            Op.Origin other =
                    new Op.Origin(new DeviceId("d2"), 7, first.origin().claimed());
            Op again = Op.of(first.id(), first.workflow(), other, first.writes());

            SyncAnswer answer =
                    Calls.value(remote.sync(PushRequest.of(List.of(again)), PullRequest.after(RemoteCursor.START, 10)));

            assertThat(answer.pull().ops()).extracting(AdmittedOp::op).containsExactly(first);
        }
    }

    /** The digest at the head is that of the operations up to there. */
    @Test
    default void digestsAgreeWithAReplay() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1");
            Calls.push(
                    remote,
                    device.write(EntityWrites.to(Device.NODE)
                            .set(RegisterNames.LIFE, Json.TRUE)
                            .set("config.seed", Json.parse("1.50"))
                            .build()),
                    device.title("1"),
                    device.title("2"));
            Set<WorkflowId> audit = Set.of(Device.WORKFLOW, WorkflowId.of("unknown"));

            PullAnswer part =
                    Calls.value(remote.pull(new PullRequest(RemoteCursor.START, 1, Duration.ZERO, Set.of(), audit)));
            PullAnswer whole =
                    Calls.value(remote.pull(new PullRequest(RemoteCursor.START, 9, Duration.ZERO, Set.of(), audit)));

            long sum = StateDigest.of(Replay.state(whole.ops(), Device.WORKFLOW));
            assertThat(part.digests()).isEmpty();
            assertThat(sum).isNotZero();
            assertThat(whole.digests()).containsOnlyKeys(Device.WORKFLOW).containsValue(StateDigest.text(sum));
        }
    }
}
