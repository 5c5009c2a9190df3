package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThatCode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Random edits by a few processes, with crashes, restarts, folds, sleep, refusals and lost answers. */
final class RandomWalkTest {
    private static final int STEPS = 50;

    /** The same walks in every build; more tries go further. */
    @Property(seed = "20261121", shrinking = ShrinkingMode.OFF)
    void theViewIsWhatTheEditsSayAfterEveryStep(@ForAll long seed) {
        Walk walk = new Walk(seed);

        assertThatCode(() -> walk.walk(STEPS))
                .as(() -> "seed " + seed + ": " + walk.step())
                .doesNotThrowAnyException();
    }
}
