package dev.weftwork.testkit.simulator;

import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What all devices of a run share. */
final class Scene {
    final Scheduler world;
    final Trace trace;
    final FaultProfile profile;
    final Views views;
    private final Ways ways;
    final UnaryOperator<SyncOptions> options;
    /** Decides about what was added to the simulator later, so that what a seed meant before it still means. */
    final Chance added;

    private final UnaryOperator<Store> between;
    private final UnaryOperator<RemoteAdapter> near;
    private final List<Throwable> broken = new ArrayList<>();
    private boolean healed;

    Scene(
            Scheduler world,
            Trace trace,
            FaultProfile profile,
            Views views,
            Ways ways,
            UnaryOperator<Store> between,
            UnaryOperator<SyncOptions> options,
            UnaryOperator<RemoteAdapter> near,
            Chance added) {
        this.near = near;
        this.added = added;
        this.options = options;
        this.world = world;
        this.trace = trace;
        this.profile = profile;
        this.views = views;
        this.ways = ways;
        this.between = between;
    }

    /** Makes ways to the server on which nothing goes wrong. */
    interface Ways {
        RemoteAdapter make(Chance chance);
    }

    /** What was thrown where nobody else would notice. */
    List<Throwable> broken() {
        return broken;
    }

    boolean isHealed() {
        return healed;
    }

    void heal() {
        healed = true;
        trace.add("world", "heals");
    }

    /** What goes wrong now. */
    FaultProfile faults() {
        return healed ? FaultProfile.CALM : profile;
    }

    /** A device's way to the server, for one process. */
    RemoteAdapter way(SimulatedDevice device, String name, Chance chance) {
        RemoteAdapter way = ways.make(chance.fork());
        return near.apply(new FaultyRemote(
                way, world, chance, added.fork(), trace, name, this::faults, device::isOnline, broken::add));
    }

    Store between(Store store) {
        return between.apply(store);
    }
}
