package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.Result;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.version.SavedVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node shows as running while the process that runs it lives, and as idle afterwards; no edit is made of that. */
final class PresenceTest {
    private final Site site = new Site();
    private final Host host = site.start();

    @BeforeEach
    void create() {
        Sample.create(host.store());
        host.store()
                .updateNodeResult(Sample.POSTER, Sample.IDEA, Result.running())
                .awaitDurable();
    }

    private static String status(Host where) {
        return Sample.node(where.store(), Sample.IDEA).status();
    }

    @Test
    void aRunOfMyOwnShowsAsRunning() {
        site.pass(Duration.ofHours(1));

        assertThat(status(host)).isEqualTo(Result.RUNNING);
    }

    @Test
    void aRunOfAnotherLivingProcessShowsAsRunning() {
        Host other = site.start();

        assertThat(status(other)).isEqualTo(Result.RUNNING);
        site.pass(Duration.ofHours(1));
        assertThat(status(other)).isEqualTo(Result.RUNNING);
    }

    @Test
    void aRunOfAProcessThatHasJustComeShowsAsRunningWhenItIsHeardOf() {
        Host late = site.start();
        List<String> told = new ArrayList<>();
        host.store()
                .observe(
                        Sample.POSTER,
                        change -> told.add(change.workflow()
                                .node(Sample.IMAGE)
                                .orElseThrow()
                                .status()));
        late.store()
                .updateNodeResult(Sample.POSTER, Sample.IMAGE, Result.running())
                .awaitDurable();
        site.pass(Duration.ofSeconds(1));

        assertThat(Sample.node(host.store(), Sample.IMAGE).status()).isEqualTo(Result.RUNNING);
        assertThat(told).last().isEqualTo(Result.RUNNING);
    }

    @Test
    void aRunOfAProcessThatClosedShowsAsIdle() {
        Host other = site.start();
        site.stop(host);
        site.pass(Duration.ofSeconds(21));

        assertThat(status(other)).isEqualTo(Result.IDLE);
        assertThat(status(site.start())).isEqualTo(Result.IDLE);
    }

    @Test
    void aRunOfAProcessThatCrashedShowsAsIdleWithinNinetySeconds() {
        Host other = site.start();
        site.crash(host);
        site.pass(Duration.ofSeconds(90));

        assertThat(status(other)).isEqualTo(Result.IDLE);
        assertThat(status(site.start())).isEqualTo(Result.IDLE);
    }

    @Test
    void listenersHearThatTheProcessOfARunIsGone() {
        Host other = site.start();
        List<WorkflowChange> told = new ArrayList<>();
        other.store().observe(Sample.POSTER, told::add);
        site.crash(host);
        site.pass(Duration.ofSeconds(90));

        assertThat(told).hasSize(1);
        WorkflowChange change = told.get(0);
        assertThat(change.nodes()).containsExactly(Sample.IDEA);
        assertThat(change.before().node(Sample.IDEA).orElseThrow().status()).isEqualTo(Result.RUNNING);
        assertThat(change.workflow().node(Sample.IDEA).orElseThrow().status()).isEqualTo(Result.IDLE);
        assertThat(change.origin()).isEqualTo(WorkflowChange.Origin.OTHER_PROCESS);
        assertThat(other.store().oplog().unsaved()).isEmpty();
    }

    @Test
    void whoListensToEverythingHearsItAlsoOfAWorkflowThatRestedForLong() {
        site.pass(Duration.ofMinutes(1));
        Host other = site.start();
        List<WorkflowChange> told = new ArrayList<>();
        other.store().observeAll(told::add);
        assertThat(status(other)).isEqualTo(Result.RUNNING);
        site.pass(Duration.ofMinutes(12));
        site.crash(host);
        site.pass(Duration.ofSeconds(90));

        assertThat(told).hasSize(1);
        assertThat(told.get(0).nodes()).containsExactly(Sample.IDEA);
        assertThat(told.get(0).workflow().node(Sample.IDEA).orElseThrow().status())
                .isEqualTo(Result.IDLE);
    }

