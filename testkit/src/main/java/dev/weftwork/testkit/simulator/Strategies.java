package dev.weftwork.testkit.simulator;

import dev.weftwork.change.EntityKind;
import dev.weftwork.store.ConflictPolicy;
import dev.weftwork.store.ConflictStrategy;
import java.util.List;

/** What devices do about writes of theirs that lost. */
final class Strategies {
    private static final List<ConflictStrategy> ALL = List.of(
            ConflictStrategy.LAST_WRITE_WINS,
            ConflictStrategy.KEEP_LOCAL,
            ConflictStrategy.KEEP_REMOTE,
            ConflictStrategy.MANUAL,
            ConflictStrategy.merge((mine, theirs) -> mine == null ? theirs : mine));

    private Strategies() {}

    /**
     * Draws some.
     *
     * @param chance decides
     * @param added decides about what was added later, so that what a seed meant before it still means
     */
    static ConflictPolicy any(Chance chance, Chance added) {
        ConflictStrategy usual = chance.pick(ALL);
        ConflictStrategy ofTitle = chance.pick(ALL);
        ConflictStrategy ofPosition = chance.pick(ALL);
        if (added.happens(0.3)) {
            ConflictPolicy whole = ConflictPolicy.of(ConflictStrategy.mergeByEntity());
            return added.happens(0.3) ? whole.with(EntityKind.NODE, "title", ofTitle) : whole;
        }
        return ConflictPolicy.of(usual)
                .with(EntityKind.NODE, "title", ofTitle)
                .with(EntityKind.NODE, "position", ofPosition);
    }
}
