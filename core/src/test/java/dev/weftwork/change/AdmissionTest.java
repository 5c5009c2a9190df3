package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How an authority takes operations in. */
final class AdmissionTest {
    private static final long NOW = 1_000;
    private static final EntityKey NODE = World.node("a");

    private final BookLedger ledger = new BookLedger();

    @Test
    void theFirstOperationGetsTheFirstNumberAndItsOwnClock() {
        Op op = op("r", 1, 50, World.birth("a"));

        Admission.Admit admit = admitted(op);

        assertThat(admit.verdict()).isEqualTo(new Verdict.Applied(op.id(), 1, 50, List.of()));
        assertThat(admit.verdict().kind()).isEqualTo(Verdict.Kind.APPLIED);
        assertThat(admit.stamp()).isEqualTo(op.stamp(50));
        assertThat(admit.clock()).isEqualTo(Hlc.at(NOW));
        assertThat(admit.op()).isSameAs(op);
        assertThat(admit.losses()).isEmpty();
    }

    @Test
    void aClockAheadIsCutToTheAuthoritys() {
        Admission.Admit admit = admitted(op("r", 1, Hlc.at(NOW) + 1, World.birth("a")));

        assertThat(admit.verdict().eff()).isEqualTo(Hlc.at(NOW));
    }

    @Test
    void theAuthoritysOwnClockRisesWhenTimeStandsStill() {
        admitted(op("r", 1, 50, World.birth("a")));

        assertThat(admitted(op("r", 2, Long.MAX_VALUE, World.birth("b")))
                        .stamp()
                        .eff())
                .isEqualTo(Hlc.at(NOW) + 1);
    }

    @Test
    void aLateRetryIsCutToWhatTheDeviceWroteAfterIt() {
        admitted(op("r", 2, 60, title("later")));
        Admission.Admit late = admitted(op("r", 1, 59, title("earlier")));

        assertThat(late.stamp().eff()).isEqualTo(59);

        BookLedger cut = new BookLedger();
        cut.take(op("r", 2, Hlc.at(NOW) + 9, title("later")), NOW);
        cut.take(op("r", 1, Hlc.at(NOW) + 8, title("earlier")), NOW + 5);

        assertThat(cut.changes()).extracting(change -> change.stamp().eff()).containsExactly(Hlc.at(NOW), Hlc.at(NOW));
        assertThat(World.shown(withLife(cut), "a").title()).isEqualTo("later");
    }

    @Test
    void theSameOperationAgainGetsTheSameAnswer() {
        Op op = op("r", 1, 50, World.birth("a"));
        Admission.Admit first = admitted(op);
        admitted(op("r", 2, 51, title("more")));

        assertThat(ledger.take(op, NOW + 99)).isEqualTo(new Admission.Repeat(first.verdict()));
        assertThat(ledger.head()).isEqualTo(2);
    }

    @Test
    void theSameOperationUnderAnotherNumberGetsTheSameAnswer() {
        Op op = op("r", 1, 50, World.birth("a"));
        Admission.Admit first = admitted(op);

        Op renumbered = op.renumbered(new Op.Origin(new DeviceId("copy"), 7, 70));

        assertThat(ledger.take(renumbered, NOW)).isEqualTo(new Admission.Repeat(first.verdict()));
    }

