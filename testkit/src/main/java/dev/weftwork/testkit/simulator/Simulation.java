package dev.weftwork.testkit.simulator;

import dev.weftwork.change.OpId;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.schema.RegisterMigration;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One run of the world: faults for a while, then none, and then all devices and the server have to be alike soon, with
 * every acknowledged edit accounted for. Equal seeds give equal runs.
 *
 * <pre>{@code
 * Simulation.Outcome outcome = Simulation.of(42).run();        // throws an AssertionError that names the seed
 * Simulation.of(42).reader(System.out::println).run();         // the same once more, to read
 * }</pre>
 *
 * <p>Confined to one thread; used once.
 */
public final class Simulation {
    private static final Duration HEALING = Duration.ofMinutes(20);

    private final long seed;
    private final Chance chance;
    private final Chance added;
    /** Decides when the power goes, which came last. */
    private final Chance power;

    private final ManualScheduler world = new ManualScheduler();
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final Set<OpId> forgiven = new HashSet<>();
    private FaultProfile profile;
    private Duration length = Duration.ofHours(1);
    private @Nullable Consumer<String> reader;
    private ServerAdmission.Rule rule = ServerAdmission::decide;
    private Consumer<MemoryWorkspace> serverChange = server -> {};
    private UnaryOperator<Store> engineStore = store -> store;
    private UnaryOperator<RemoteAdapter> ways = way -> way;
    private UnaryOperator<SyncOptions> options = usual -> usual;
    private Supplier<SimulatedDisk> disks = SimulatedDisk::inMemory;
    private UnaryOperator<RemoteAdapter> near = way -> way;
    private RegisterMigration migration = Versions.USUAL;
    private final Neighbour neighbour = new Neighbour(world);
    private boolean healed;
    private int clones;

    private Simulation(long seed) {
        this.seed = seed;
        chance = new Chance(seed);
        added = new Chance(~seed);
        power = new Chance(Long.reverse(~seed));
        profile = FaultProfile.draw(chance.fork(), added.fork());
    }

    /**
     * What a run came to.
     *
     * @param seed its seed
     * @param hash a hash of all that happened
     * @param events how many things happened
     * @param admitted how many operations the server took
     * @param devices how many devices there were in the end
     */
    public record Outcome(long seed, long hash, long events, long admitted, int devices) {}

    /**
     * A run.
     *
     * @param seed decides everything in it
     * @return the run, not begun
     */
    public static Simulation of(long seed) {
        return new Simulation(seed);
    }

    /**
     * Sets what goes wrong, in place of what the seed says.
     *
     * @param faults the faults
     * @return this
     */
    public Simulation faults(FaultProfile faults) {
        profile = faults;
        return this;
    }

    /** What goes wrong. */
    FaultProfile faults() {
        return profile;
    }

    /**
     * Sets how long the faults last, in virtual time.
     *
     * @param duration an hour unless it is set
     * @return this
     */
    public Simulation length(Duration duration) {
        length = duration;
        return this;
    }

    /**
     * Sets who reads what happens, line by line.
     *
     * @param lines takes the lines
     * @return this
     */
    public Simulation reader(Consumer<String> lines) {
        reader = lines;
        return this;
    }

    /**
     * Sets how the server decides, for tests that must see a broken rule.
     *
     * @param other the rule
     * @return this
     */
    public Simulation admission(ServerAdmission.Rule other) {
        rule = other;
        return this;
    }

    /**
     * Puts something between each device's engine and its store, for tests that must see a broken engine.
     *
     * @param between gives what the engine is handed in place of the store
     * @return this
     */
    public Simulation between(UnaryOperator<Store> between) {
        engineStore = between;
        return this;
    }

    /**
     * Puts something between each device and the server, behind the bad network.
     *
     * @param way gives what is used in place of the way to the server
     * @return this
     */
    public Simulation remotes(UnaryOperator<RemoteAdapter> way) {
        ways = way;
        return this;
    }

    /** Puts something between each device and the bad network. */
    Simulation near(UnaryOperator<RemoteAdapter> way) {
        near = way;
        return this;
    }

    /** Changes the server before anything comes in, for tests that must see a broken one. */
    Simulation server(Consumer<MemoryWorkspace> change) {
        serverChange = change;
        return this;
    }

    /** Sets how newer versions see what older ones wrote, and the other way round. */
    Simulation migration(RegisterMigration other) {
        migration = other;
        return this;
    }

