package dev.weftwork.testkit.simulator;

import dev.weftwork.change.OpId;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.RemoteFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** What happens to devices and the server, at moments that follow from the seed, until the world heals. */
final class Misfortune {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Scene scene;
    private final Scheduler world;
    private final Chance chance;
    private final Trace trace;
    private final FaultProfile profile;
    private Runnable onClone = () -> {};

    Misfortune(Scene scene, Chance chance) {
        this.scene = scene;
        this.chance = chance;
        world = scene.world;
        trace = scene.trace;
        profile = scene.profile;
    }

    void onClone(Runnable taker) {
        onClone = taker;
    }

    Duration anySkew() {
        Duration most = profile.skew();
        return chance.upTo(most.multipliedBy(2)).minus(most);
    }

    /** Does something so many times an hour, on average, at moments that cannot be foretold. */
    private void often(double timesAnHour, Runnable what) {
        often(timesAnHour, chance, what);
    }

    private void often(double timesAnHour, Chance when, Runnable what) {
        if (timesAnHour <= 0) {
            return;
        }
        Duration mean = Duration.ofMillis(Math.round(HOUR.toMillis() / timesAnHour));
        world.schedule(when.upTo(mean.multipliedBy(2)), () -> {
            if (!scene.isHealed()) {
                what.run();
                often(timesAnHour, when, what);
            }
        });
    }

    void edits(SimulatedDevice device) {
        often((double) HOUR.toMillis() / profile.betweenEdits().toMillis(), device::edit);
    }

    void ofDevice(SimulatedDevice device, Set<OpId> forgiven) {
        often(profile.offline(), () -> {
            device.online(false);
            world.schedule(chance.upTo(Duration.ofMinutes(20)), () -> device.online(true));
        });
        often(profile.deaths(), () -> device.dieAtNextCommit(chance.happens(0.5)));
        often(profile.fullDisks(), () -> {
            trace.add(device.name(), "disk is full");
            device.fate().beFull(1 + chance.below(8));
        });
        often(profile.jumps(), () -> device.skew(anySkew()));
        often(profile.clones(), () -> {
            trace.add(device.name(), "is copied");
            onClone.run();
        });
        often(profile.rollbacks(), () -> rollBackLater(device, forgiven));
        often(profile.updates(), device::update);
    }

    /** Cuts a device's power, at moments of their own. What it acknowledged stays. */
    void powerOf(SimulatedDevice device, Chance when) {
        often(profile.powerCuts(), when, device::losePower);
    }

    /** What a device acknowledged since a backup goes with the file that the backup takes the place of. */
    private void rollBackLater(SimulatedDevice device, Set<OpId> forgiven) {
        trace.add(device.name(), "is backed up");
        SimulatedDisk backup = device.disk().copy();
        Set<OpId> kept = Set.copyOf(device.acknowledged());
        world.schedule(chance.upTo(Duration.ofMinutes(15)), () -> {
            if (scene.isHealed()) {
                return;
            }
            trace.add(device.name(), "is put back");
            Set<OpId> lost = new HashSet<>(device.acknowledged());
            lost.removeAll(kept);
            forgiven.addAll(lost);
            device.putBack(backup);
        });
    }

    void ofServer(MemoryWorkspace server, DeviceTime clock, Witness witness, Fold fold) {
        often(profile.serverJumps(), () -> {
            clock.skew(chance.upTo(Duration.ofMinutes(40)).minusMinutes(20));
            trace.add("server", "clock jumps");
        });
        often(profile.serverDeaths(), () -> {
            boolean before = chance.happens(0.5);
            Runnable death = () -> {
                server.beforeCommit(() -> {});
                server.afterCommit(() -> {});
                trace.add("server", "dies " + (before ? "before" : "after") + " a commit");
                throw new IllegalStateException("The server dies here");
            };
            if (before) {
                server.beforeCommit(death);
            } else {
                server.afterCommit(death);
            }
        });
        often(profile.serverDeaths(), () -> {
            server.refuseWith(new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "down", "The server is down"));
            world.schedule(chance.upTo(Duration.ofMinutes(5)), () -> server.refuseWith(null));
        });
        often(profile.compactions(), () -> {
            trace.add("server", "forgets");
            Duration retention = Duration.ofMinutes(2 + chance.below(10));
            fold.around(() -> server.compact(retention));
            witness.forget(server);
        });
        often(profile.restores(), () -> restoreLater(server, witness, fold));
    }

    private void restoreLater(MemoryWorkspace server, Witness witness, Fold fold) {
        trace.add("server", "is backed up");
        MemoryWorkspace.Backup backup = server.backup();
        Witness.Memory known = witness.memory();
        Fold.Beginning beginning = fold.beginning();
        world.schedule(chance.upTo(Duration.ofMinutes(15)), () -> {
            if (!scene.isHealed()) {
                trace.add("server", "is restored");
                if (chance.happens(0.5)) {
                    server.restore(backup);
                } else {
                    server.rollBackTo(backup);
                }
                witness.putBack(known);
                fold.putBack(beginning);
            }
        });
    }
}
