package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Admission;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.OpId;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Oplog;
import dev.weftwork.store.SyncOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The next call leaves before the last answer is written down, as long as that makes no difference. */
final class AheadTest {
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Wire wire = new Wire(MemoryRemote.of(server, "ann"));
    private final Device ann = new Device(
            time,
            wire,
            1,
            options -> options.withQueueLimit(0).withAudit(Duration.ZERO).withLive(false));

    @BeforeEach
    void begin() {
        ann.createPoster();
        time.advance(Duration.ofSeconds(5));
        wire.pushes.clear();
        wire.calls.clear();
    }

    @AfterEach
    void nothingWasThrown() {
        assertThat(time.failures()).isEmpty();
    }

    private List<Commit> edit(int count) {
        List<Commit> commits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            commits.add(ann.node("n" + i, "title"));
        }
        return commits;
    }

    private void sync() {
        ann.engine.flush();
        time.runDue();
    }

    private List<String> arrived() {
        return server.history().stream()
                .skip(1)
                .map(each -> each.op().writes().get(0).key().id())
                .toList();
    }

    @Test
    void aPushLeavesWhileTheAnswerToTheLastIsNotWrittenDown() {
        List<Integer> pending = new ArrayList<>();
        wire.verdict = push -> {
            pending.add(ann.store.oplog().pending().size());
            return null;
        };
        edit(25);

        sync();

        assertThat(pending).containsExactly(25, 25, 15);
        assertThat(arrived()).hasSize(25).doesNotHaveDuplicates();
        assertThat(ann.store.oplog().pending()).isEmpty();
    }

    @Test
    void aPushWithoutAnAnswerIsFollowedByNone() {
        wire.losesAnswers = true;
        edit(25);

        sync();
        time.advance(Duration.ofSeconds(59));

        assertThat(wire.pushes).hasSize(1);
        wire.losesAnswers = false;
        time.advance(Duration.ofMinutes(5));
        assertThat(arrived()).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void whatBuildsOnARefusedEditStaysAlthoughItWasReady() {
        server.admitBy((op, given, ledger, now) -> op.toString().contains("node bad ")
                ? new Admission.Refuse(new Verdict.Rejected(op.id(), "NOT_ALLOWED", "It may not be"))
                : ServerAdmission.decide(op, given, ledger, now));
        edit(5);
        ann.node("bad", "refused");
        for (int i = 5; i < 20; i++) {
            ann.node("n" + i, "title");
        }
        Commit dependent = ann.node("bad", "again");

        sync();
        time.advance(Duration.ofMinutes(5));

        OpId late = dependent.op().orElseThrow();
        assertThat(wire.pushes).noneMatch(ops -> ops.contains(late.value()));
        assertThat(ann.store.oplog().dead())
                .extracting(Oplog.DeadOp::code)
                .containsExactlyInAnyOrder("NOT_ALLOWED", Oplog.DEPENDS_ON_REFUSED);
        assertThat(arrived()).hasSize(20);
        assertThat(ann.store.oplog().pending()).isEmpty();
    }

    @Test
    void whatWasReadyWaitsForWhatTheServerPutOff() {
        edit(25);
        wire.later = offer -> offer.op().toString().contains("node n3 ");
        sync();
        assertThat(arrived()).hasSize(24);

        wire.later = offer -> false;
        time.advance(Duration.ofMinutes(5));

        assertThat(arrived()).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void whatOneEditCameToIsToldOnce() {
        List<Commit> commits = edit(25);

        sync();

        assertThat(commits)
                .allSatisfy(
                        commit -> assertThat(commit.synced().getNow(null)).isInstanceOf(SyncOutcome.Admitted.class));
    }

    @Test
    void aServerThatGoesAwayInBetweenIsToldTheRestLater() {
        int[] left = {2};
        wire.verdict = push ->
                left[0]-- > 0 ? null : new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");
        edit(45);
        sync();
        assertThat(arrived()).hasSize(20);
        assertThat(ann.store.oplog().pending()).hasSize(25);

        left[0] = Integer.MAX_VALUE;
        time.advance(Duration.ofMinutes(5));

        assertThat(arrived()).hasSize(45).doesNotHaveDuplicates();
        assertThat(ann.store.oplog().pending()).isEmpty();
    }

    @Test
    void aForkThatIsFoundWhenTheNextPushHasLeftDoesNoHarm() {
        WorkflowId other = WorkflowId.of("other");
        ann.store.createWorkflow(other, "Other", draft -> {});
        sync();
        List<Commit> commits = edit(25);
        ann.store.flush();
        Device copy = new Device(
                ann.disk.copy(),
                time,
                MemoryRemote.of(server, "ann"),
                7,
                options -> options.withWorkflows(Set.of(other)).withLive(false));
        copy.store.edit(other, draft -> draft.rename("by the copy"));
        copy.engine.flush();
        time.runDue();
        DeviceId shared = ann.store.replication().state().device();
        wire.pushes.clear();

        sync();

        assertThat(ann.store.replication().state().device()).isNotEqualTo(shared);
        // the second push had left under the identity that is no more, and its operations went once more
        assertThat(wire.pushes.get(2)).containsAll(wire.pushes.get(1));
        assertThat(server.history()).extracting(each -> each.op().id()).doesNotHaveDuplicates();
        assertThat(commits)
                .allSatisfy(
                        commit -> assertThat(commit.synced().getNow(null)).isInstanceOf(SyncOutcome.Admitted.class));
        copy.engine.configure(options -> options.withWorkflows(Set.of()).withAudit(Duration.ofSeconds(1)));
        ann.engine.configure(options -> options.withAudit(Duration.ofSeconds(1)));
        time.advance(Duration.ofMinutes(1));
        assertThat(copy.shows()).isEqualTo(ann.shows());
        assertThat(ann.engine.metrics().mismatches() + copy.engine.metrics().mismatches())
                .isZero();
    }

    @Test
    void aPageIsAskedForWhileTheLastIsNotWrittenDown() {
        edit(1_300);
        sync();
        time.advance(Duration.ofMinutes(1));
        Wire way = new Wire(MemoryRemote.of(server, "bob"));
        List<Long> stood = new ArrayList<>();
        Device bob = new Device(time, way, 2, options -> options.withLive(false).withAudit(Duration.ZERO));
        way.asked = () -> stood.add(bob.store.replication().state().seq());

        time.advance(Duration.ofSeconds(1));

        assertThat(stood).containsExactly(0L, 0L, 500L);
        assertThat(bob.shows()).isEqualTo(ann.shows());
    }
}
