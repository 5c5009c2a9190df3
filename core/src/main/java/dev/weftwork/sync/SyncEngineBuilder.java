package dev.weftwork.sync;

import dev.weftwork.graph.Ids;
import dev.weftwork.metrics.Alerts;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.store.ConflictPolicy;
import dev.weftwork.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Says how a store is synced. Confined to one thread. */
public final class SyncEngineBuilder {
    final Store store;

    @Nullable RemoteAdapter remote;

    @Nullable Scheduler scheduler;

    @Nullable Alerts alerts;

    SyncOptions options = SyncOptions.DEFAULT;
    ConflictPolicy conflicts = ConflictPolicy.LAST_WRITE_WINS;
    boolean farewellAtExit = true;
    int transfers = 2;
    AssetFetching fetching = AssetFetching.LAZY;
    DoubleSupplier chance = SyncEngineBuilder::usualChance;
    final List<SyncListener> listeners = new ArrayList<>();

    SyncEngineBuilder(Store store) {
        this.store = Objects.requireNonNull(store, "A store is needed; it is what is synced");
    }

    /**
     * Sets the way to the server; required. The engine closes it.
     *
     * @param adapter the way
     * @return this
     */
    public SyncEngineBuilder remote(RemoteAdapter adapter) {
        remote = Objects.requireNonNull(adapter, "A remote is needed; HttpRemote.at(…) makes one");
        return this;
    }

    /**
     * Sets when to sync and how much at once.
     *
     * @param change makes the options of {@link SyncOptions#DEFAULT}
     * @return this
     */
    public SyncEngineBuilder options(UnaryOperator<SyncOptions> change) {
        options = SyncOptions.changed(options, change);
        return this;
    }

    /**
     * Sets what happens when an edit of this device loses to one that knew nothing of it.
     *
     * @param policy the policy; the later edit stands by default
     * @return this
     */
    public SyncEngineBuilder conflicts(ConflictPolicy policy) {
        conflicts = Objects.requireNonNull(policy, "A policy is needed; LAST_WRITE_WINS is the usual one");
        return this;
    }

    /**
     * Sets how many assets move side by side in the background; two by default. As many again move at once if somebody
     * waits for them.
     *
     * @param most how many, from 1 to 64
     * @return this
     * @throws IllegalArgumentException if it is less or more
     */
    public SyncEngineBuilder transfers(int most) {
        if (most < 1 || most > 64) {
            throw new IllegalArgumentException(
                    "To move " + most + " assets side by side makes no sense; use 1 to 64, such as 2");
        }
        transfers = most;
        return this;
    }

    /**
     * Sets when assets are fetched that graphs refer to; when somebody asks for them by default.
     *
     * @param when the policy
     * @return this
     */
    public SyncEngineBuilder fetchAssets(AssetFetching when) {
        fetching = Objects.requireNonNull(when, "A policy is needed; LAZY is the usual one");
        return this;
    }

    /**
     * Sets where time and threads come from; the system's by default. The engine does not close one that it was given.
     *
     * @param source the scheduler
     * @return this
     */
    public SyncEngineBuilder scheduler(Scheduler source) {
        scheduler = Objects.requireNonNull(source, "A scheduler is needed; to have the system's, do not call this");
        return this;
    }

    /**
     * Sets who is told when a call of the server is slow, or when many fail; nobody by default. What is told is logged,
     * too.
     *
     * @param told the rules and the listener; may be the same that watches the store
     * @return this
     */
    public SyncEngineBuilder alerts(Alerts told) {
        alerts = Objects.requireNonNull(told, "A listener to alerts is needed; to have none, do not call this");
        return this;
    }

    /**
     * Sets where chance comes from, by which pauses differ between devices.
     *
     * @param source gives numbers from zero, included, to one, excluded
     * @return this
     */
    public SyncEngineBuilder chance(DoubleSupplier source) {
        chance =
                Objects.requireNonNull(source, "A source of chance is needed; to have the usual one, do not call this");
        return this;
    }

    /**
     * Adds somebody who is told what the engine does.
     *
     * @param listener is told
     * @return this
     */
    public SyncEngineBuilder listener(SyncListener listener) {
        listeners.add(Objects.requireNonNull(listener, "A listener is needed; it is told what the engine does"));
        return this;
    }

    /**
     * Sets whether a running engine says farewell by itself when the process is told to end, by a signal or by {@code
     * System.exit}: it does by default, for as long as {@link SyncOptions#farewell} says. A host that ends in an order
     * of its own switches it off and calls {@link SyncEngine#farewell} or {@link SyncEngine#close}.
     *
     * @param value whether
     * @return this
     */
    public SyncEngineBuilder farewellAtExit(boolean value) {
        farewellAtExit = value;
        return this;
    }

    /**
     * Makes the engine and starts it.
     *
     * @return a running engine
     * @throws IllegalStateException if no remote was named
     */
    public SyncEngine start() {
        SyncEngine engine = build();
        engine.start();
        return engine;
    }

    /**
     * Makes the engine without starting it.
     *
     * @return an engine
     * @throws IllegalStateException if no remote was named
     */
    public SyncEngine build() {
        if (remote == null) {
            throw new IllegalStateException("An engine needs a way to the server; call remote(…) first");
        }
        return new DefaultSyncEngine(this, remote);
    }

    /** The last digits of a fresh id are as good as chance. */
    private static double usualChance() {
        String id = Ids.system().next();
        return Math.floorMod(id.substring(id.length() - 8).hashCode(), 1 << 20) / (double) (1 << 20);
    }
}
