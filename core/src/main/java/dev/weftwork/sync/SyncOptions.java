package dev.weftwork.sync;

import dev.weftwork.graph.WorkflowId;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * When to sync and how much at once. Can be changed while an engine runs.
 *
 * @param debounce how long edits rest before they are pushed, or zero not to wait for that at all
 * @param interval how often to sync in any case if there is something to push, or zero for never
 * @param syncOnChange whether each edit is pushed at once
 * @param queueLimit how many edits may wait before they are pushed at once, or zero for any number
 * @param live whether to listen for what others do; if not, it is asked for at each interval
 * @param batchOps how many operations a push holds at most; the slices' own batch sizes bound the first pushes of a sync
 *     beside it
 * @param batchBytes how many bytes a push holds at most, roughly
 * @param firstRetry the longest pause after a first failure
 * @param lastRetry the longest pause after any number of failures
 * @param patience how long a call may take before it counts as failed
 * @param farewell how long {@link SyncEngine#close} tries to send what waits
 * @param workflows only these are synced, or all if the set is empty
 * @param activeOnly whether of these only the one is synced that {@link SyncEngine#activate} names, and none if it names
 *     none
 * @param audit how often to compare graphs with the server's by their digests, or zero for never
 */
public record SyncOptions(
        Duration debounce,
        Duration interval,
        boolean syncOnChange,
        int queueLimit,
        boolean live,
        int batchOps,
        long batchBytes,
        Duration firstRetry,
        Duration lastRetry,
        Duration patience,
        Duration farewell,
        Set<WorkflowId> workflows,
        boolean activeOnly,
        Duration audit) {
    private static final Duration LONGEST = Duration.ofDays(365);

    /** What an engine starts with. */
    public static final SyncOptions DEFAULT = new SyncOptions(
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            false,
            50,
            true,
            500,
            768 << 10,
            Duration.ofSeconds(1),
            Duration.ofMinutes(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2),
            Set.of(),
            false,
            Duration.ofMinutes(5));

    /**
     * Checks the numbers and copies the set.
     *
     * @param debounce how long edits rest
     * @param interval how often to sync
     * @param syncOnChange whether each edit is pushed at once
     * @param queueLimit how many edits may wait
     * @param live whether to listen
     * @param batchOps how many operations a push holds
     * @param batchBytes how many bytes a push holds
     * @param firstRetry the pause after a first failure
     * @param lastRetry the longest pause
     * @param patience how long a call may take
     * @param farewell how long to try at the end
     * @param workflows what is synced
     * @param activeOnly whether only the active one is
     * @param audit how often to compare
     * @throws IllegalArgumentException if a number makes no sense; the message names it
     */
    public SyncOptions {
        check("debounce", debounce, false);
        check("interval", interval, false);
        check("firstRetry", firstRetry, true);
        check("lastRetry", lastRetry, true);
        check("patience", patience, true);
        check("farewell", farewell, false);
        check("audit", audit, false);
        if (queueLimit < 0 || batchOps < 1 || batchBytes < 1) {
            throw new IllegalArgumentException("A queueLimit of " + queueLimit + ", batchOps of " + batchOps
                    + " or batchBytes of " + batchBytes + " makes no sense; the first may be 0, the others not");
        }
        if (lastRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException("A lastRetry of " + lastRetry + " is shorter than the firstRetry of "
                    + firstRetry + "; the pauses between tries grow from the first to the last");
        }
        Objects.requireNonNull(workflows, "A set of workflows is needed; an empty one means all");
        workflows = Set.copyOf(workflows);
    }

    static SyncOptions changed(SyncOptions options, UnaryOperator<SyncOptions> change) {
        Objects.requireNonNull(change, "A change of the options is needed; to change nothing, do not call this");
        return Objects.requireNonNull(change.apply(options), "The change gave null; options are needed");
    }

    private static void check(String name, Duration value, boolean positive) {
        Objects.requireNonNull(value, () -> "A " + name + " is needed; SyncOptions.DEFAULT has the usual one");
        if (value.isNegative() || (positive && value.isZero()) || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A " + name + " of " + value + " makes no sense; it has to be "
                    + (positive ? "more than" : "at least") + " zero and at most " + LONGEST.toDays() + " days");
        }
    }

    /**
     * The same with another rest before a push.
     *
     * @param value how long, or zero not to wait for that
     * @return the options
     */
    public SyncOptions withDebounce(Duration value) {
        return with(copy -> copy.debounce = value);
    }

    /**
     * The same with another interval.
     *
     * @param value how often, or zero for never
     * @return the options
     */
    public SyncOptions withInterval(Duration value) {
        return with(copy -> copy.interval = value);
    }

    /**
     * The same, pushing each edit at once or not.
     *
     * @param value whether
     * @return the options
     */
    public SyncOptions withSyncOnChange(boolean value) {
        return with(copy -> copy.syncOnChange = value);
    }

    /**
     * The same with another limit of waiting edits.
     *
     * @param value how many may wait, or zero for any number
     * @return the options
     */
    public SyncOptions withQueueLimit(int value) {
        return with(copy -> copy.queueLimit = value);
    }

    /**
     * The same, listening or not.
     *
     * @param value whether
     * @return the options
     */
    public SyncOptions withLive(boolean value) {
        return with(copy -> copy.live = value);
    }

    /**
     * The same with pushes of another size.
     *
     * @param ops how many operations
     * @param bytes how many bytes
     * @return the options
     */
    public SyncOptions withBatch(int ops, long bytes) {
        return with(copy -> {
            copy.batchOps = ops;
            copy.batchBytes = bytes;
        });
    }

    /**
     * The same with other pauses after failures.
     *
     * @param first the longest pause after a first failure
     * @param last the longest pause after any number of failures
     * @return the options
     */
    public SyncOptions withRetry(Duration first, Duration last) {
        return with(copy -> {
            copy.firstRetry = first;
            copy.lastRetry = last;
        });
    }

    /**
     * The same with other limits on waiting.
     *
     * @param call how long a call may take
     * @param end how long to try at the end
     * @return the options
     */
    public SyncOptions withPatience(Duration call, Duration end) {
        return with(copy -> {
            copy.patience = call;
            copy.farewell = end;
        });
    }

    /**
     * The same for some workflows only.
     *
     * @param some which, or none for all
     * @return the options
     */
    public SyncOptions withWorkflows(Set<WorkflowId> some) {
        return with(copy -> copy.workflows = some);
    }

    /**
     * The same, syncing only the active workflow or all that are selected.
     *
     * @param value whether only the active one
     * @return the options
     */
    public SyncOptions withActiveOnly(boolean value) {
        return with(copy -> copy.activeOnly = value);
    }

    /**
     * The same with another time between two comparisons with the server.
     *
     * @param value how long, or zero never to compare
     * @return the options
     */
    public SyncOptions withAudit(Duration value) {
        return with(copy -> copy.audit = value);
    }

    private SyncOptions with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.options();
    }

    /** The one place that knows the order of the components, so that a change names only what changes. */
    private static final class Copy {
        private Duration debounce;
        private Duration interval;
        private boolean syncOnChange;
        private int queueLimit;
        private boolean live;
        private int batchOps;
        private long batchBytes;
        private Duration firstRetry;
        private Duration lastRetry;
        private Duration patience;
        private Duration farewell;
        private Set<WorkflowId> workflows;
        private boolean activeOnly;
        private Duration audit;

        private Copy(SyncOptions of) {
            debounce = of.debounce;
            interval = of.interval;
            syncOnChange = of.syncOnChange;
            queueLimit = of.queueLimit;
            live = of.live;
            batchOps = of.batchOps;
            batchBytes = of.batchBytes;
            firstRetry = of.firstRetry;
            lastRetry = of.lastRetry;
            patience = of.patience;
            farewell = of.farewell;
            workflows = of.workflows;
            activeOnly = of.activeOnly;
            audit = of.audit;
        }

        private SyncOptions options() {
            return new SyncOptions(
                    debounce,
                    interval,
                    syncOnChange,
                    queueLimit,
                    live,
                    batchOps,
                    batchBytes,
                    firstRetry,
                    lastRetry,
                    patience,
                    farewell,
                    workflows,
                    activeOnly,
                    audit);
        }
    }
}
