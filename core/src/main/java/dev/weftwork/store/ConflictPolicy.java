package dev.weftwork.store;

import dev.weftwork.change.EntityKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Which strategy holds for which register. Immutable. */
public final class ConflictPolicy {
    /** The later write stands, everywhere. */
    public static final ConflictPolicy LAST_WRITE_WINS = of(ConflictStrategy.LAST_WRITE_WINS);

    private final ConflictStrategy usual;
    private final Map<String, ConflictStrategy> special;

    private ConflictPolicy(ConflictStrategy usual, Map<String, ConflictStrategy> special) {
        this.usual = usual;
        this.special = Map.copyOf(special);
    }

    /**
     * One strategy for all.
     *
     * @param strategy the strategy
     * @return the policy
     */
    public static ConflictPolicy of(ConflictStrategy strategy) {
        return new ConflictPolicy(required(strategy), Map.of());
    }

    /**
     * The same, but for entities of one kind.
     *
     * @param kind the kind
     * @param strategy their strategy
     * @return the policy
     */
    public ConflictPolicy with(EntityKind kind, ConflictStrategy strategy) {
        return plus(required(kind).name(), strategy);
    }

    /**
     * The same, but for one register of entities of one kind.
     *
     * @param kind the kind
     * @param field the register, such as {@code title} or {@code config.seed}
     * @param strategy its strategy
     * @return the policy
     */
    public ConflictPolicy with(EntityKind kind, String field, ConflictStrategy strategy) {
        return plus(
                required(kind).name() + "/" + Objects.requireNonNull(field, "The name of a field is needed"), strategy);
    }

    private static ConflictStrategy required(ConflictStrategy strategy) {
        return Objects.requireNonNull(strategy, "A strategy is needed; LAST_WRITE_WINS is the usual one");
    }

    private static EntityKind required(EntityKind kind) {
        return Objects.requireNonNull(kind, "A kind is needed; it says what the strategy is for");
    }

    private ConflictPolicy plus(String name, ConflictStrategy strategy) {
        Map<String, ConflictStrategy> more = new HashMap<>(special);
        more.put(name, required(strategy));
        return new ConflictPolicy(usual, more);
    }

    ConflictStrategy.Decision decide(Conflict conflict) {
        String kind = conflict.key().kind().name();
        ConflictStrategy ofKind = special.getOrDefault(kind, usual);
        return special.getOrDefault(kind + "/" + conflict.field(), ofKind).decide(conflict);
    }
}
