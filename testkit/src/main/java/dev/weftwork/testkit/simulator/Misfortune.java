package dev.weftwork.testkit.simulator;

import dev.weftwork.change.OpId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.StorageException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What happens to devices and the server, at moments that follow from the seed, until the world heals. */
final class Misfortune {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Scheduler world;
    private final Chance chance;
    private final Trace trace;
    private final FaultProfile profile;
    private final BooleanSupplier healed;
    private Consumer<MemoryDisk> onClone = disk -> {};

    Misfortune(Scheduler world, Chance chance, Trace trace, FaultProfile profile, BooleanSupplier healed) {
        this.world = world;
        this.chance = chance;
        this.trace = trace;
        this.profile = profile;
        this.healed = healed;
    }

    void onClone(Consumer<MemoryDisk> taker) {
        onClone = taker;
    }

    Duration anySkew() {
        Duration most = profile.skew();
        return chance.upTo(most.multipliedBy(2)).minus(most);
    }

    /** Does something so many times an hour, on average, at moments that cannot be foretold. */
    private void often(double timesAnHour, Runnable what) {
        if (timesAnHour <= 0) {
            return;
        }
        Duration mean = Duration.ofMillis(Math.round(HOUR.toMillis() / timesAnHour));
        world.schedule(chance.upTo(mean.multipliedBy(2)), () -> {
            if (!healed.getAsBoolean()) {
                what.run();
                often(timesAnHour, what);
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
            device.disk().failWrites(1 + chance.below(8), full());
        });
        often(profile.jumps(), () -> device.skew(anySkew()));
        often(profile.clones(), () -> {
            trace.add(device.name(), "is copied");
            onClone.accept(device.disk().copy());
        });
        often(profile.rollbacks(), () -> rollBackLater(device, forgiven));
    }

    private static StorageException full() {
        return new StorageException(StorageException.Kind.FULL, "The disk is full", "Free some space");
    }

    /** What a device acknowledged since a backup goes with the file that the backup takes the place of. */
    private void rollBackLater(SimulatedDevice device, Set<OpId> forgiven) {
        trace.add(device.name(), "is backed up");
        MemoryDisk backup = device.disk().copy();
        Set<OpId> kept = Set.copyOf(device.acknowledged());
        world.schedule(chance.upTo(Duration.ofMinutes(15)), () -> {
            if (healed.getAsBoolean()) {
                return;
            }
            trace.add(device.name(), "is put back");
            Set<OpId> lost = new HashSet<>(device.acknowledged());
            lost.removeAll(kept);
            forgiven.addAll(lost);
            device.putBack(backup);
            device.start();
        });
    }

    void ofServer(MemoryWorkspace server, Witness witness) {
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
            server.compact(Duration.ofMinutes(2 + chance.below(10)));
            witness.forget();
        });
        often(profile.restores(), () -> restoreLater(server, witness));
    }

    private void restoreLater(MemoryWorkspace server, Witness witness) {
        trace.add("server", "is backed up");
        MemoryWorkspace.Backup backup = server.backup();
        Set<OpId> taken = Set.copyOf(witness.admitted());
        world.schedule(chance.upTo(Duration.ofMinutes(15)), () -> {
            if (!healed.getAsBoolean()) {
                trace.add("server", "is restored");
                if (chance.happens(0.5)) {
                    server.restore(backup);
                } else {
                    server.rollBackTo(backup);
                }
                witness.putBack(taken);
            }
        });
    }
}
