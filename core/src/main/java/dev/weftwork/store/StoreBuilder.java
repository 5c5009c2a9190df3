package dev.weftwork.store;

import dev.weftwork.graph.Ids;
import dev.weftwork.metrics.Alerts;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.schema.Migrations;
import dev.weftwork.secret.Sealer;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.Broadcast;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageException;
import dev.weftwork.store.history.UndoOptions;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Says what a store is made of. Confined to one thread. */
public final class StoreBuilder {
    @Nullable StorageAdapter storage;

    @Nullable Scheduler scheduler;

    @Nullable Executor listeners;

    @Nullable Broadcast broadcast;

    @Nullable Sealer sealer;

    @Nullable AssetAdapter assets;

    @Nullable Alerts alerts;

    AssetPolicy assetPolicy = AssetPolicy.DEFAULT;
    Ids ids = Ids.system();
    Migrations migrations = Migrations.none();
    UndoOptions undo = UndoOptions.DEFAULT;

    StoreBuilder() {}

    /**
     * Sets where workflows are kept; required. The store closes it.
     *
     * @param adapter the storage
     * @return this
     */
    public StoreBuilder storage(StorageAdapter adapter) {
        storage = Objects.requireNonNull(adapter, "A storage is needed; SqliteStorage.at(…) makes one on a file");
        return this;
    }

    /**
     * Sets where large binaries are kept; without it the store keeps none. The store closes it.
     *
     * @param place such as {@code DirectoryAssets.at(…)}
     * @return this
     */
    public StoreBuilder assets(AssetAdapter place) {
        assets = Objects.requireNonNull(place, "A place for assets is needed; DirectoryAssets.at(…) makes one");
        return this;
    }

    /**
     * Sets what becomes of large binaries that somebody writes into a field; {@link AssetPolicy#DEFAULT} if the store has
     * a place for assets.
     *
     * @param policy what becomes of them
     * @return this
     */
    public StoreBuilder assetPolicy(AssetPolicy policy) {
        assetPolicy = Objects.requireNonNull(policy, "A policy is needed; AssetPolicy.DEFAULT is the usual one");
        return this;
    }

    /**
     * Sets where time and threads come from; the system's by default. The store does not close one that it was given.
     *
     * @param source the scheduler
     * @return this
     */
    public StoreBuilder scheduler(Scheduler source) {
        scheduler = Objects.requireNonNull(source, "A scheduler is needed; to have the system's, do not call this");
        return this;
    }

    /**
     * Sets where listeners run, such as the thread of the user interface; a thread of the store's own by default. It has
     * to run tasks one at a time, in order.
     *
     * @param executor runs listeners
     * @return this
     */
    public StoreBuilder listeners(Executor executor) {
        listeners = Objects.requireNonNull(
                executor, "An executor is needed; to have a thread of the store's own, do not call this");
        return this;
    }

    /**
     * Sets how edits are taken back; {@link UndoOptions#DEFAULT} by default. A host that never takes anything back, such
     * as an importer, saves memory with {@code UndoOptions.DEFAULT.withSteps(0)}.
     *
     * @param options the options
     * @return this
     */
    public StoreBuilder undo(UndoOptions options) {
        undo = Objects.requireNonNull(options, "Options are needed; to have UndoOptions.DEFAULT, do not call this");
        return this;
    }

    /**
     * Sets who is told when an operation of the store is slow, or when many fail; nobody by default. What is told is
     * logged, too.
     *
     * @param told the rules and the listener; may be the same that watches the sync engine
     * @return this
     */
    public StoreBuilder alerts(Alerts told) {
        alerts = Objects.requireNonNull(told, "A listener to alerts is needed; to have none, do not call this");
        return this;
    }

    /**
     * Sets where fresh ids come from; the system's UUIDv7 by default.
     *
     * @param source makes ids
     * @return this
     */
    public StoreBuilder ids(Ids source) {
        ids = Objects.requireNonNull(source, "A source of ids is needed; to have the system's, do not call this");
        return this;
    }

    /**
     * Sets how processes on one storage tell each other of edits, so that they are seen at once; none by default, and
     * then a look ten times a second, and the storage's own watch if it has one, are what shows them. The store does not
     * close it.
     *
     * @param way the host's own way
     * @return this
     */
    public StoreBuilder broadcast(Broadcast way) {
        broadcast = Objects.requireNonNull(way, "A broadcast is needed; to have none, do not call this");
        return this;
    }

    /**
     * Sets how files of older schema versions are brought up to this one.
     *
     * @param steps the steps
     * @return this
     */
    public StoreBuilder migrations(Migrations steps) {
        migrations = Objects.requireNonNull(steps, "Migrations are needed; Migrations.none() are the usual ones");
        return this;
    }

    /**
     * Sets which fields are secret and where their keys come from; none by default. What an edit writes into such a field
     * is encrypted before anything else sees it. What lies there in plaintext stays so until {@link Secrets} protects it.
     *
     * @param settings the fields and keys
     * @return this
     */
    public StoreBuilder secrets(Sealer settings) {
        sealer = Objects.requireNonNull(settings, "A sealer is needed; to have no secret fields, do not call this");
        return this;
    }

    /**
     * Opens the storage and reads the list of workflows. If that fails, the storage is closed.
     *
     * @return the store
     * @throws IllegalStateException if no storage was named, or another store has it
     * @throws StorageException if the storage cannot be used; nothing in it was changed
     */
    public Store open() {
        StorageAdapter adapter = storage;
        if (adapter == null) {
            throw new IllegalStateException("A store needs a storage; call storage(…) before open()");
        }
        // outside of the try: an adapter that another store has is not ours to close
        adapter.claim();
        boolean own = scheduler == null;
        Scheduler time = scheduler == null ? Scheduler.system() : scheduler;
        try {
            return new StoreOpening(this, adapter, time, own).open();
        } catch (RuntimeException | Error e) {
            if (own) {
                time.close();
            }
            letGo(adapter, e);
            if (assets != null) {
                letGo(assets, e);
            }
            throw e;
        }
    }

    private static void letGo(AutoCloseable adapter, Throwable why) {
        try {
            adapter.close();
        } catch (Exception e) {
            why.addSuppressed(e);
        }
    }
}
