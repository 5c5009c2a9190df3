package dev.weftwork.sync;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one record for each sync: what began it, and what came of it; never what users stored. */
final class ResultLog {
    private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);

    private ResultLog() {}

    static void write(SyncTrigger trigger, Scope.Reach about, SyncResult result, long nanos) {
        Object workflows = about.pushed().isEmpty() ? "all" : about.pushed();
        if (result instanceof SyncResult.Done done) {
            LOG.atInfo()
                    .addKeyValue("trigger", trigger)
                    .addKeyValue("workflows", workflows)
                    .addKeyValue("pushed", done.pushed())
                    .addKeyValue("pulled", done.pulled())
                    .addKeyValue("refused", done.refused())
                    .addKeyValue("micros", nanos / 1000)
                    .log("synced");
        } else if (result instanceof SyncResult.Failed failed) {
            LOG.atWarn()
                    .addKeyValue("trigger", trigger)
                    .addKeyValue("workflows", workflows)
                    .addKeyValue("kind", failed.failure().kind())
                    .addKeyValue("code", failed.failure().code())
                    .log("sync failed: {}", failed.failure().message());
        } else if (result instanceof SyncResult.Stopped stopped) {
            LOG.atWarn()
                    .addKeyValue("trigger", trigger)
                    .addKeyValue("workflows", workflows)
                    .log("sync stopped: {}", stopped.reason());
        }
    }
}
