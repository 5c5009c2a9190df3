package dev.weftwork.change;

import static org.assertj.core.api.Assertions.fail;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.RandomGenerator;

/** Each property is worth something: here it catches a bug that one could have made. */
final class SeededBugsTest {
    private static final int TRIES = 1_000;

    /** Whether a law fails on some sample, from a seed that is always the same. */
    private static <T> void assertCaught(Arbitrary<T> samples, Consumer<T> law) {
        RandomGenerator<T> generator = samples.generator(TRIES);
        Random random = new Random(42);
        for (int i = 0; i < TRIES; i++) {
            T sample = generator.next(random).value();
            try {
                law.accept(sample);
            } catch (AssertionError caught) {
                return;
            }
        }
        fail("Nobody noticed in %d tries", TRIES);
    }

    // The join

    @Example
    void aJoinThatPrefersTheNewcomerOnEqualClocksDoesNotCommute() {
        NaiveLattice broken = new NaiveLattice(
                (fresh, old) -> fresh.stamp().eff() >= old.stamp().eff());

        assertCaught(Given.histories(), history -> JoinLaws.commutes(broken, history));
        assertCaught(Given.histories(), history -> JoinLaws.anyOrderIsTheSame(broken, history));
    }

    @Example
    void aJoinThatCallsCloseClocksEqualDoesNotAssociate() {
        NaiveLattice broken = new NaiveLattice((fresh, old) -> {
            boolean close = Math.abs(fresh.stamp().eff() - old.stamp().eff()) <= 1;
            return close
                    ? older().compare(fresh.stamp(), old.stamp()) < 0
                    : fresh.stamp().eff() > old.stamp().eff();
        });

        assertCaught(Given.histories(), history -> JoinLaws.associates(broken, history));
    }

    private static Comparator<Stamp> older() {
        return Comparator.comparing(Stamp::op);
    }

    @Example
    void aJoinThatAddsUpVersionsIsNotIdempotent() {
        NaiveLattice broken = new NaiveLattice(NaiveLattice.LAST_WRITE) {
            @Override
            long versions(long one, long other) {
                return one + other;
            }
        };

        assertCaught(Given.histories(), history -> JoinLaws.isIdempotent(broken, history));
    }

    @Example
    void aJoinThatDropsWritesToTheDeadDependsOnTheOrder() {
        NaiveLattice broken = new NaiveLattice(NaiveLattice.LAST_WRITE) {
            @Override
            public Map<EntityKey, Being> join(Map<EntityKey, Being> state, Op op, Stamp stamp) {
                return super.join(state, op.withWrites(alive(state, op)), stamp);
            }
        };

        assertCaught(Given.histories(), history -> JoinLaws.anyOrderIsTheSame(broken, history));
        assertCaught(Given.histories(), history -> JoinLaws.duplicatesAndPacketsAreTheSame(broken, history));
    }

    private static List<EntityWrites> alive(Map<EntityKey, NaiveLattice.Being> state, Op op) {
        List<EntityWrites> alive = new ArrayList<>(op.writes());
        alive.removeIf(writes -> {
            NaiveLattice.Being being = state.get(writes.key());
            NaiveLattice.Cell life = being == null ? null : being.cells().get(RegisterNames.LIFE);
            return life != null && Json.FALSE.equals(life.value());
        });
        return alive;
    }

    @Example
    void aJoinThatStopsAfterTheFirstEntityTearsAnOperation() {
        NaiveLattice broken = new NaiveLattice(NaiveLattice.LAST_WRITE) {
            @Override
            public Map<EntityKey, Being> join(Map<EntityKey, Being> state, Op op, Stamp stamp) {
                return super.join(state, op.withWrites(op.writes().subList(0, 1)), stamp);
            }
        };

        assertCaught(Given.histories(), history -> JoinLaws.operationsJoinWhole(broken, history));
    }

    // Stamps and clocks

