package dev.weftwork.memory;

import dev.weftwork.graph.PersistentMap;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.Row;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a moment. */
class MemoryRead implements ReadTransaction {
    private Moment moment;
    private boolean ended;

    MemoryRead(Moment moment) {
        this.moment = moment;
    }

    @Override
    public final long head() {
        return moment().log().head();
    }

    @Override
    public final long floor() {
        return moment().log().floor();
    }

    @Override
    public final void log(long after, EntryVisitor each) throws IOException {
        LogSlice log = moment().log();
        if (after < log.floor()) {
            throw new IllegalArgumentException(
                    "Cannot read after " + after + ", the log was pruned up to " + log.floor());
        }
        for (long position = after + 1; position <= log.head(); position++) {
            each.entry(position, log.body(position));
        }
    }

    @Override
    public final void rows(String workflowId, RowVisitor each) throws IOException {
        for (Row row : moment().rowsOf(workflowId).values()) {
            each.row(row);
        }
    }

    @Override
    public final void rowsOfKind(String kind, RowVisitor each) throws IOException {
        for (PersistentMap<Row> rows : moment().rows().values()) {
            for (Row row : rows.values()) {
                if (row.kind().equals(kind)) {
                    each.row(row);
                }
            }
        }
    }

    @Override
    public final @Nullable String setting(String name) {
        return moment().settings().get(name);
    }

    @Override
    public final void settings(String prefix, SettingVisitor each) throws IOException {
        Map<String, String> found = new TreeMap<>();
        moment().settings().forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name, value);
            }
        });
        for (Map.Entry<String, String> setting : found.entrySet()) {
            each.setting(setting.getKey(), setting.getValue());
        }
    }

    final Moment moment() {
        if (ended) {
            throw new IllegalStateException("The transaction ended when its callback returned");
        }
        return moment;
    }

    final void become(Moment next) {
        moment = next;
    }

    final void end() {
        ended = true;
    }
}
