package dev.weftwork.testkit.simulator;

import dev.weftwork.graph.Ids;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schema.Migrations;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.store.Binding;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import dev.weftwork.sync.SyncListener;

/** A store and its engine on a disk, until they die. */
final class SimulatedProcess {
    /** A newer version's step, which old files need and old versions do not know. */
    static final Migrations NEWER =
            Migrations.none().with(1, transaction -> transaction.setting("host.newer", "since version 2"));

    private final DeviceTime time;
    private final MortalStorage storage;
    private final RemoteAdapter remote;
    private final Store store;

    private SimulatedProcess(DeviceTime time, MortalStorage storage, RemoteAdapter remote, Store store) {
        this.time = time;
        this.storage = storage;
        this.remote = remote;
        this.store = store;
    }

    /**
     * Starts one.
     *
     * @throws dev.weftwork.spi.StorageException if the disk does not let it
     */
    static SimulatedProcess start(SimulatedDevice device, Scene scene, String name, Chance chance) {
        DeviceTime time = new DeviceTime(scene.world, device::skew);
        MortalStorage storage = new MortalStorage(device.disk().open(), device.fate(), device.isShared());
        RemoteAdapter remote = scene.way(device, name, chance.fork());
        Store store = Store.builder()
                .storage(storage)
                .scheduler(time)
                .ids(Ids.seeded(chance.next(), time::wallMillis))
                .migrations(device.isNewer() ? NEWER : Migrations.none())
                .open();
        if (store.binding().isEmpty() && chance.happens(0.8)) {
            store.attach(new Binding("memory", "studio", "ann"));
        }
        Chance jitter = chance.fork();
        SyncEngine.builder(scene.between(store))
                .remote(remote)
                .scheduler(time)
                .chance(jitter::share)
                .conflicts(device.policy())
                .options(scene.options)
                .listener(new SyncListener() {
                    @Override
                    public void differing(WorkflowId workflow) {
                        device.differing().add(workflow);
                    }
                })
                .start();
        return new SimulatedProcess(time, storage, remote, store);
    }

    Store store() {
        return store;
    }

    boolean isOn(MortalStorage other) {
        return storage == other;
    }

    /** It is gone from one moment to the next. */
    void die() {
        time.die();
        storage.die();
        remote.close();
    }
}
