package dev.weftwork.examples.dashboard;

import dev.weftwork.graph.Json;
import dev.weftwork.metrics.OperationMetrics;
import dev.weftwork.store.Conflict;
import dev.weftwork.store.Oplog;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import dev.weftwork.sync.SyncMetrics;
import dev.weftwork.sync.SyncOptions;
import dev.weftwork.sync.SyncStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that the page shows, as one JSON object. */
final class Figures {
    /** More than that, nobody reads; the page says how many there are. */
    private static final int LISTED = 50;

    private final Store store;
    private final SyncEngine engine;
    private final Happenings happenings;

    Figures(Store store, SyncEngine engine, Happenings happenings) {
        this.store = store;
        this.engine = engine;
        this.happenings = happenings;
    }

    Json json(long revision) {
        SyncStatus status = engine.status();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("revision", revision);
        all.put("connection", connection(status));
        all.put("autoSync", autoSync(status));
        all.put("counters", counters(status));
        all.put("operations", operations());
        all.put("parked", parked());
        all.put("conflicts", conflicts());
        all.put("happenings", happenings.last().stream().map(Figures::happening).toList());
        return Json.of(all);
    }

    private static Map<String, @Nullable Object> connection(SyncStatus status) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("enabled", status.enabled());
        all.put("syncStatus", status.phase().name().toLowerCase(java.util.Locale.ROOT));
        all.put("connected", status.connected());
        all.put("live", status.live());
        all.put(
                "lastSyncTime",
                status.lastSyncMillis().isPresent() ? status.lastSyncMillis().getAsLong() : null);
        all.put("error", status.error().orElse(null));
        return all;
    }

    private Map<String, @Nullable Object> autoSync(SyncStatus status) {
        SyncOptions options = engine.options();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("changeCounter", status.pending());
        all.put("nextSyncIn", status.nextSyncIn().map(Duration::toMillis).orElse(null));
        all.put("debounceMs", options.debounce().toMillis());
        all.put("intervalMs", options.interval().toMillis());
        all.put("maxQueueSize", options.queueLimit());
        all.put("syncOnChange", options.syncOnChange());
        all.put("live", options.live());
        return all;
    }

    private Map<String, Object> counters(SyncStatus status) {
        SyncMetrics metrics = engine.metrics();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("pending", status.pending());
        all.put("pushed", metrics.opsPushed());
        all.put("pulled", metrics.opsPulled());
        all.put("refused", metrics.opsRefused());
        all.put("conflicts", metrics.conflicts());
        all.put("retries", metrics.retries());
        all.put("repaired", metrics.entitiesRepaired());
        all.put("assetBytesSent", metrics.assetBytesSent());
        all.put("assetBytesFetched", metrics.assetBytesFetched());
        all.put("assetBytesToSend", status.assets().bytesToSend());
        all.put("assetBytesToFetch", status.assets().bytesToFetch());
        return all;
    }

    private List<Map<String, Object>> operations() {
        return List.of(
                operation("edits", store.metrics().edits()),
                operation("writes", store.metrics().writes()),
                operation("folds", store.metrics().folds()),
                operation("loads", store.metrics().loads()),
                operation("syncs", engine.metrics().syncs()),
                operation("pushes", engine.metrics().pushes()),
                operation("pulls", engine.metrics().pulls()),
                operation("uploads", engine.metrics().uploads()),
                operation("downloads", engine.metrics().downloads()));
    }

    private static Map<String, Object> operation(String name, OperationMetrics metrics) {
        OperationMetrics.Snapshot snapshot = metrics.snapshot();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", name);
        all.put("total", snapshot.total());
        all.put("successful", snapshot.successful());
        all.put("failed", snapshot.failed());
        all.put("successRate", snapshot.successRate());
        all.put("averageMicros", micros(snapshot.average()));
        all.put("recentMicros", snapshot.recent().stream().map(Figures::micros).toList());
        return all;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private Map<String, Object> parked() {
        List<Oplog.DeadOp> dead = store.oplog().dead();
        return listed(
                dead.size(),
                dead.stream()
                        .limit(LISTED)
                        .map(one -> Map.of(
                                "op", one.op().id().value(),
                                "workflow", one.op().workflow().value(),
                                "code", one.code(),
                                "reason", one.reason()))
                        .toList());
    }

    private Map<String, Object> conflicts() {
        List<Conflict> open =
                store.replication().conflicts().stream().filter(Conflict::open).toList();
        return listed(
                open.size(), open.stream().limit(LISTED).map(Figures::conflict).toList());
    }

    private static Map<String, @Nullable Object> conflict(Conflict conflict) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("workflow", conflict.workflow().value());
        all.put("entity", conflict.key().toString());
        all.put("field", conflict.field());
        all.put("mine", text(conflict.mine().value()));
        all.put("theirs", text(conflict.theirs().value()));
        all.put("mineStands", conflict.won());
        return all;
    }

    private static @Nullable String text(@Nullable Json value) {
        return value == null ? null : value.text();
    }

    private static Map<String, Object> listed(int count, List<?> first) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("count", count);
        all.put("first", first);
        return all;
    }

    private static Map<String, Object> happening(Happenings.Happening happening) {
        return Map.of("at", happening.atMillis(), "trouble", happening.trouble(), "text", happening.text());
    }
}