    private static SavedVersion saved(Host where) {
        return where.store()
                .versions(Sample.POSTER)
                .save("ann", "in the middle of a run")
                .version();
    }

    private static Result result(Host where, SavedVersion version) {
        return where.store()
                .versions(Sample.POSTER)
                .open(version)
                .flatMap(workflow -> workflow.node(Sample.IDEA))
                .orElseThrow()
                .result();
    }

    @Test
    void aVersionShowsNoRun() {
        host.store().updateNodeResult(Sample.POSTER, Sample.IDEA, new Result(Result.RUNNING, Json.of("half")));
        SavedVersion version = saved(host);
        host.store().flush();
        Result halfDone = new Result(Result.IDLE, Json.of("half"));

        assertThat(result(host, version)).isEqualTo(halfDone);
        assertThat(result(site.crashAll(), version)).isEqualTo(halfDone);
    }

    @Test
    void goingBackToAVersionThatWasSavedDuringARunRunsNothing() {
        host.store().updateNodeResult(Sample.POSTER, Sample.IDEA, new Result(Result.RUNNING, Json.of("half")));
        SavedVersion version = saved(host);
        host.store().updateNodeResult(Sample.POSTER, Sample.IDEA, Result.done("whole"));
        host.store().versions(Sample.POSTER).rollback(version, "ann");

        assertThat(Sample.node(host.store(), Sample.IDEA).result()).isEqualTo(new Result(Result.IDLE, Json.of("half")));
    }

    @Test
    void goingBackDuringARunLeavesItRunning() {
        SavedVersion version = saved(host);
        Sample.title(host.store(), Sample.IDEA, "Other");
        host.store().versions(Sample.POSTER).rollback(version, "ann");

        assertThat(Sample.title(host.store(), Sample.IDEA)).isEqualTo("Idea");
        assertThat(status(host)).isEqualTo(Result.RUNNING);
    }

    @Test
    void onAStorageOfItsOwnACrashedRunShowsAsIdleAtOnce() {
        site.crash(host);
        FlakyStorage alone = new FlakyStorage(MemoryStorage.on(site.disk));
        alone.notShared();

        assertThat(status(site.start(alone, builder -> builder))).isEqualTo(Result.IDLE);
    }

    @Test
    void showingIdleIsNoEdit() {
        Host again = site.crashAll();
        site.pass(Duration.ofSeconds(90));

        assertThat(status(again)).isEqualTo(Result.IDLE);
        assertThat(Sample.node(again.store(), Sample.IDEA).version()).isEqualTo(2);
        assertThat(again.store().oplog().unsaved()).isEmpty();
    }

    @Test
    void whatARunGaveSoFarIsKept() {
        host.store()
                .updateNodeResult(Sample.POSTER, Sample.IDEA, new Result(Result.RUNNING, Json.of("half")))
                .awaitDurable();
        Host again = site.restart(host);

        assertThat(Sample.node(again.store(), Sample.IDEA).result())
                .isEqualTo(new Result(Result.IDLE, Json.of("half")));
    }

    @Test
    void otherEditsOfADeadRunLeaveItAlone() {
        Host again = site.restart(host);
        Sample.title(again.store(), Sample.IDEA, "Renamed");
        again.store().setNodes(Sample.POSTER, nodes -> nodes);

        assertThat(again.store().oplog().unsaved()).hasSize(1);
        assertThat(again.store().oplog().unsaved().get(0).writes())
                .allSatisfy(writes -> assertThat(writes.writes("run")).isFalse());
    }

    @Test
    void aRunCanBeStartedAgain() {
        Host again = site.restart(host);

        again.store().updateNodeResult(Sample.POSTER, Sample.IDEA, Result.running());

        assertThat(status(again)).isEqualTo(Result.RUNNING);
    }
}
