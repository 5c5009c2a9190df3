package dev.weftwork.testkit.simulator;

import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.StorageException;
import dev.weftwork.store.Commit;
import dev.weftwork.store.ConflictPolicy;
import dev.weftwork.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A disk, and the processes that run on it. */
final class SimulatedDevice {
    private static final Duration LATER = Duration.ofSeconds(20);

    private final String name;
    private final Scene scene;
    private final Chance chance;
    private final Author author;
    private final ConflictPolicy policy;
    private final boolean shared;
    private final Set<OpId> acknowledged = new LinkedHashSet<>();
    private final Set<OpId> retried = new LinkedHashSet<>();
    private final MortalStorage.Fate fate = new MortalStorage.Fate();
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private final Set<WorkflowId> differing = new LinkedHashSet<>();
    private SimulatedDisk disk;
    private boolean newer;
    private long skew;
    private boolean online = true;
    private int incarnation;

    SimulatedDevice(String name, SimulatedDisk disk, boolean newer, Scene scene, Chance chance) {
        this.name = name;
        this.disk = disk;
        this.newer = newer;
        this.scene = scene;
        this.chance = chance;
        author = new Author(chance.fork(), this::givenUp);
        policy = scene.profile.strategies()
                ? Strategies.any(chance, scene.added.fork())
                : ConflictPolicy.LAST_WRITE_WINS;
        shared = chance.happens(scene.profile.shared());
    }

    String name() {
        return name;
    }

    SimulatedDisk disk() {
        return disk;
    }

    MortalStorage.Fate fate() {
        return fate;
    }

    ConflictPolicy policy() {
        return policy;
    }

    /** Whether two processes use the disk at the same time. */
    boolean isShared() {
        return shared;
    }

    /** Whether its processes are of a newer version than others. */
    boolean isNewer() {
        return newer;
    }

    boolean isOnline() {
        return online;
    }

    void online(boolean value) {
        online = value;
        scene.trace.add(name, value ? "online" : "offline");
    }

    long skew() {
        return skew;
    }

    void skew(Duration to) {
        skew = to.toMillis();
        scene.trace.add(name, "clock is off by " + to);
    }

    /** The graphs that once were other than the server's while this device stood where the server does. */
    Set<WorkflowId> differing() {
        return differing;
    }

    private void givenUp(OpId op) {
        acknowledged.remove(op);
        retried.add(op);
    }

    /** Operations that were refused and go on under other names, which are looked at instead. */
    Set<OpId> retried() {
        return retried;
    }

    Set<OpId> acknowledged() {
        return acknowledged;
    }

    /** The stores of all that runs here. */
    List<Store> stores() {
        return processes.stream().map(SimulatedProcess::store).toList();
    }

    /** Starts what should run here and does not. */
    void start() {
        int wanted = shared ? 2 : 1;
        try {
            while (processes.size() < wanted) {
                incarnation++;
                processes.add(SimulatedProcess.start(this, scene, name, chance.fork()));
                scene.trace.add(name, "starts as process " + incarnation);
            }
        } catch (StorageException e) {
            scene.trace.add(name, "cannot start: " + e.kind() + " " + e.getMessage());
            scene.world.schedule(LATER, this::start);
        } catch (MortalStorage.Death e) {
            scene.trace.add(name, "dies while it starts");
        }
    }

    /** A process dies at the next commit: before anything is on disk, or after everything is. */
    void dieAtNextCommit(boolean before) {
        fate.beDeath(before, storage -> {
            for (SimulatedProcess each : List.copyOf(processes)) {
                if (each.isOn(storage)) {
                    die(each);
                }
            }
            scene.world.schedule(LATER, this::start);
        });
    }

    private void die(SimulatedProcess process) {
        processes.remove(process);
        process.die();
        scene.trace.add(name, "dies");
    }

    /** All processes die, and what was written lightly is gone. */
    void losePower() {
        List.copyOf(processes).forEach(this::die);
        disk = disk.afterPowerLoss();
        scene.trace.add(name, "loses power");
        scene.world.schedule(LATER, this::start);
    }

    /** Another state of the file takes the place of this one; the processes on it are gone. */
    void putBack(SimulatedDisk earlier) {
        List.copyOf(processes).forEach(this::die);
        disk = earlier.copy();
        start();
    }

    /** A newer version of the software takes the place of this one; an older one must then keep its hands off. */
    void update() {
        List.copyOf(processes).forEach(this::die);
        newer = true;
        scene.trace.add(name, "is updated");
        start();
        if (!processes.isEmpty()) {
            OlderVersion.mustRefuse(disk.copy());
        }
    }

    /** All of it ends. */
    void end() {
        List.copyOf(processes).forEach(this::die);
    }

    void edit() {
        if (processes.isEmpty()) {
            return;
        }
        Store store = chance.pick(processes).store();
        try {
            boolean attached = store.binding().isPresent();
            author.edit(store, name + ":", newer).ifPresent(commit -> watch(commit, attached));
            scene.views.look(this, store);
        } catch (StorageException e) {
            scene.trace.add(name, "cannot edit: " + e.kind());
        } catch (MortalStorage.Death e) {
            scene.trace.add(name, "died while editing");
        }
    }

    private void watch(Commit commit, boolean attached) {
        commit.op().ifPresent(op -> {
            scene.trace.add(name, "edits " + op);
            if (attached) {
                // what was edited before that travels under other names
                CompletableFuture<?> unused = commit.durable().thenRun(() -> acknowledged.add(op));
            }
        });
    }
}
