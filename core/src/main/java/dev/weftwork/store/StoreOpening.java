package dev.weftwork.store;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.SchemaVersion;
import dev.weftwork.metrics.StoreMetrics;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.RowSummary;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.List;
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
        if (builder.alerts != null) {
            builder.alerts.watch(metrics, scheduler);
        }
        processes = new Processes(builder.ids.next(), scheduler::wallMillis);
    }

    Store open() {
        try {
            boolean writable = storage.description().writable();
            String schema = storage.read(this::schema);
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

    /** The schema version that is there, which this library can read, or null on an empty storage. */
    private @Nullable String schema(ReadTransaction moment) throws IOException {
        String schema = moment.setting(Keys.SCHEMA);
        if (schema != null) {
            builder.migrations.check(schema, SchemaVersion.CURRENT);
            Seal.check(moment);
        }
        return schema;
    }

    private void prepare(@Nullable String schema) throws IOException {
        boolean migrated = false;
        if (schema == null) {
            storage.write(this::found);
        } else {
            long started = scheduler.nanoTime();
            migrated = builder.migrations.run(storage, SchemaVersion.CURRENT);
            if (migrated) {
                metrics.migrations().record(scheduler.nanoTime() - started, true);
            }
        }
        arrive(migrated);
    }

    /** Marks this process as there; only as long as the machine runs is there anybody to tell. */
    private void arrive(boolean migrated) throws IOException {
        StorageAdapter.WriteWork<Long> arrival = transaction -> {
            if (migrated) {
                // an older process that has the storage open stumbles over this, and sees that it has to stop
                transaction.append(new LogEntry(processes.self(), List.of()).text(transaction.head() + 1));
            }
            processes.mark(transaction.head(), transaction);
            return transaction.head();
        };
        if (migrated) {
            storage.write(arrival);
        } else {
            storage.writeLightly(arrival);
        }
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
        Seal.put(transaction);
        return null;
    }

    private StorageException notOurs() {
        return new StorageException(
                StorageException.Kind.UNSUPPORTED,
                "The storage at " + storage.description().place() + " holds data but names no schema version",
                "It is not a Weftwork store, or one from before version 1; nothing was changed");
    }

    private Store assemble(ReadTransaction moment) throws IOException {
        String schema = moment.setting(Keys.SCHEMA);
        builder.migrations.check(schema, SchemaVersion.CURRENT);
        if (storage.description().shared()) {
            processes.look(moment);
        }
        Intake intake = new Intake(moment);
        Executor listeners = builder.listeners == null ? scheduler.lane("listeners") : builder.listeners;
        Announcer announcer = new Announcer(listeners, () -> processes, metrics::countListenerFailure);
        Replica replica = new Replica(intake.clocks(), intake.folded().to(), scheduler::wallMillis, announcer);
        intake.readInto(replica);
        Loader.loadUnsure(moment, replica);
        return new DefaultStore(new StoreParts(
                storage,
                scheduler,
                ownScheduler,
                builder.ids,
                metrics,
                processes,
                announcer,
                replica,
                new Hints(builder.broadcast, scheduler.callbacks(), replica::position),
                StoreAssets.of(builder, scheduler, metrics.assets()),
                intake.folded(),
                schema + "",
                new Sealing(builder.sealer),
                builder.undo));
    }
}
