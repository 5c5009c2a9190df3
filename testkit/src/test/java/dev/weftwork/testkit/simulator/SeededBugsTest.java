package dev.weftwork.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.store.Replication;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator sees: each of these bugs makes the run of some seed fail, and without the bug the same seed is fine. */
final class SeededBugsTest {
    /** A bug, and a seed that shows it. */
    enum Bug {
        NO_CLAMP(0, run -> run.admission(BrokenServer.withoutClamp())),
        NO_NEIGHBOUR(1, run -> run.admission(BrokenServer.withoutNeighbour())),
        BY_ARRIVAL(0, run -> run.admission(BrokenServer.byArrival())),
        NEW_STAMPS_AFTER_RESTORE(186, run -> run.admission(BrokenServer.forgetfulOfStamps())),
        GAP(0, run -> run.admission(BrokenServer.withGap())),
        TORN(0, run -> run.admission(BrokenServer.tearing())),
        BLIND_TO_FORKS(9, run -> run.admission(BrokenServer.blindToForks())),
        FICKLE(1, run -> run.admission(BrokenServer.fickle())),
        NO_HISTORY(0, run -> run.admission(BrokenServer.forgettingLosses())),
        BLIND_TO_GUARDS(0, run -> run.admission(BrokenServer.blindToGuards())),
        AHEAD_OF_TIME(0, run -> run.admission(BrokenServer.aheadOfTime())),
        SKIPS_LAST(0, client(BrokenClient.skippingTheLastOfAPage())),
        DEAF_TO_DELETIONS(0, client(BrokenClient.deafToDeletions())),
        ARRIVAL_ORDER(0, client(BrokenClient.orderedByArrival())),
        OWN_CLOCK(6, client(BrokenClient.trustingItsOwnClock())),
        SENT_IS_TAKEN(0, client(BrokenClient.takingSentForTaken())),
        NO_RETRY(0, client(BrokenClient.neverTryingAgain())),
        CHANGES_SENT(0, client(BrokenClient.changingWhatWasSent())),
        DEAF_TO_FORKS(141, client(BrokenClient.deafToForks())),
        NO_IS_YES(1, client(BrokenClient.takingNoForYes())),
        MIXED_ANSWERS(0, client(BrokenClient.mixingUpAnswers())),
        NO_REOFFER(18, client(BrokenClient.forgettingWhatAServerLost())),
        RESTORE_IS_AGE(18, client(BrokenClient.takingARestoreForAge())),
        SNAPSHOT_DROPS_PENDING(49, client(BrokenClient.droppingPendingAtASnapshot())),
        PARTIAL_SNAPSHOT(18, client(BrokenClient.losingPartOfASnapshot())),
        DEAF_TO_BEHIND(3, run -> run.near(BrokenWay::deafToBehind)),
        MISDIRECTED(0, run -> run.remotes(way -> BrokenWay.misdirecting(way, run.nextDoor()))),
        NEW_STAMPS_WHERE_CLOCKS_JUMP(58, run -> run.admission(BrokenServer.forgetfulOfStamps())) {
            @Override
            boolean shows(FaultProfile faults) {
                return faults.serverJumps() > 0 && faults.restores() > 0;
            }
        },
        FICKLE_ONCE_IT_FORGETS(18, run -> run.admission(FickleServer.onceItForgets())),
        FICKLE_ONCE_PUT_BACK(18, run -> run.admission(FickleServer.oncePutBack())),
        OLDER_VERSION_SEES_OTHERS(0, run -> run.migration(BrokenVersion.thatDoesNotComeBack())),
        VERSIONS_GO_BY_ORDER(0, run -> run.migration(BrokenVersion.thatRemembers())),
        DEAF_TO_THE_DEAD(9, "Invariant 4:", DeafServer::always),
        DEAF_TO_THE_DEAD_ONCE_IT_FORGETS(18, "Invariant 21:", DeafServer::onceItForgets),
        LOST_TOGETHER(0, ", as is ", run -> run.between(BrokenClient::losingWhatTravelsAsOne)),
        WAITS_FOR_NO_DISK(6, "Invariant 14:", run -> run.disks(BrokenDisk::waitingForNothing)) {
            @Override
            boolean shows(FaultProfile faults) {
                return faults.powerCuts() > 0;
            }
        };

        final long seed;
        final String sign;
        final UnaryOperator<Simulation> breaking;

        Bug(long seed, UnaryOperator<Simulation> breaking) {
            this(seed, "", breaking);
        }

        /** One that a certain check must see. */
        Bug(long seed, String sign, UnaryOperator<Simulation> breaking) {
            this.seed = seed;
            this.sign = sign;
            this.breaking = breaking;
        }

        private static UnaryOperator<Simulation> client(UnaryOperator<Replication> breaking) {
            return run -> run.between(store -> Sabotage.of(store, breaking));
        }

        Simulation run(long with) {
            return breaking.apply(Simulation.of(with));
        }

        /** Whether runs with these faults are the ones that must show it. */
        boolean shows(FaultProfile faults) {
            return true;
        }
    }

    /** How many seeds to look through from the noted one on; the first does unless the simulator has changed since. */
    private static final int SEARCH = Integer.getInteger("weftwork.bugs.search", 500);

    private static boolean catches(Bug bug, long seed) {
        if (!bug.shows(Simulation.of(seed).faults())) {
            return false;
        }
        try {
            bug.run(seed).run();
            return false;
        } catch (AssertionError caught) {
            assertThat(caught).hasMessageContaining("Seed " + seed);
            return caught.getMessage().contains(bug.sign);
        }
    }

    @ParameterizedTest
    @EnumSource(Bug.class)
    void eachIsCaughtByItsSeedOrOneSoonAfter(Bug bug) {
        OptionalLong found = LongStream.range(bug.seed, bug.seed + SEARCH)
                .filter(seed -> catches(bug, seed))
                .findFirst();

        if (found.isPresent() && found.getAsLong() != bug.seed) {
            System.out.println(bug + " is caught by seed " + found.getAsLong() + " now; note it");
        }
        assertThat(found).isPresent();
    }

    @Test
    void withoutABugTheSameSeedsAreFine() {
        Arrays.stream(Bug.values())
                .mapToLong(bug -> bug.seed)
                .distinct()
                .forEach(
                        seed -> assertThat(Simulation.of(seed).run().admitted()).isPositive());
    }
}
