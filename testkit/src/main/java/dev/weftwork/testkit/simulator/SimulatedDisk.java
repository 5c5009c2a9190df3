package dev.weftwork.testkit.simulator;

import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.StorageAdapter;

/** What a simulated device keeps its data on. The simulator sees to deaths and lack of space itself. */
public interface SimulatedDisk {
    /**
     * Opens it, as one more process.
     *
     * @return a storage of its own on the one disk; whoever opened it closes it
     */
    StorageAdapter open();

    /**
     * Copies it, as when somebody copies a file or keeps it as a backup; processes may be using it.
     *
     * @return another disk with the same content
     */
    SimulatedDisk copy();

    /**
     * What is left of it once the power is gone, with no process using it any more.
     *
     * @return a disk without what was written lightly since the last write that was not; all of it where that cannot be
     *     told
     */
    default SimulatedDisk afterPowerLoss() {
        return copy();
    }

    /**
     * An empty disk in memory.
     *
     * @return the disk
     */
    static SimulatedDisk inMemory() {
        return on(new MemoryDisk());
    }

    private static SimulatedDisk on(MemoryDisk disk) {
        return new SimulatedDisk() {
            @Override
            public StorageAdapter open() {
                return MemoryStorage.on(disk);
            }

            @Override
            public SimulatedDisk copy() {
                return on(disk.copy());
            }

            @Override
            public SimulatedDisk afterPowerLoss() {
                return on(disk.afterPowerLoss());
            }
        };
    }
}
