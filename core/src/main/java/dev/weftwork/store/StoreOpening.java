package dev.weftwork.store;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.SchemaVersion;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.metrics.StoreMetrics;
import dev.weftwork.oplog.FoldedRow;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.RowSummary;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Takes a storage from closed to a running store. Used once. */
final class StoreOpening {
    private final StoreBuilder builder;
    private final StorageAdapter storage;
    private final Scheduler scheduler;
    private final boolean ownScheduler;
    private final StoreMetrics metrics;
    private final Processes processes;

    StoreOpening(StoreBuilder builder, StorageAdapter storage, Scheduler scheduler, boolean ownScheduler) {
        this.builder = builder;
        this.storage = storage;
        this.scheduler = scheduler;
        this.ownScheduler = ownScheduler;
        metrics = new StoreMetrics(scheduler::wallMillis);
        processes = new Processes(builder.ids.next(), scheduler::wallMillis);
    }

    Store open() {
        try {
            boolean writable = storage.description().writable();
            String schema = storage.read(moment -> moment.setting(Keys.SCHEMA));
            if (writable) {
                prepare(schema);
            } else if (schema == null) {
                throw notOurs();
            }
            return storage.read(this::assemble);
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.LOCKED,
                    "The storage at " + storage.description().place() + " cannot be opened now: " + e.getMessage(),
                    "Try again; if another program holds the file, close that",
                    e);
        }
    }

    private void prepare(@Nullable String schema) throws IOException {
        if (schema == null) {
            storage.write(this::found);
        } else {
            long started = scheduler.nanoTime();
            boolean migrated = builder.migrations.run(storage, SchemaVersion.CURRENT);
            if (migrated) {
                metrics.migrations().record(scheduler.nanoTime() - started, true);
            }
        }
        storage.write(transaction -> {
            processes.mark(transaction.head(), transaction);
            return null;
        });
    }

    /** Makes an empty storage ours. */
    private @Nullable Void found(WriteTransaction transaction) throws IOException {
        if (transaction.setting(Keys.SCHEMA) != null) {
            // another process founded it meanwhile
            return null;
        }
        if (transaction.head() != 0) {
            throw notOurs();
        }
        transaction.setting(Keys.SCHEMA, Integer.toString(builder.migrations.target(SchemaVersion.CURRENT)));
        transaction.setting(Keys.FOLDED, "0");
        transaction.setting(Keys.WORKFLOWS, RowSummary.EMPTY.toString());
        DeviceId device = new DeviceId(builder.ids.next());
        transaction.setting(Keys.CLOCK, new Clocks(device, 0, 0, 0).text());
        return null;
    }

    private StorageException notOurs() {
        return new StorageException(
                StorageException.Kind.UNSUPPORTED,
                "The storage at " + storage.description().place() + " holds data but names no schema version",
                "It is not a Weftwork store, or one from before version 1; nothing was changed");
    }

    private Store assemble(ReadTransaction moment) throws IOException {
        builder.migrations.check(moment.setting(Keys.SCHEMA), SchemaVersion.CURRENT);
        String clock = moment.setting(Keys.CLOCK);
        String folded = moment.setting(Keys.FOLDED);
        if (clock == null || folded == null) {
            throw Damage.corrupt("The storage has lost its clock or its fold position");
        }
        processes.look(moment);
        long foldedTo = Long.parseLong(folded);
        Executor listeners = builder.listeners == null ? scheduler.lane("listeners") : builder.listeners;
        Announcer announcer = new Announcer(listeners, () -> processes, metrics::countListenerFailure);
        Replica replica = new Replica(Clocks.parse(clock), foldedTo, scheduler::wallMillis, announcer);
        readList(moment, replica);
        moment.log(foldedTo, (position, body) -> {
            if (position != replica.position() + 1) {
                throw Damage.corrupt("Log entry " + (replica.position() + 1) + " is missing");
            }
            replica.absorb(position, Damage.guard(() -> LogEntry.read(position, body)));
        });
        if (replica.position() != moment.head()) {
            throw Damage.corrupt("The log ends at " + replica.position() + " instead of " + moment.head());
        }
        replica.renumberQueue();
        return new DefaultStore(new StoreParts(
                storage, scheduler, ownScheduler, builder.ids, metrics, processes, announcer, replica, foldedTo));
    }

    private static void readList(ReadTransaction moment, Replica replica) throws IOException {
        RowSummary expected = Damage.summary(moment.setting(Keys.WORKFLOWS));
        RowSummary[] found = {RowSummary.EMPTY};
        moment.rowsOfKind("workflow", row -> {
            WorkflowId id = WorkflowId.of(row.id());
            found[0] = found[0].plus(Damage.guard(() -> FoldedRow.claimedSum(row)));
            replica.listings.put(id, new Listing(id, row));
        });
        if (!expected.equals(found[0])) {
            throw Damage.corrupt("The list of workflows is not what was written (expected " + expected + ", found "
                    + found[0] + ")");
        }
    }
}
