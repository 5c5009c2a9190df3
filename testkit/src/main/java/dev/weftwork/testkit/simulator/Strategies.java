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

    static ConflictPolicy any(Chance chance) {
        return ConflictPolicy.of(chance.pick(ALL))
                .with(EntityKind.NODE, "title", chance.pick(ALL))
                .with(EntityKind.NODE, "position", chance.pick(ALL));
    }
}
