package dev.weftwork.store;

import dev.weftwork.change.EntityKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Which strategy holds for which register, and how long conflicts are kept: open ones until somebody decides, the others
 * for 90 days and 1,000 of them at most. Immutable.
 */
public final class ConflictPolicy {
    /** The later write stands, everywhere. */
    public static final ConflictPolicy LAST_WRITE_WINS = of(ConflictStrategy.LAST_WRITE_WINS);

    private final ConflictStrategy usual;
    private final Map<String, ConflictStrategy> special;
    private final Duration kept;
    private final int most;

    private ConflictPolicy(ConflictStrategy usual, Map<String, ConflictStrategy> special, Duration kept, int most) {
        this.usual = usual;
        this.special = Map.copyOf(special);
        this.kept = kept;
        this.most = most;
    }

    /**
     * One strategy for all.
     *
     * @param strategy the strategy
     * @return the policy
     */
    public static ConflictPolicy of(ConflictStrategy strategy) {
        return new ConflictPolicy(required(strategy), Map.of(), Duration.ofDays(90), 1_000);
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
        return new ConflictPolicy(usual, more, kept, most);
    }

    /**
     * The same, but conflicts that are not open are kept for another time.
     *
     * @param time how long
     * @param number how many at most, the newest of them
     * @return the policy
     * @throws IllegalArgumentException if a number is negative; the message names it
     */
    public ConflictPolicy keeping(Duration time, int number) {
        Objects.requireNonNull(time, "A time is needed; zero keeps none");
        if (time.isNegative() || number < 0) {
            throw new IllegalArgumentException(
                    "Conflicts cannot be kept for " + time + ", " + number + " of them; use zero to keep none");
        }
        return new ConflictPolicy(usual, special, time, number);
    }

    /** Those of some conflicts, newest first, that need not be kept. */
    Predicate<Conflict> spare(long nowMillis) {
        int[] count = {0};
        return conflict -> {
            boolean old = nowMillis - conflict.found() > kept.toMillis();
            return !conflict.open() && (old || ++count[0] > most);
        };
    }

    /** How many are kept of those that nobody has to decide. */
    int most() {
        return most;
    }

    /**
     * Decides about a conflict.
     *
     * @param ofEntity all conflicts about its entity
     */
    ConflictStrategy.Decision decide(Conflict conflict, List<Conflict> ofEntity) {
        ConflictStrategy strategy = strategy(conflict);
        List<Conflict> alike = ofEntity.stream()
                .filter(each -> strategy(each).equals(strategy))
                .toList();
        return strategy.decide(conflict, alike);
    }

    private ConflictStrategy strategy(Conflict conflict) {
        String kind = conflict.key().kind().name();
        ConflictStrategy ofKind = special.getOrDefault(kind, usual);
        return special.getOrDefault(kind + "/" + conflict.field(), ofKind);
    }
}
