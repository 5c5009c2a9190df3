package dev.weftwork.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong, devices and server end alike with every edit accounted for; and a run can be had again. */
final class SimulationTest {
    /** How many seeds; more with {@code -Dweftwork.seeds=…}. */
    private static final long SEEDS = Long.getLong("weftwork.seeds", 1000);

    private static final long FIRST = Long.getLong("weftwork.firstSeed", 0);

    @Test
    void aCalmWorldIsAlikeSoon() {
        Simulation.Outcome outcome = Simulation.of(1).faults(FaultProfile.CALM).run();

        assertThat(outcome.admitted()).isGreaterThan(100);
    }

    @Test
    void everySeedHealsWithEveryEditAccountedFor() {
        long begun = System.nanoTime();
        Campaign.Report report = Campaign.of().once().run(FIRST, FIRST + SEEDS - 1);
        long seconds = Math.max(1, (System.nanoTime() - begun) / 1_000_000_000);

        System.out.println("Simulated " + SEEDS + " hours from seed " + FIRST + ", " + report.admitted()
                + " operations, " + SEEDS / seconds + " hours a second");
        assertThat(report.failures()).isEmpty();
        assertThat(report.admitted()).isGreaterThan(SEEDS);
    }

    /** What depends on more than the seed depends on it in most runs. */
    @Test
    void aTenthOfTheSeedsIsAlikeTwice() {
        Campaign.Report report = Campaign.of().run(FIRST, FIRST + SEEDS / 10 - 1);

        assertThat(report.failures()).isEmpty();
        assertThat(report.admitted()).isGreaterThan(SEEDS / 10);
    }

    @Test
    void devicesThatSyncEachEditAtOnceHealAsWell() {
        Campaign.Report report = Campaign.of(
                        seed -> Simulation.of(seed).options(options -> options.withSyncOnChange(true)))
                .once()
                .run(FIRST, FIRST + SEEDS / 20);

        assertThat(report.failures()).isEmpty();
        assertThat(report.admitted()).isGreaterThan(SEEDS / 20);
    }

    @Test
    void aRunThatDoesNotFollowFromItsSeedIsNoticed() {
        AtomicLong other = new AtomicLong();
        Campaign.Report report = Campaign.of(
                        seed -> Simulation.of(other.incrementAndGet()).length(Duration.ofMinutes(5)))
                .threads(1)
                .run(7, 7);

        assertThat(report.failures()).singleElement().asString().contains("two runs of it differ");
    }

    @Test
    void differentSeedsGiveDifferentRuns() {
        assertThat(Simulation.of(1).length(Duration.ofMinutes(5)).run().hash())
                .isNotEqualTo(
                        Simulation.of(2).length(Duration.ofMinutes(5)).run().hash());
    }
}
