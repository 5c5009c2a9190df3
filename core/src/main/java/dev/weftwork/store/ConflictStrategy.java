package dev.weftwork.store;

import dev.weftwork.graph.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a device does when a write of its own lost to one that knew nothing of it. It is asked once, on the device that
 * lost, while the store is locked; so it must be quick, must not call the store, and gives the same for the same.
 */
@FunctionalInterface
public interface ConflictStrategy {
    /** The later write stands. This is the default. */
    ConflictStrategy LAST_WRITE_WINS = conflict -> Decision.STANDS;

    /** The other device's write stands, as it does already. */
    ConflictStrategy KEEP_REMOTE = conflict -> Decision.STANDS;

    /** This device writes its value once more. */
    ConflictStrategy KEEP_LOCAL = conflict -> Decision.write(conflict.mine().value());

    /** A person decides; until then the other device's write stands. */
    ConflictStrategy MANUAL = conflict -> Decision.OPEN;

    /**
     * Entities merge, and none becomes a mixture: of the fields of one entity that both devices wrote, the values of that
     * device stand which wrote the last of them. What only one of them wrote is kept.
     *
     * <p>This goes by the writes that meet in one exchange: of an edit that one device sent before it made the next, the
     * other decides before it sees the next, and then an entity may be a mixture after all.
     *
     * @return the strategy
     */
    static ConflictStrategy mergeByEntity() {
        return new WholeEntity();
    }

    /**
     * Both values become one.
     *
     * @param merge takes this device's value and the other's, null for ABSENT, and gives what is to stand
     * @return the strategy
     */
    static ConflictStrategy merge(BiFunction<@Nullable Json, @Nullable Json, @Nullable Json> merge) {
        return conflict -> Decision.write(
                merge.apply(conflict.mine().value(), conflict.theirs().value()));
    }

    /**
     * Decides.
     *
     * @param conflict what happened
     * @return what to do
     */
    Decision decide(Conflict conflict);

    /**
     * Decides in view of what else the two devices disagree about. This is what is called; unless it is overridden, each
     * field is decided by itself.
     *
     * @param conflict what happened; this device lost
     * @param ofEntity the conflicts about the same entity that were found at the same time and have the same strategy,
     *     this one and those that this device won among them
     * @return what to do about the one
     */
    default Decision decide(Conflict conflict, List<Conflict> ofEntity) {
        return decide(conflict);
    }

    /**
     * What to do about a conflict.
     *
     * @param open whether a person is to decide
     * @param written what to write, or empty to let stand what stands; the value within may be ABSENT
     */
    record Decision(boolean open, Optional<Value> written) {
        /** What stands is fine. */
        public static final Decision STANDS = new Decision(false, Optional.empty());

        /** A person is to decide. */
        public static final Decision OPEN = new Decision(true, Optional.empty());

        /**
         * Something is to be written.
         *
         * @param value the value, or null for ABSENT
         * @return the decision
         */
        public static Decision write(@Nullable Json value) {
            return new Decision(false, Optional.of(new Value(value)));
        }

        /**
         * A value that may be ABSENT.
         *
         * @param json the value, or null for ABSENT
         */
        public record Value(@Nullable Json json) {}
    }
}
