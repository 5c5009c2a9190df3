package dev.weftwork.testkit.simulator;

import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageException;
import dev.weftwork.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A version of the software that meets a file of a newer one. */
final class OlderVersion {
    private OlderVersion() {}

    /** 31: it refuses the file, and nothing in it changes. */
    static void mustRefuse(SimulatedDisk disk) {
        try (StorageAdapter storage = disk.open()) {
            long before = storage.head();
            StorageException.Kind refusal = open(disk);
            boolean untouched = storage.head() == before;
            if (refusal != StorageException.Kind.NEWER_SCHEMA || !untouched) {
                throw new Broken("31", "an older version opened a newer file, or changed it; it said " + refusal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StorageException.@Nullable Kind open(SimulatedDisk disk) {
        ManualScheduler time = new ManualScheduler();
        try (Store opened = Store.builder().storage(disk.open()).scheduler(time).open()) {
            return opened.storage().writable() ? null : StorageException.Kind.READ_ONLY;
        } catch (StorageException e) {
            return e.kind();
        }
    }
}
