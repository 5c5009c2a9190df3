package dev.weftwork.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator as a command. */
final class SimulateTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int run(String command) {
        printed.reset();
        return Simulate.run(List.of(command.split(" ")), new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aSeedIsReplayedLineByLine() {
        assertThat(run("--seed 3 --minutes 5")).isZero();

        List<String> once = lines();
        assertThat(once.get(0)).startsWith("0:00:00.000  world   FaultProfile[");
        assertThat(once).anyMatch(line -> line.matches("0:0\\d:\\d\\d\\.\\d{3}  d\\d {6}edits .*"));
        assertThat(once.get(once.size() - 1)).startsWith("Seed 3 is well: ");

        run("--seed 3 --minutes 5");
        assertThat(lines()).isEqualTo(once);
    }

    @Test
    void aQuietReplayTellsOnlyWhatTheRunCameTo() {
        assertThat(run("--seed 3 --minutes 5 --quiet")).isZero();
        assertThat(lines()).hasSize(1);
    }

    @Test
    void manySeedsAreRunTwiceEach() {
        assertThat(run("--seeds 3..6 --minutes 5 --threads 1")).isZero();
        assertThat(lines()).singleElement().asString().startsWith("4 seeds, ").contains(" 0 failed; 1 simulated hours");
    }

    @Test
    void aCampaignNamesWhatFailsAndHowToSeeIt() {
        Campaign.Report report = Campaign.of(seed -> Simulation.of(seed).admission(BrokenServer.withGap()))
                .threads(1)
                .once()
                .run(0, 1);

        assertThat(report.failures()).extracting(Campaign.Failure::seed).containsExactly(0L, 1L);
        assertThat(report.failures().get(0))
                .hasToString(report.failures().get(0).what().lines().findFirst().orElseThrow()
                        + "  [testkit/simulate --seed 0]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--seed", "--seed x", "--seeds 5", "--seed 1 --seeds 2..3", "--nothing", "--minutes 3"})
    void whatMakesNoSenseIsAnsweredWithTheUsage(String command) {
        assertThat(run(command)).isEqualTo(2);
        assertThat(lines()).anyMatch(line -> line.startsWith("Usage: simulate"));
    }
}