    @Example
    void anOrderThatIgnoresNumbersTakesDifferentStampsForEqual() {
        Comparator<Stamp> broken = Comparator.comparingLong(Stamp::eff)
                .thenComparing(Stamp::device)
                .thenComparing(Stamp::op);

        assertCaught(threeStamps(), stamps -> checkOrder(broken, stamps));
    }

    @Example
    void anOrderThatSubtractsClocksIsNoOrder() {
        Comparator<Stamp> broken = (a, b) -> a.eff() == b.eff() ? a.compareTo(b) : (int) (a.eff() - b.eff());

        assertCaught(threeStamps(), stamps -> checkOrder(broken, stamps));
    }

    private static Arbitrary<List<Stamp>> threeStamps() {
        return Given.stamps().list().ofSize(3);
    }

    private static void checkOrder(Comparator<Stamp> order, List<Stamp> stamps) {
        JoinLaws.orderIsTotal(order, stamps.get(0), stamps.get(1), stamps.get(2));
    }

    @Example
    void aClockThatFollowsTheWallRunsBackwards() {
        assertCaught(Given.moments(), moments -> ClockLaws.risesStrictly(BrokenClock::wallAlone, moments));
    }

    @Example
    void aClockThatEachProcessKeepsForItselfRepeatsItself() {
        assertCaught(Given.moments(), moments -> ClockLaws.risesStrictly(BrokenClock::oneForEachProcess, moments));
    }

    @Example
    void aClockThatIsNotWrittenDownForgetsInACrash() {
        assertCaught(Given.moments(), moments -> ClockLaws.risesStrictly(BrokenClock::inMemory, moments));
    }

    @Example
    void aClockThatRefusesToRunAheadOfTheWallFailsAWrite() {
        assertCaught(Given.moments(), moments -> ClockLaws.neverFails(BrokenClock::refusingDrift, moments));
    }

    @Example
    void aDeviceThatDoesNotLearnFromStampsCannotOverwriteWhatItSees() {
        Fleet.Rules broken = Fleet.Rules.REAL.ticking((last, wall, seen) -> Hlc.next(last, wall));

        assertCaught(Given.scripts(), script -> FleetLaws.overwritingWhatOneSawWins(Fleet.run(script, broken)));
    }

    // Admission

    @Example
    void anAdmissionThatForgetsTheNextHigherNeighbourLetsAnEarlierEditWin() {
        Fleet.Rules broken = Fleet.Rules.REAL.admitting(BrokenAdmission.withoutTheNextHigherNeighbour());

        assertCaught(Given.scripts(), script -> FleetLaws.laterEditsOfADeviceWin(Fleet.run(script, broken)));
    }

    @Example
    void anAdmissionThatTrustsClaimsStampsTheFuture() {
        Fleet.Rules broken = Fleet.Rules.REAL.admitting(BrokenAdmission.withClaimsTakenAtTheirWord());

        assertCaught(Given.scripts(), script -> FleetLaws.noStampIsInTheFuture(Fleet.run(script, broken)));
    }

    @Example
    void anAdmissionThatForgetsItsAnswersTakesARetryForNew() {
        Fleet.Rules broken = Fleet.Rules.REAL.admitting(BrokenAdmission.withoutMemoryOfAnswers());

        assertCaught(Given.scripts(), script -> FleetLaws.askingAgainGivesTheSameAnswer(Fleet.run(script, broken)));
    }

    @Example
    void anAdmissionThatWantsNumbersInARowRefusesHonestDevices() {
        Fleet.Rules broken = Fleet.Rules.REAL.admitting(BrokenAdmission.withNumbersInARow());

        assertCaught(Given.scripts(), script -> FleetLaws.nothingIsRefused(Fleet.run(script, broken)));
    }

    @Example
    void anAdmissionThatIgnoresClaimsOfNeighboursDoesNotNoticeACopy() {
        Admit broken = BrokenAdmission.withoutNeighboursClaims();

        assertCaught(Given.claims(), claims -> ForkLaws.copiesNeverShareANumberAndTheirStampsRise(broken, claims));
    }

