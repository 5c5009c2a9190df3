package dev.weftwork.store;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes entries that depend on all that came before: what was offered, what a server said. Such an entry is worked out
 * at the head of the log and written only if the head is still there; otherwise it is worked out again.
 */
final class Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final int MOST_TRIES = 100;

    private final Journal journal;
    private final Replica replica;
    private final Loader loader;

    Recorder(Journal journal, Replica replica, Loader loader) {
        this.journal = journal;
        this.replica = replica;
        this.loader = loader;
    }

    /**
     * An entry and the settings that go with it.
     *
     * @param entry the entry
     * @param settings names and values, null for one that goes
     * @param condition without which nothing is written
     */
    record Draft(LogEntry entry, Map<String, @Nullable String> settings, Condition condition) {
        Draft(LogEntry entry) {
            this(entry, Map.of());
        }

        Draft(LogEntry entry, Map<String, @Nullable String> settings) {
            this(entry, settings, moment -> {});
        }

        Draft {
            settings = new LinkedHashMap<>(settings);
        }
    }

    /** What the storage has to say at the moment of writing. */
    interface Condition {
        /** Throws what the caller is to hear if it does not hold. */
        void require(ReadTransaction moment) throws IOException;
    }

    /**
     * Writes an entry.
     *
     * @param workflows graphs that have to be in memory when it is worked out
     * @param work works it out under both locks; null if there is nothing to write. May run several times
     */
    void record(Collection<WorkflowId> workflows, Supplier<@Nullable Draft> work) {
        record(workflows, work, 0, StorageAdapter::write);
    }

    /**
     * Writes what a server said, worked out by work that does nothing but say what to write. Most of the time nobody else
     * has written, and then the write itself is the cheapest look at the head, so none comes before it. Nobody waits for
     * the disk: what the loss of power takes, the server says again, since where this replica stands goes with it.
     */
    void recordHeard(Collection<WorkflowId> workflows, Supplier<@Nullable Draft> work) {
        record(workflows, work, 1, StorageAdapter::writeLightly);
    }

    /** How something is written. */
    private interface Way {
        boolean write(StorageAdapter storage, StorageAdapter.WriteWork<Boolean> work) throws IOException;
    }

    private void record(Collection<WorkflowId> workflows, Supplier<@Nullable Draft> work, int unlooked, Way way) {
        journal.exclusively("What was synced cannot be written now", "Nothing was changed; it is tried again", () -> {
            journal.refuseIfBroken();
            for (int i = 0; i < MOST_TRIES; i++) {
                if (tryOnce(workflows, work, i >= unlooked, way)) {
                    return true;
                }
            }
            throw new IOException("other processes write all the time");
        });
    }

    /** Writes one setting, or takes it away. */
    void setting(String name, @Nullable String value) {
        Map<String, @Nullable String> one = new LinkedHashMap<>();
        one.put(name, value);
        settings(one);
    }

    /** Writes settings, or takes those away that have no value. */
    void settings(Map<String, @Nullable String> values) {
        journal.exclusively("The storage cannot be written now", "Try again; nothing was changed", () -> {
            journal.refuseIfBroken();
            return journal.storage().write(transaction -> {
                put(values, transaction);
                return true;
            });
        });
    }

    private boolean tryOnce(Collection<WorkflowId> workflows, Supplier<@Nullable Draft> work, boolean look, Way way)
            throws IOException {
        if (look) {
            journal.catchUp();
        }
        for (WorkflowId id : workflows) {
            if (isUnloaded(id)) {
                loader.load(id);
            }
        }
        Draft draft;
        long at;
        replica.lock.lock();
        try {
            at = replica.position() + 1;
            draft = work.get();
        } finally {
            replica.lock.unlock();
        }
        if (draft == null) {
            // that is only so once somebody has looked
            return look || !journal.catchUp();
        }
        boolean written = way.write(journal.storage(), transaction -> write(draft, at, transaction));
        if (written) {
            absorb(at, draft.entry());
        }
        return written;
    }

    /** Brings graphs into memory. One that is damaged says so when somebody opens it, and holds up nothing before. */
    void loadIfPossible(Collection<WorkflowId> workflows) {
        List<WorkflowId> unloaded = workflows.stream().filter(this::isUnloaded).toList();
        if (unloaded.isEmpty()) {
            return;
        }
        journal.exclusively("What was synced cannot be written now", "Nothing was changed; it is tried again", () -> {
            for (WorkflowId id : unloaded) {
                loadIfPossible(id);
            }
            return true;
        });
    }

    private void loadIfPossible(WorkflowId id) throws IOException {
        try {
            loader.load(id);
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.CORRUPT) {
                throw e;
            }
            LOG.atWarn().setCause(e).addKeyValue("workflow", id).log("Nobody is told of what others did to a graph");
        }
    }

    private boolean isUnloaded(WorkflowId id) {
        replica.lock.lock();
        try {
            return replica.slot(id) == null && (replica.isHeard() || replica.listings.containsKey(id));
        } finally {
            replica.lock.unlock();
        }
    }

    private boolean write(Draft draft, long at, WriteTransaction transaction) throws IOException {
        if (transaction.head() != at - 1) {
            return false;
        }
        journal.refuseOtherSchema(transaction);
        draft.condition().require(transaction);
        transaction.append(draft.entry().text(at));
        put(draft.settings(), transaction);
        return true;
    }

    private static void put(Map<String, @Nullable String> values, WriteTransaction transaction) throws IOException {
        for (Map.Entry<String, @Nullable String> setting : values.entrySet()) {
            transaction.setting(setting.getKey(), setting.getValue());
        }
    }

    private void absorb(long at, LogEntry entry) throws IOException {
        replica.lock.lock();
        try {
            journal.intake().answer(replica.absorb(at, entry, WorkflowChange.Origin.REMOTE));
            journal.intake().renumberQueue();
        } finally {
            replica.lock.unlock();
        }
        boolean unsure = !replica.unsure.isEmpty();
        if (unsure) {
            journal.storage().read(moment -> {
                Loader.loadUnsure(moment, replica);
                return true;
            });
        }
    }
}
