package dev.weftwork.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Op;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemoteReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class WorkspaceFailureTest {
    private final ManualScheduler scheduler = new ManualScheduler();
    private final MemoryWorkspace workspace = MemoryWorkspace.create("studio", scheduler);
    private final WorkspaceClient ada = new WorkspaceClient(workspace, "ada");
    private final WorkspaceClient grace = new WorkspaceClient(workspace, "grace");

    @Test
    void aDeathBeforeTheCommitAdmitsNothing() {
        Op op = ada.title("1");
        workspace.beforeCommit(WorkspaceFailureTest::die);
        RemoteFailure failure = WorkspaceClient.failure(ada.remote().push(PushRequest.of(List.of(op))));
        workspace.beforeCommit(() -> {});

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(workspace.head()).isZero();
        assertThat(ada.applied(op).seq()).isEqualTo(1);
    }

    @Test
    void aDeathAfterTheCommitLosesTheAnswerOnly() {
        Op op = ada.title("1");
        workspace.afterCommit(WorkspaceFailureTest::die);
        RemoteFailure failure = WorkspaceClient.failure(ada.remote().push(PushRequest.of(List.of(op))));
        workspace.afterCommit(() -> {});

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(workspace.head()).isEqualTo(1);
        assertThat(ada.applied(op).seq()).isEqualTo(1);
    }

    @Test
    void anOutageEndsWhatWaits() {
        CompletableFuture<RemoteReply<PullAnswer>> parked =
                ada.remote().pull(PullRequest.after(RemoteCursor.START, 1).waiting(Duration.ofSeconds(25)));
        RemoteFailure busy = new RemoteFailure(Kind.UNAVAILABLE, "busy", "Busy", Duration.ofSeconds(7));

        workspace.refuseWith(busy);

        assertThat(WorkspaceClient.failure(parked)).isEqualTo(busy);
        assertThat(WorkspaceClient.failure(ada.remote().hello())).isEqualTo(busy);
        workspace.refuseWith(null);
        assertThat(ada.all()).isEmpty();
    }

    @Test
    void aPatientPullEndsInVirtualTime() {
        CompletableFuture<RemoteReply<PullAnswer>> parked =
                ada.remote().pull(PullRequest.after(RemoteCursor.START, 1).waiting(Duration.ofSeconds(25)));

        scheduler.advance(Duration.ofSeconds(24));
        assertThat(parked).isNotDone();
        scheduler.advance(Duration.ofSeconds(1));

        assertThat(WorkspaceClient.value(parked).ops()).isEmpty();
    }

    @Test
    void aLostTailIsNoticedEvenWhenNewOperationsTookItsPlace() {
        ada.applied(ada.title("1"));
        MemoryWorkspace.Backup backup = workspace.backup();
        Op lost = ada.title("2");
        Op last = ada.title("3");
        ada.applied(lost);
        ada.applied(last);
        RemoteCursor known = ada.pull(RemoteCursor.START).cursor();

        workspace.rollBackTo(backup);
        assertThat(ada.refusal(known)).isEqualTo(Kind.CURSOR_FOREIGN);

        // the same last operation at the same number, over another one below it
        grace.applied(grace.title("4"));
        ada.applied(last);
        assertThat(workspace.head()).isEqualTo(3);
        assertThat(ada.refusal(known)).isEqualTo(Kind.CURSOR_FOREIGN);
    }

    @Test
    void reofferedOperationsGetTheirOldStampsAgain() {
        ada.applied(ada.title("1"));
        MemoryWorkspace.Backup backup = workspace.backup();
        Op lost = ada.title("2");
        ada.applied(lost);
        AdmittedOp before = ada.all().get(1);

        workspace.rollBackTo(backup);
        ada.reoffer(lost, before.eff());

        assertThat(ada.all().get(1)).isEqualTo(before);
    }

    @Test
    void anOperatorsRestorationRefusesEveryCursor() {
        ada.applied(ada.title("1"));
        RemoteCursor known = ada.pull(RemoteCursor.START).cursor();

        workspace.restore(workspace.backup());

        assertThat(ada.refusal(known)).isEqualTo(Kind.CURSOR_FOREIGN);
        assertThat(ada.pull(ada.pull(RemoteCursor.START).cursor()).ops()).isEmpty();
    }

    @Test
    void readersMayNotPush() {
        MemoryRemote reader = MemoryRemote.readOnly(workspace, "eve");

        assertThat(WorkspaceClient.failure(reader.push(PushRequest.of(List.of(ada.title("1")))))
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(WorkspaceClient.value(reader.hello()).writable()).isFalse();
        assertThat(workspace.head()).isZero();
    }

    private static void die() {
        throw new IllegalStateException("killed");
    }
}
