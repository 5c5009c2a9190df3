package dev.weftwork.sqlite.crash;

import dev.weftwork.graph.Ids;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.Row;
import dev.weftwork.store.Recovery;
import dev.weftwork.store.RecoveryReport;
import dev.weftwork.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A store in memory, and what is left of it once a test has taken parts away. */
final class Remnant {
    final List<Row> rows = new ArrayList<>();
    final NavigableMap<Long, String> entries = new TreeMap<>();
    final Map<String, String> settings = new TreeMap<>();
    final MemoryStorage target = MemoryStorage.create();
    private final MemoryDisk disk = new MemoryDisk();
    private final Scheduler scheduler;
    private final Ids ids;

    Remnant(Scheduler scheduler, Ids ids) {
        this.scheduler = scheduler;
        this.ids = ids;
    }

    /** Lets a store do something and closes it, so that rows are folded. */
    void run(Consumer<Store> work) throws IOException {
        try (Store store = open(storage())) {
            work.accept(store);
        }
        read();
    }

    /** Lets a store do something that stays in the log. */
    void edit(Consumer<Store> work) throws IOException {
        // It is never closed, as if its process had been killed.
        Store store = open(storage());
        work.accept(store);
        store.flush();
        read();
    }

    MemoryStorage storage() {
        return MemoryStorage.on(disk);
    }

    MemoryStorage copy() {
        return MemoryStorage.on(disk.copy());
    }

    Store open(MemoryStorage storage) {
        return Store.builder().storage(storage).scheduler(scheduler).ids(ids).open();
    }

    private void read() throws IOException {
        rows.clear();
        entries.clear();
        settings.clear();
        storage().read(this::read);
    }

    private boolean read(ReadTransaction moment) throws IOException {
        moment.settings("", settings::put);
        moment.log(moment.floor(), entries::put);
        for (String name : settings.keySet()) {
            if (name.startsWith("rows/")) {
                moment.rows(name.substring("rows/".length()), rows::add);
            }
        }
        return true;
    }

    /** Damages an entity in the page where it lies beside others. */
    void damage(String id) {
        rows.replaceAll(row -> {
            int at = row.json().indexOf("[\"" + id + "\",");
            int life = row.json().indexOf("true", at);
            return at < 0
                    ? row
                    : withValues(
                            row,
                            row.json().substring(0, life) + "TRUE" + row.json().substring(life + 4));
        });
    }

    static Row withValues(Row row, String values) {
        return new Row(row.kind(), row.workflowId(), row.id(), row.version(), row.updatedAt(), values, row.stamps());
    }

    RecoveryReport recover() {
        return recover(new Recovery(ids));
    }

    RecoveryReport recover(Recovery recovery) {
        return feed(recovery).writeTo(target);
    }

    Recovery feed(Recovery recovery) {
        settings.forEach(recovery::setting);
        rows.forEach(recovery::row);
        entries.forEach(recovery::entry);
        return recovery;
    }

    String dump() {
        return Dump.of(open(storage()));
    }

    String recovered() {
        return Dump.of(open(target));
    }
}
