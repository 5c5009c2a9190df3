package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Admission;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.ServerLedger;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.store.Conflict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A graph that is not what the server has is found out and repaired, whoever is to blame. */
final class AuditTest {
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Wire wire = new Wire(MemoryRemote.of(server, "ann"));
    private final Device ann = new Device(
            time, wire, 1, options -> options.withAudit(Duration.ofMinutes(1)).withLive(false));
    private final Device bob = new Device(time, MemoryRemote.of(server, "bob"), 2, options -> options);

    @BeforeEach
    void begin() {
        ann.createPoster();
        ann.node("a", "first");
        ann.node("b", "second");
        pass(10);
    }

    private void pass(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private List<String> findings() {
        return ann.events.stream()
                .filter(each -> each.startsWith("differing") || each.startsWith("repaired"))
                .toList();
    }

    /** A page arrives without an operation, as if it had been lost in a pull. */
    private void loseWhatBobDoes(String node, String title) {
        wire.page = page -> new PullAnswer(List.of(), page.cursor(), page.seq(), page.more(), page.digests());
        bob.node(node, title);
        pass(31);
        wire.page = page -> page;
    }

    @Test
    void whereNothingDiffersNothingIsSaid() {
        for (int i = 0; i < 20; i++) {
            ann.node("a", "ann's " + i);
            bob.node("b", "bob's " + i);
            pass(20);
        }

        assertThat(findings()).isEmpty();
        assertThat(ann.engine.metrics().mismatches()).isZero();
        assertThat(wire.count("snapshot")).isZero();
    }

    @Test
    void aLostChangeIsFoundAndOnlyThatRepaired() {
        loseWhatBobDoes("b", "bob's");
        pass(120);

        assertThat(findings()).containsExactly("differing poster", "repaired poster [node b]");
        assertThat(ann.engine.metrics().mismatches()).isEqualTo(1);
        assertThat(ann.engine.metrics().entitiesRepaired()).isEqualTo(1);
        assertThat(ann.shows()).isEqualTo(bob.shows());
        assertThat(ann.store.replication().conflicts()).isEmpty();
        pass(600);
        assertThat(wire.count("snapshot")).isEqualTo(1);
    }

    @Test
    void editsThatWaitSurviveTheRepair() {
        loseWhatBobDoes("c", "bob's");
        ann.node("b", "ann's, not sent");
        wire.later = offer -> true;
        pass(120);

        assertThat(findings()).contains("repaired poster [node c]");
        assertThat(ann.title("b")).isEqualTo("ann's, not sent");
        assertThat(ann.title("c")).isEqualTo("bob's");
        wire.later = offer -> false;
        pass(600);
        assertThat(bob.title("b")).isEqualTo("ann's, not sent");
        assertThat(ann.shows()).isEqualTo(bob.shows());
    }

    @Test
    void whatIsRepairedStaysSoAfterARestart() {
        loseWhatBobDoes("b", "bob's");
        pass(120);
        ann.close();

        Device next = new Device(ann.disk, time, MemoryRemote.of(server, "ann"), 3, options -> options);
        pass(120);

        assertThat(next.shows()).isEqualTo(bob.shows());
        assertThat(next.engine.metrics().mismatches()).isZero();
    }

    @Test
    void aValueThatADamagedServerLostIsKeptForAPersonToDecide() {
        server.admitBy(AuditTest::withoutTitles);
        ann.node("a", "the server loses this");
        pass(5);
        server.admitBy(ServerAdmission::decide);

        pass(120);

        assertThat(findings()).containsExactly("differing poster", "repaired poster [node a]");
        assertThat(ann.title("a")).isEqualTo("first");
        Conflict kept = ann.store.replication().conflicts().get(0);
        assertThat(kept.open()).isTrue();
        assertThat(kept.mine().value()).isEqualTo(Json.of("the server loses this"));
        assertThat(kept.theirs().value()).isEqualTo(Json.of("first"));

        ann.store.replication().settle(kept, kept.mine().value());
        pass(120);
        assertThat(bob.title("a")).isEqualTo("the server loses this");
        assertThat(findings()).hasSize(2);
    }

    /** Says that it admitted all of an operation, and did not. */
    private static Admission.Decision withoutTitles(Op op, Long given, ServerLedger ledger, long nowMillis) {
        Admission.Decision decision = ServerAdmission.decide(op, given, ledger, nowMillis);
        if (decision instanceof Admission.Admit admit) {
            List<EntityWrites> left = admit.op().writes().stream()
                    .filter(writes -> !writes.writes("title"))
                    .toList();
            return new Admission.Admit(
                    admit.verdict(), admit.op().withWrites(left), admit.stamp(), admit.clock(), admit.losses());
        }
        return decision;
    }

    @Test
    void itCanBeSwitchedOff() {
        ann.engine.configure(options -> options.withAudit(Duration.ZERO));
        loseWhatBobDoes("b", "bob's");
        pass(3600);

        assertThat(findings()).isEmpty();
        assertThat(ann.title("b")).isEqualTo("second");
    }

    @Test
    void graphsThatNobodyUsesAreComparedTooAFewAtATime() {
        for (int i = 10; i < 30; i++) {
            bob.store.createWorkflow(WorkflowId.of("w" + i), "first", draft -> {});
        }
        pass(60);
        ann.close();
        Wire way = new Wire(MemoryRemote.of(server, "ann"));
        Device next = new Device(
                ann.disk,
                time,
                way,
                3,
                options -> options.withAudit(Duration.ZERO).withLive(false));
        pass(10);
        way.page = page -> new PullAnswer(List.of(), page.cursor(), page.seq(), page.more(), page.digests());
        for (int i = 10; i < 30; i++) {
            bob.store.renameWorkflow(WorkflowId.of("w" + i), "second");
        }
        pass(31);
        way.page = page -> page;
        next.close();

        Device last = new Device(
                ann.disk,
                time,
                MemoryRemote.of(server, "ann"),
                4,
                options -> options.withAudit(Duration.ofMinutes(1)).withLive(false));
        pass(20);
        assertThat(last.engine.metrics().mismatches()).isBetween(1L, 8L);
        pass(300);

        assertThat(last.engine.metrics().mismatches()).isEqualTo(20);
        assertThat(last.shows()).isEqualTo(bob.shows());
    }
}
