package dev.weftwork.store.history;

import java.time.Duration;
import java.util.Objects;

/**
 * Which versions of a workflow are kept: the newest, and those that are not old. The rest may go. Immutable.
 *
 * @param newest how many of the newest are kept whatever their age, at least one
 * @param younger how old one of the others may be; zero keeps the newest alone
 */
public record VersionRetention(int newest, Duration younger) {
    /**
     * Checks both.
     *
     * @param newest how many of the newest are kept
     * @param younger how old the others may be
     */
    public VersionRetention {
        Objects.requireNonNull(younger, "A duration is needed; Duration.ZERO keeps the newest versions alone");
        if (newest < 1) {
            throw new IllegalArgumentException(
                    "To keep the newest " + newest + " versions would lose what was saved last; give at least 1");
        }
        if (younger.isNegative()) {
            throw new IllegalArgumentException("Versions cannot be younger than " + younger + "; give zero or more");
        }
    }

    /**
     * Keeps the newest only.
     *
     * @param newest how many, at least one
     * @return the policy
     */
    public static VersionRetention newest(int newest) {
        return new VersionRetention(newest, Duration.ZERO);
    }

    /**
     * Keeps what is younger than this, too.
     *
     * @param age how old a version may be
     * @return the policy
     */
    public VersionRetention orYoungerThan(Duration age) {
        return new VersionRetention(newest, age);
    }

    /**
     * Whether a version that is not among the newest is kept for its age. One that was saved after now, by a clock that
     * runs ahead, is as young as can be.
     *
     * @param savedAt when it was saved, in milliseconds since 1970
     * @param now the time
     * @return true if it is young enough; never if only the newest are kept
     */
    public boolean keeps(long savedAt, long now) {
        // to go back from now by a very long time would leave the numbers that there are, and so may what a version
        // says
        Duration age = Duration.ofMillis(Math.max(0, now - Math.max(0, savedAt)));
        return age.compareTo(younger) < 0;
    }
}
