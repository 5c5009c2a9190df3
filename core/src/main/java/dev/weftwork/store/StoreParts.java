package dev.weftwork.store;

import dev.weftwork.graph.Ids;
import dev.weftwork.metrics.StoreMetrics;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.store.history.UndoOptions;

/** What an opened storage gives a store to start from. */
record StoreParts(
        StorageAdapter storage,
        Scheduler scheduler,
        boolean ownScheduler,
        Ids ids,
        StoreMetrics metrics,
        Processes processes,
        Announcer announcer,
        Replica replica,
        Hints hints,
        StoreAssets assets,
        Intake.Folded folded,
        String schema,
        Sealing sealing,
        UndoOptions undo) {}
