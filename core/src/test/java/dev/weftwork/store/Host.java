package dev.weftwork.store;

import dev.weftwork.schedule.ManualScheduler;

/**
 * A process with a store open.
 *
 * @param time its time; nothing happens in the background until it is moved on
 * @param storage what its store writes to
 * @param store the store
 */
record Host(ManualScheduler time, FlakyStorage storage, Store store) {}
