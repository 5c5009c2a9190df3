package dev.weftwork.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * When operations are too slow, and when too many of them fail. Immutable.
 *
 * @param slow by kind, how long an operation may take; a kind that is missing may take any time
 * @param errors by kind, how many may fail; of a kind that is missing, any number
 * @param rest after an alert that operations of a kind are slow, how long others of that kind are only counted
 */
public record AlertRules(Map<OperationKind, Duration> slow, Map<OperationKind, ErrorLimit> errors, Duration rest) {
    private static final String KIND = "A kind of operation is needed; it is what the rule is for";

    /** Nothing is an alert. */
    public static final AlertRules NONE = new AlertRules(Map.of(), Map.of(), Duration.ofSeconds(10));

    /**
     * What a person would notice: edits over 50 ms, loads and writes over a second, folds over ten, calls of a server
     * over fifteen, whole syncs and assets over a minute; ten failures of a kind within five minutes. No rule for the
     * duration of migrations, nor for edits that are refused, since those are the caller's.
     */
    public static final AlertRules DEFAULT = usual();

    /**
     * So many failures within a time are an alert.
     *
     * @param failures how many
     * @param window within which time
     */
    public record ErrorLimit(int failures, Duration window) {
        /**
         * Checks the numbers.
         *
         * @param failures how many
         * @param window within which time
         * @throws IllegalArgumentException if either is not positive, or the number is over 10,000
         */
        public ErrorLimit {
            positive(window, "A window");
            if (failures < 1 || failures > 10_000) {
                throw new IllegalArgumentException(
                        failures + " failures cannot be watched for; an alert needs at least 1 and at most 10000");
            }
        }
    }

    /**
     * Copies the maps.
     *
     * @param slow by kind, how long an operation may take
     * @param errors by kind, how many may fail
     * @param rest how long slow operations are only counted after an alert
     * @throws IllegalArgumentException if a time is negative or a limit is not positive
     */
    public AlertRules {
        Objects.requireNonNull(slow, "Limits are needed; an empty map sets none");
        Objects.requireNonNull(errors, "Limits are needed; an empty map sets none");
        Objects.requireNonNull(rest, "A time is needed; Duration.ZERO reports each slow operation");
        slow.values().forEach(limit -> positive(limit, "A limit"));
        if (rest.isNegative()) {
            throw new IllegalArgumentException("The rest after an alert cannot be " + rest + "; zero is the least");
        }
        slow = Map.copyOf(slow);
        errors = Map.copyOf(errors);
    }

    /**
     * The same with another limit for how long operations may take.
     *
     * @param kind which operations
     * @param limit more than this is slow
     * @return the rules
     */
    public AlertRules slower(OperationKind kind, Duration limit) {
        Objects.requireNonNull(limit, "A limit is needed; what takes longer is slow");
        return new AlertRules(with(slow, kind, limit), errors, rest);
    }

    /**
     * The same with another limit for how many operations may fail.
     *
     * @param kind which operations
     * @param failures so many are an alert
     * @param window if they fail within this time
     * @return the rules
     */
    public AlertRules failing(OperationKind kind, int failures, Duration window) {
        return new AlertRules(slow, with(errors, kind, new ErrorLimit(failures, window)), rest);
    }

    /**
     * The same without any rule for a kind.
     *
     * @param kind which operations
     * @return the rules
     */
    public AlertRules without(OperationKind kind) {
        Objects.requireNonNull(kind, KIND);
        Map<OperationKind, Duration> times = new EnumMap<>(OperationKind.class);
        times.putAll(slow);
        times.remove(kind);
        Map<OperationKind, ErrorLimit> failures = new EnumMap<>(OperationKind.class);
        failures.putAll(errors);
        failures.remove(kind);
        return new AlertRules(times, failures, rest);
    }

    /**
     * The same with another time in which slow operations are only counted after an alert.
     *
     * @param time how long; zero reports each
     * @return the rules
     */
    public AlertRules resting(Duration time) {
        return new AlertRules(slow, errors, time);
    }

    private static <T> Map<OperationKind, T> with(Map<OperationKind, T> some, OperationKind kind, T value) {
        Map<OperationKind, T> all = new EnumMap<>(OperationKind.class);
        all.putAll(some);
        all.put(Objects.requireNonNull(kind, KIND), value);
        return all;
    }

    private static void positive(Duration time, String what) {
        Objects.requireNonNull(time, what + " is needed; it is a time above zero");
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(what + " of " + time + " makes no sense; it is above zero");
        }
    }

    private static AlertRules usual() {
        AlertRules rules = NONE.slower(OperationKind.EDIT, Duration.ofMillis(50))
                .slower(OperationKind.LOAD, Duration.ofSeconds(1))
                .slower(OperationKind.WRITE, Duration.ofSeconds(1))
                .slower(OperationKind.FOLD, Duration.ofSeconds(10))
                .slower(OperationKind.PUSH, Duration.ofSeconds(15))
                .slower(OperationKind.PULL, Duration.ofSeconds(15))
                .slower(OperationKind.SYNC, Duration.ofMinutes(1))
                .slower(OperationKind.ASSET, Duration.ofMinutes(1));
        for (OperationKind kind : OperationKind.values()) {
            rules = kind == OperationKind.EDIT ? rules : rules.failing(kind, 10, Duration.ofMinutes(5));
        }
        return rules;
    }
}
