package dev.weftwork.testkit.simulator;

import dev.weftwork.change.OpId;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.StorageException;
import dev.weftwork.store.Binding;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import dev.weftwork.sync.SyncListener;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A disk, and the process that runs on it, if one does. */
final class SimulatedDevice {
    private static final Duration LATER = Duration.ofSeconds(20);

    private final String name;
    private final Scheduler world;
    private final Chance chance;
    private final Trace trace;
    private final Supplier<RemoteAdapter> remotes;
    private final UnaryOperator<Store> between;
    private final Author author;
    private final Set<OpId> acknowledged = new LinkedHashSet<>();
    private final Set<WorkflowId> differing = new LinkedHashSet<>();
    private MemoryDisk disk;
    private @Nullable DeviceTime time;
    private @Nullable MortalStorage storage;
    private @Nullable RemoteAdapter remote;
    private @Nullable Store store;
    private long skew;
    private boolean online = true;
    private int incarnation;

    SimulatedDevice(
            String name,
            MemoryDisk disk,
            Scheduler world,
            Chance chance,
            Trace trace,
            RemoteFactory remotes,
            UnaryOperator<Store> between) {
        this.name = name;
        this.disk = disk;
        this.world = world;
        this.chance = chance;
        this.trace = trace;
        this.remotes = () -> remotes.make(this);
        this.between = between;
        this.author = new Author(chance.fork());
    }

    /** Makes a device's way to the server. */
    interface RemoteFactory {
        RemoteAdapter make(SimulatedDevice device);
    }

    String name() {
        return name;
    }

    MemoryDisk disk() {
        return disk;
    }

    boolean isOnline() {
        return online;
    }

    void online(boolean value) {
        online = value;
        trace.add(name, value ? "online" : "offline");
    }

    boolean isRunning() {
        return store != null;
    }

    Store store() {
        Store running = store;
        if (running == null) {
            throw new IllegalStateException(name + " is not running");
        }
        return running;
    }

    /** The graphs that once were other than the server's while this device stood where the server does. */
    Set<WorkflowId> differing() {
        return differing;
    }

    Set<OpId> acknowledged() {
        return acknowledged;
    }

    void skew(Duration to) {
        skew = to.toMillis();
        trace.add(name, "clock is off by " + to);
    }

    void start() {
        try {
            open();
        } catch (StorageException e) {
            trace.add(name, "cannot start: " + e.kind());
            startLater();
        }
    }

    private void startLater() {
        world.schedule(LATER, () -> {
            if (!isRunning()) {
                start();
            }
        });
    }

    private void open() {
        incarnation++;
        disk.beforeCommit(() -> {});
        disk.afterCommit(() -> {});
        DeviceTime clock = new DeviceTime(world, () -> skew);
        MortalStorage hold = new MortalStorage(disk);
        RemoteAdapter way = remotes.get();
        Store opened = Store.builder()
                .storage(hold)
                .scheduler(clock)
                .ids(Ids.seeded(chance.next(), clock::wallMillis))
                .open();
        if (opened.binding().isEmpty() && chance.happens(0.8)) {
            opened.attach(new Binding("memory", "studio", "ann"));
        }
        time = clock;
        storage = hold;
        remote = way;
        store = opened;
        Chance jitter = chance.fork();
        SyncEngine.builder(between.apply(opened))
                .remote(way)
                .scheduler(clock)
                .chance(jitter::share)
                .listener(new SyncListener() {
                    @Override
                    public void differing(WorkflowId workflow) {
                        differing.add(workflow);
                    }
                })
                .start();
        trace.add(name, "starts as process " + incarnation);
    }

    /** The process is gone from one moment to the next. */
    void die() {
        if (store == null) {
            return;
        }
        DeviceTime clock = time;
        MortalStorage hold = storage;
        RemoteAdapter way = remote;
        if (clock != null && hold != null && way != null) {
            clock.die();
            hold.die();
            way.close();
        }
        store = null;
        trace.add(name, "dies");
    }

    /** The process dies at its next commit: before anything is on disk, or after everything is. */
    void dieAtNextCommit(boolean before) {
        Runnable death = () -> {
            disk.beforeCommit(() -> {});
            disk.afterCommit(() -> {});
            die();
            startLater();
            throw new MortalStorage.Death();
        };
        if (before) {
            disk.beforeCommit(death);
        } else {
            disk.afterCommit(death);
        }
    }

    /** Another state of the file takes the place of this one; the process on it is gone. */
    void putBack(MemoryDisk earlier) {
        die();
        disk = earlier.copy();
    }

    void edit() {
        Store running = store;
        if (running == null) {
            return;
        }
        try {
            boolean attached = running.binding().isPresent();
            author.edit(running, name + ":").ifPresent(commit -> watch(commit, attached));
        } catch (StorageException e) {
            trace.add(name, "cannot edit: " + e.kind());
        } catch (MortalStorage.Death e) {
            trace.add(name, "died while editing");
        }
    }

    private void watch(Commit commit, boolean attached) {
        commit.op().ifPresent(op -> {
            trace.add(name, "edits " + op);
            if (attached) {
                // what was edited before that travels under other names
                CompletableFuture<?> unused = commit.durable().thenRun(() -> acknowledged.add(op));
            }
        });
    }
}
