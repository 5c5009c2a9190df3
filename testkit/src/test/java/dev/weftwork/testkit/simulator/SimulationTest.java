package dev.weftwork.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
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
        long admitted = LongStream.range(FIRST, FIRST + SEEDS)
                .parallel()
                .map(seed -> Simulation.of(seed).run().admitted())
                .sum();

        System.out.println("Simulated " + SEEDS + " hours from seed " + FIRST + ", " + admitted + " operations");
        assertThat(admitted).isGreaterThan(SEEDS);
    }

    @Test
    void equalSeedsGiveEqualRuns() {
        for (long seed = 0; seed < 5; seed++) {
            Simulation.Outcome once =
                    Simulation.of(seed).length(Duration.ofMinutes(20)).run();
            Simulation.Outcome again =
                    Simulation.of(seed).length(Duration.ofMinutes(20)).run();

            assertThat(again).isEqualTo(once);
        }
    }

    @Test
    void differentSeedsGiveDifferentRuns() {
        assertThat(Simulation.of(1).length(Duration.ofMinutes(5)).run().hash())
                .isNotEqualTo(
                        Simulation.of(2).length(Duration.ofMinutes(5)).run().hash());
    }
}
