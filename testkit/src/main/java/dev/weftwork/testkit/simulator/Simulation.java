package dev.weftwork.testkit.simulator;

import dev.weftwork.change.OpId;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

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
    private final ManualScheduler world = new ManualScheduler();
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final Set<OpId> forgiven = new HashSet<>();
    private FaultProfile profile;
    private Duration length = Duration.ofHours(1);
    private Consumer<String> reader = line -> {};
    private ServerAdmission.Rule rule = ServerAdmission::decide;
    private UnaryOperator<Store> engineStore = store -> store;
    private UnaryOperator<RemoteAdapter> ways = way -> way;
    private Trace trace = new Trace(world, reader);
    private boolean healed;
    private int clones;

    private Simulation(long seed) {
        this.seed = seed;
        chance = new Chance(seed);
        profile = FaultProfile.draw(chance.fork());
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
        trace = new Trace(world, reader);
        trace.add("world", profile.toString());
        MemoryWorkspace server = MemoryWorkspace.create("studio", world);
        Witness witness = new Witness(rule, trace, chance.fork(), profile);
        server.admitBy(witness);
        for (int i = 0; i < profile.devices(); i++) {
            SimulatedDevice device = device("d" + i, new MemoryDisk(), server);
            device.start();
            live(device, server);
        }
        Misfortune misfortune = new Misfortune(world, chance.fork(), trace, profile, () -> healed);
        misfortune.ofServer(server, witness);
        world.advance(length);
        heal(server, witness);
        world.advance(HEALING);
        fail();
        new Oracles(server, witness, devices, forgiven).check();
        return new Outcome(seed, trace.hash(), trace.lines(), witness.admitted().size(), devices.size());
    }

    private SimulatedDevice device(String name, MemoryDisk disk, MemoryWorkspace server) {
        Chance own = chance.fork();
        SimulatedDevice device = new SimulatedDevice(
                name,
                disk,
                world,
                own,
                trace,
                each -> new FaultyRemote(
                        ways.apply(MemoryRemote.of(server, "ann")),
                        world,
                        own.fork(),
                        trace,
                        name,
                        () -> healed ? FaultProfile.CALM : profile,
                        each::isOnline),
                engineStore);
        devices.add(device);
        return device;
    }

    /** Lets somebody edit at a device, and fortune have its way with it. */
    private void live(SimulatedDevice device, MemoryWorkspace server) {
        Misfortune misfortune = new Misfortune(world, chance.fork(), trace, profile, () -> healed);
        if (!profile.skew().isZero()) {
            device.skew(misfortune.anySkew());
        }
        misfortune.edits(device);
        misfortune.ofDevice(device, forgiven);
        misfortune.onClone(disk -> {
            if (devices.size() < 8) {
                SimulatedDevice copy = device("c" + clones++, disk, server);
                copy.start();
                live(copy, server);
            }
        });
    }

    private void heal(MemoryWorkspace server, Witness witness) {
        healed = true;
        trace.add("world", "heals");
        witness.calm();
        server.refuseWith((RemoteFailure) null);
        server.beforeCommit(() -> {});
        server.afterCommit(() -> {});
        for (SimulatedDevice device : devices) {
            device.online(true);
            if (!device.isRunning()) {
                device.start();
            }
        }
    }

    private void fail() {
        for (Throwable failure : world.failures()) {
            if (failure instanceof AssertionError broken) {
                throw broken;
            }
            if (!(failure instanceof MortalStorage.Death)) {
                throw new AssertionError("A task threw: " + failure, failure);
            }
        }
    }
}