    @Test
    void anIdUsedForOtherContentIsAFork() {
        Op op = op("r", 1, 50, title("one"));
        admitted(op);

        Verdict verdict = refused(op.withWrites(List.of(title("two"))));

        assertThat(verdict).isEqualTo(new Verdict.Forked(op.id(), Admission.OP_ID_REUSED));
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.FORKED);
    }

    @Test
    void aNumberUsedByAnotherOperationIsAFork() {
        admitted(op("r", 1, 50, title("one")));

        assertThat(refused(Op.of(new OpId("other"), World.WORKFLOW, origin("r", 1, 55), List.of(title("two")))))
                .isEqualTo(new Verdict.Forked(new OpId("other"), Admission.REPLICA_FORKED));
    }

    @Test
    void clocksThatDoNotRiseWithTheNumbersAreAFork() {
        admitted(op("r", 2, 50, title("one")));

        assertForked(op("r", 3, 50, title("two")));
        assertForked(op("r", 3, 49, title("two")));
        assertForked(op("r", 1, 50, title("two")));
        assertForked(op("r", 1, 51, title("two")));
        admitted(op("r", 1, 49, title("two")));
        admitted(op("r", 3, 51, title("two")));
        assertThat(ledger.head()).isEqualTo(3);
    }

    @Test
    void anotherDevicesNumbersAndClocksDoNotMatter() {
        admitted(op("r", 2, 50, title("one")));
        admitted(op("q", 2, 50, title("two")));
        admitted(op("q", 3, 51, title("two")));
    }

    @Test
    void anOperationWithoutASensibleNumberOrClockIsRejected() {
        assertMalformed(op("r", 0, 50, title("one")), "count");
        assertMalformed(op("r", 1, -1, title("one")), "clock");
        admitted(op("r", 1, 0, title("one")));
    }

    @Test
    void anOperationThatListsAnEntityTwiceIsRejected() {
        assertMalformed(op("r", 1, 50, title("one"), title("two")), "node a");
        assertThat(ledger.head()).isZero();
    }

    @Test
    void concurrentWritesOfTwoDevicesLeaveARecordOfTheOneThatLost() {
        admitted(op("r", 1, 50, title("mine")));

        Admission.Loss earlier = onlyLoss(op("q", 1, 60, title("theirs")));
        Admission.Loss later = onlyLoss(op("p", 1, 40, title("late")));

        assertThat(earlier.value()).isEqualTo(Json.of("mine"));
        assertThat(earlier.loser().device()).isEqualTo(new DeviceId("r"));
        assertThat(earlier.winner().device()).isEqualTo(new DeviceId("q"));
        assertThat(later.value()).isEqualTo(Json.of("late"));
        assertThat(later.loser().device()).isEqualTo(new DeviceId("p"));
        assertThat(later.winner().device()).isEqualTo(new DeviceId("q"));
    }

    @Test
    void writingOverWhatOneSawLosesNothing() {
        Admission.Admit first = admitted(op("r", 1, 50, title("mine")));

        assertThat(admitted(seen(first.verdict().seq(), op("q", 1, 60, title("theirs"))))
                        .losses())
                .isEmpty();
        assertThat(admitted(op("q", 2, 61, title("more"))).losses()).isEmpty();
    }

    @Test
    void writingToOtherRegistersLosesNothing() {
        admitted(op("r", 1, 50, title("mine")));

        Admission.Admit other = admitted(op("q", 1, 60, World.set(NODE, "config.k", Json.TRUE)));

        assertThat(other.losses()).isEmpty();
    }

    @Test
    void aGuardedWriteCountsOnlyOverTheValueThatItNames() {
        Op first = op("r", 1, 50, title("one"));
        admitted(first);
        EntityWrites undo = EntityWrites.to(NODE)
                .setOver(RegisterNames.TITLE, null, first.id())
                .setOver(RegisterNames.TYPE, Json.of("x"), first.id())
                .set("config.k", Json.of("always"))
                .build();

        Admission.Admit admit = admitted(op("r", 2, 60, undo));

        assertThat(admit.verdict().skipped()).containsExactly(new Verdict.Register(NODE, RegisterNames.TYPE));
        assertThat(admit.op().writes())
                .containsExactly(EntityWrites.to(NODE)
                        .set(RegisterNames.TITLE, null)
                        .set("config.k", Json.of("always"))
                        .build());
        assertThat(admit.op().writes().get(0).guarded()).isFalse();
    }

    @Test
    void aGuardedWriteOverAnothersLaterValueIsSkipped() {
        Op first = op("r", 1, 50, title("one"));
        admitted(first);
        admitted(op("q", 1, 60, title("theirs")));
        EntityWrites undo = EntityWrites.to(NODE)
                .setOver(RegisterNames.TITLE, null, first.id())
                .build();

        Admission.Admit admit = admitted(op("r", 2, 70, undo));

        assertThat(admit.op().writes()).isEmpty();
        assertThat(admit.losses()).isEmpty();
        assertThat(admit.verdict().seq()).isEqualTo(3);
        assertThat(World.shown(withLife(ledger), "a").title()).isEqualTo("theirs");
    }

    private static GraphState withLife(BookLedger ledger) {
        return World.after(ledger.state(), 0, World.life(NODE, true));
    }

    private Admission.Admit admitted(Op op) {
        Admission.Decision decision = ledger.take(op, NOW);
        assertThat(decision).isInstanceOf(Admission.Admit.class);
        return (Admission.Admit) decision;
    }

    private Verdict refused(Op op) {
        Admission.Decision decision = ledger.take(op, NOW);
        assertThat(decision).isInstanceOf(Admission.Refuse.class);
        return decision.verdict();
    }

    private void assertForked(Op op) {
        assertThat(refused(op)).isEqualTo(new Verdict.Forked(op.id(), Admission.REPLICA_FORKED));
    }

    private void assertMalformed(Op op, String about) {
        Verdict verdict = refused(op);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.REJECTED);
        assertThat(verdict.op()).isEqualTo(op.id());
        assertThat(((Verdict.Rejected) verdict).code()).isEqualTo(Admission.MALFORMED);
        assertThat(((Verdict.Rejected) verdict).reason()).contains(about);
    }

    private Admission.Loss onlyLoss(Op op) {
        List<Admission.Loss> losses = admitted(op).losses();
        assertThat(losses).hasSize(1);
        return losses.get(0);
    }

    private static Op op(String device, long seq, long claimed, EntityWrites... writes) {
        return Op.of(
                new OpId(device + "-" + seq + "-" + claimed),
                World.WORKFLOW,
                origin(device, seq, claimed),
                List.of(writes));
    }

    private static Op.Origin origin(String device, long seq, long claimed) {
        return new Op.Origin(new DeviceId(device), seq, claimed);
    }

    private static Op seen(long seq, Op op) {
        return new Op(op.id(), op.workflow(), op.origin(), seq, op.schema(), null, null, op.writes());
    }

    private static EntityWrites title(String title) {
        return World.set(NODE, RegisterNames.TITLE, Json.of(title));
    }
}
