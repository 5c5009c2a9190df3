package dev.weftwork.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Admission;
import dev.weftwork.change.Entity;
import dev.weftwork.change.Op;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.Verdict;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.SnapshotRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class WorkspaceRetentionTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final ManualScheduler scheduler = new ManualScheduler();
    private final MemoryWorkspace workspace = MemoryWorkspace.create("studio", scheduler);
    private final WorkspaceClient ada = new WorkspaceClient(workspace, "ada");

    @Test
    void aCursorBelowTheFloorIsTooOldAndOneAtTheFloorIsNot() {
        ada.applied(ada.title("1"));
        RemoteCursor below = ada.pull(RemoteCursor.START).cursor();
        ada.applied(ada.title("2"));
        RemoteCursor floor = ada.pull(RemoteCursor.START).cursor();
        aDayPasses();
        ada.applied(ada.title("3"));

        assertThat(ada.refusal(RemoteCursor.START)).isEqualTo(Kind.CURSOR_TOO_OLD);
        assertThat(ada.refusal(below)).isEqualTo(Kind.CURSOR_TOO_OLD);
        assertThat(ada.pull(floor).ops()).hasSize(1);
    }

    @Test
    void compactionIsInvisibleAboveTheFloor() {
        ada.applied(ada.life(true));
        ada.applied(ada.title("1"));
        Entity before = workspace.state(WorkspaceClient.WORKFLOW).entity(WorkspaceClient.NODE);
        aDayPasses();

        assertThat(workspace.state(WorkspaceClient.WORKFLOW).entity(WorkspaceClient.NODE))
                .isEqualTo(before);
        assertThat(ada.applied(ada.title("2")).seq()).isEqualTo(3);
    }

    @Test
    void aForgottenOperationIsADuplicate() {
        Op op = ada.title("1");
        ada.applied(op);
        aDayPasses();

        assertThat(ada.push(op)).isEqualTo(new OpAnswer.Duplicate(op.id()));
    }

    @Test
    void aGapBelowTheFloorIsNeverADuplicateAndKeepsItsPlace() {
        long first = ada.applied(ada.title(1, "1")).eff();
        Op last = ada.title(3, "3");
        long third = ada.applied(last).eff();
        aDayPasses();

        Verdict.Applied late = ada.applied(ada.title(2, "2"));

        assertThat(late.eff()).isBetween(first, third);
        assertThat(ada.push(last)).isInstanceOf(OpAnswer.Duplicate.class);
    }

    @Test
    void aCopyThatComesBackAfterItsNumbersWereForgottenIsAFork() {
        ada.applied(ada.title(1, "the original's"));
        aDayPasses();
        Op copys = ada.title(1, "the copy's");

        assertThat(ada.push(copys))
                .isEqualTo(new OpAnswer.Decided(new Verdict.Forked(copys.id(), Admission.REPLICA_FORKED)));
    }

    @Test
    void whatWasLongDeadIsRemovedForGoodAndCannotBeWrittenTo() {
        ada.applied(ada.life(true));
        ada.applied(ada.life(false));
        aDayPasses();

        Verdict verdict = ada.verdict(ada.life(true));

        assertThat(workspace.state(WorkspaceClient.WORKFLOW).size()).isZero();
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(ServerAdmission.ENTITY_PURGED));
    }

    @Test
    void toDeleteItOnceMoreIsASuccessThatBringsNothingBack() {
        ada.applied(ada.life(true));
        ada.applied(ada.life(false));
        aDayPasses();

        Verdict.Applied again = ada.applied(ada.life(false));

        assertThat(again.skipped()).extracting(Verdict.Register::field).containsExactly("life");
        assertThat(workspace.state(WorkspaceClient.WORKFLOW).size()).isZero();
        assertThat(ada.verdict(ada.life(true))).isInstanceOf(Verdict.Rejected.class);
    }

    @Test
    void whatSomebodyTouchedSinceIsNotRemoved() {
        ada.applied(ada.life(true));
        ada.applied(ada.life(false));
        scheduler.advance(DAY);
        ada.applied(ada.title("beyond the grave"));
        workspace.compact(DAY);

        assertThat(ada.applied(ada.life(true)).seq()).isEqualTo(4);
    }

    @Test
    void losingValuesAreKeptUntilTheFloor() {
        WorkspaceClient grace = new WorkspaceClient(workspace, "grace");
        ada.applied(ada.title("hers"));
        grace.applied(grace.title("the other's"));

        assertThat(workspace.losses()).hasSize(1);
        aDayPasses();
        assertThat(workspace.losses()).isEmpty();
    }

    @Test
    void aSnapshotHoldsWhatTheLogNoLongerDoes() {
        ada.applied(ada.title("1"));
        aDayPasses();

        assertThat(WorkspaceClient.value(ada.remote().snapshot(SnapshotRequest.ALL))
                        .parts())
                .hasSize(1);
    }

    private void aDayPasses() {
        scheduler.advance(DAY);
        workspace.compact(DAY);
    }
}