    /** A way to another tenant's workspace, which no device should find. */
    RemoteAdapter nextDoor() {
        return neighbour.remote();
    }

    /**
     * Sets when devices sync.
     *
     * @param change gives what they use in place of the usual options
     * @return this
     */
    public Simulation options(UnaryOperator<SyncOptions> change) {
        options = change;
        return this;
    }

    /**
     * Sets what devices keep their data on.
     *
     * @param empty gives an empty disk for each device
     * @return this
     */
    public Simulation disks(Supplier<SimulatedDisk> empty) {
        disks = empty;
        return this;
    }

    /**
     * Runs.
     *
     * @return what it came to
     * @throws AssertionError if an invariant of the design does not hold; the message names the seed
     */
    public Outcome run() {
        try {
            return runUnguarded();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private Outcome runUnguarded() {
        Trace trace = new Trace(world, reader);
        trace.add("world", profile.toString());
        DeviceTime serverTime = new DeviceTime(world, () -> 0);
        MemoryWorkspace server = MemoryWorkspace.create("studio", serverTime);
        Witness witness = new Witness(rule, trace, chance.fork(), profile);
        server.admitBy(witness);
        serverChange.accept(server);
        Views views = new Views(server, chance.fork(), profile);
        Scene scene = new Scene(
                world, trace, profile, views, own -> way(server, views, own), engineStore, options, near, added);
        for (int i = 0; i < profile.devices(); i++) {
            live(device("d" + i, disks.get(), false, scene), scene);
        }
        Fold fold = new Fold(server, migration);
        new Misfortune(scene, chance.fork()).ofServer(server, serverTime, witness, fold);
        world.advance(length);
        heal(scene, server, serverTime, witness);
        world.advance(HEALING);
        fail(world.failures());
        fail(scene.broken());
        fold.check();
        neighbour.check(server);
        new Oracles(server, witness, devices, forgiven).check();
        devices.forEach(SimulatedDevice::end);
        return new Outcome(seed, trace.hash(), trace.lines(), witness.admitted().size(), devices.size());
    }

    private RemoteAdapter way(MemoryWorkspace server, Views views, Chance own) {
        RemoteAdapter way = ways.apply(new SeenRemote(MemoryRemote.of(server, "ann"), views, page()));
        // once healed, texts travel whole
        return profile.cut() < 0 ? way : new WireRemote(way, own, () -> healed ? 0 : profile.cut());
    }

    /** How many operations a page holds at most; in every third run few, so that there are many pages. */
    private int page() {
        return Math.floorMod(seed, 3) == 2 ? 2 + Math.floorMod(seed, 11) : 500;
    }

    private SimulatedDevice device(String name, SimulatedDisk disk, boolean newer, Scene scene) {
        SimulatedDevice device = new SimulatedDevice(name, disk, newer, scene, chance.fork());
        devices.add(device);
        device.start();
        return device;
    }

    /** Lets somebody edit at a device, and fortune have its way with it. */
    private void live(SimulatedDevice device, Scene scene) {
        Misfortune misfortune = new Misfortune(scene, chance.fork());
        if (!profile.skew().isZero()) {
            device.skew(misfortune.anySkew());
        }
        misfortune.edits(device);
        misfortune.ofDevice(device, forgiven);
        misfortune.powerOf(device, power.fork());
        misfortune.onClone(() -> {
            if (devices.size() < 8) {
                live(device("c" + clones++, device.disk().copy(), device.isNewer(), scene), scene);
            }
        });
    }

    private void heal(Scene scene, MemoryWorkspace server, DeviceTime serverTime, Witness witness) {
        healed = true;
        scene.heal();
        witness.calm();
        serverTime.skew(Duration.ZERO);
        server.refuseWith((RemoteFailure) null);
        server.beforeCommit(() -> {});
        server.afterCommit(() -> {});
        for (SimulatedDevice device : devices) {
            device.fate().beSpared();
            device.online(true);
            device.start();
        }
    }

    private static void fail(List<Throwable> failures) {
        for (Throwable thrown : failures) {
            Throwable failure =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            if (failure instanceof AssertionError broken) {
                throw broken;
            }
            if (!(failure instanceof MortalStorage.Death)) {
                throw new AssertionError("A task threw: " + failure, failure);
            }
        }
    }
}