    @Example
    void anAdmissionThatIgnoresUsedNumbersGivesOneTwice() {
        Admit broken = BrokenAdmission.withoutUsedNumbers();

        assertCaught(Given.claims(), claims -> ForkLaws.copiesNeverShareANumberAndTheirStampsRise(broken, claims));
    }

    @Example
    void anAdmissionThatNotesOnlyTheNewcomersLossForgetsTheOthers() {
        Fleet.Rules broken = Fleet.Rules.REAL.admitting(BrokenAdmission.withLossesOfTheNewcomerAlone());

        assertCaught(Given.scripts(), script -> FleetLaws.everyValueThatLostIsWrittenDown(Fleet.run(script, broken)));
    }

    @Example
    void anUndoWithoutAGuardTakesBackTheWorkOfOthers() {
        Fleet.Rules broken = Fleet.Rules.REAL.withUnguardedUndo();

        assertCaught(Given.scripts(), script -> FleetLaws.undoLeavesTheWorkOfOthersAlone(Fleet.run(script, broken)));
    }

    @Example
    void anAdmissionThatDoesNotCheckGuardsTakesBackTheWorkOfOthers() {
        Fleet.Rules broken = Fleet.Rules.REAL.admitting(BrokenAdmission.withoutGuards());

        assertCaught(Given.scripts(), script -> FleetLaws.undoLeavesTheWorkOfOthersAlone(Fleet.run(script, broken)));
    }

    // The overlay

    @Example
    void anOverlayThatForgetsToRebuildStillShowsWhatWasWithdrawn() {
        assertCaught(
                Given.moves(),
                moves -> OverlayLaws.withdrawnIsNeverMade(BrokenLayers::withoutRebuildAfterWithdrawal, moves));
        assertCaught(
                Given.moves(),
                moves -> OverlayLaws.viewIsBaseAndWhatWaits(BrokenLayers::withoutRebuildAfterWithdrawal, moves));
    }

    @Example
    void anOverlayThatKeepsWhatWaitsOnTopHidesWhatIsNewer() {
        assertCaught(
                Given.moves(),
                moves -> OverlayLaws.viewIsBaseAndWhatWaits(BrokenLayers::withWhatWaitsAlwaysOnTop, moves));
    }

    @Example
    void anOverlayThatBelievesItsForecastHasAnotherBaseThanTheAuthority() {
        Fleet.Rules broken = Fleet.Rules.REAL.showing(BrokenLayers::withTheForeseenStamp);

        assertCaught(
                Given.scripts(), script -> FleetLaws.everyDeviceEndsWithTheAuthoritysState(Fleet.run(script, broken)));
    }

    @Example
    void anOverlayThatKeepsAdmittedOperationsWaitingAppliesThemTwice() {
        Fleet.Rules broken = Fleet.Rules.REAL.showing(BrokenLayers::withAdmittedOperationsStillWaiting);

        assertCaught(
                Given.scripts(), script -> FleetLaws.everyDeviceEndsWithTheAuthoritysState(Fleet.run(script, broken)));
    }

    @Example
    void anOverlayThatDoesNotCapWhatWaitsShowsADevicesOlderEdit() {
        Fleet.Rules broken = Fleet.Rules.REAL.showing(BrokenLayers::withoutACapOnWhatWaits);

        assertCaught(
                Given.scripts(), script -> FleetLaws.noDeviceEverShowsAnOlderEditOfItsOwn(Fleet.run(script, broken)));
    }

    // Views

    @Example
    void aViewThatDoesNotLookAtTargetsShowsDanglingEdges() {
        assertCaught(Given.histories(), history -> Views.noEdgeDangles(BrokenView::withoutALookAtTargets, history));
    }

    @Example
    void aViewThatChecksEdgesOnlyInListsDisagreesWithItself() {
        assertCaught(Given.histories(), history -> Views.noEdgeDangles(BrokenView::withDanglingEdgesByName, history));
    }

    @Example
    void aViewThatLooksAtSourcesAloneMissesIncomingEdges() {
        assertCaught(Given.histories(), history -> Views.noEdgeDangles(BrokenView::withoutIncomingEdges, history));
    }

    @Example
    void aViewThatIgnoresOrderKeysListsNodesById() {
        assertCaught(
                Given.histories(), history -> Views.nodesAreListedInOrder(BrokenView::withNodesByIdAlone, history));
    }

    @Example
    void aViewThatCountsTheDeadCountsTooMany() {
        assertCaught(
                Given.histories(), history -> Views.nodesAreListedInOrder(BrokenView::withTheDeadCounted, history));
    }

    @Example
    void aViewThatShowsEveryParentShowsACircle() {
        assertCaught(Given.histories(), history -> Views.parentsFormNoCircle(BrokenView::withCircles, history));
    }

    @Example
    void aViewThatHidesAWholeCircleHidesTooMuch() {
        assertCaught(
                Given.histories(), history -> Views.parentsFormNoCircle(BrokenView::withNoParentsInACircle, history));
    }

    // Gestures and codecs

    @Example
    void aDeletionThatClearsTheFieldsCannotBeRestored() {
        DeletionLaws.Gesture broken = (state, key) -> {
            EntityWrites.Builder writes = EntityWrites.to(key);
            Entity entity = state.entity(key);
            for (int i = 0; entity != null && i < entity.registers().size(); i++) {
                writes.set(entity.registers().field(i), null);
            }
            return List.of(writes.set(RegisterNames.LIFE, Json.FALSE).build());
        };

        assertCaught(
                Given.histories(),
                history -> DeletionLaws.deleteThenRestoreIsTheIdentity(broken, DeletionLaws.RESTORE, history));
    }

    @Example
    void aDeletionThatTakesTheEdgesAlongLosesThem() {
        DeletionLaws.Gesture broken = (state, key) -> {
            List<EntityWrites> writes = new ArrayList<>(List.of(World.life(key, false)));
            for (Edge edge : state.view().edges()) {
                boolean touches = edge.source().value().equals(key.id())
                        || edge.target().value().equals(key.id());
                if (touches && key.kind().equals(EntityKind.NODE)) {
                    writes.add(World.life(EntityKey.of(edge.id()), false));
                }
            }
            return writes;
        };

        assertCaught(
                Given.histories(),
                history -> DeletionLaws.deleteThenRestoreIsTheIdentity(broken, DeletionLaws.RESTORE, history));
    }

    @Example
    void aDiffThatWritesAllSettingsTakesAnothersBack() {
        DiffLaws.Diff broken = (before, after, writes) -> {
            NodeRegisters.writeChanges(before, after, "p", writes);
            after.config().forEach((name, value) -> writes.set(RegisterNames.CONFIG_PREFIX + name, value));
        };

        assertCaught(
                Odd.nodes().list().ofSize(3),
                nodes -> DiffLaws.peopleWhoChangeDifferentThingsDoNotConflict(
                        broken, nodes.get(0), nodes.get(1), nodes.get(2)));
    }

    @Example
    void aCodecThatWritesAbsentAsNullChangesAnOperation() {
        assertCaught(Odd.ops(), op -> OpCodecLaws.readsBackWhatWasWritten(BrokenCodec.ABSENT_AS_NULL, op));
    }

    @Example
    void aCodecThatReadsNumbersAsDoublesChangesAnOperation() {
        assertCaught(Odd.ops(), op -> OpCodecLaws.readsBackWhatWasWritten(BrokenCodec.NUMBERS_AS_DOUBLES, op));
    }

    @Example
    void aCodecThatForgetsGuardsChangesAnOperation() {
        assertCaught(Odd.ops(), op -> OpCodecLaws.readsBackWhatWasWritten(BrokenCodec.WITHOUT_GUARDS, op));
    }

    @Example
    void aCodecThatKeepsOneStampForAllLosesTheOthers() {
        assertCaught(Odd.registers(), registers -> OpCodecLaws.registersReadBack(BrokenCodec.ONE_STAMP, registers));
    }
}
