package dev.weftwork.sync;

import dev.weftwork.spi.RemoteFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes one record for each sync: what began it, and what came of it; never what users stored. Confined to the engine's
 * lane.
 */
final class ResultLog {
    private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);

    /** What was said when somebody else answered, while that lasts. */
    private @Nullable RemoteFailure elsewhere;

    void write(SyncTrigger trigger, Scope.Reach about, SyncResult result, long nanos) {
        Object workflows = about.pushed().isEmpty() ? "all" : about.pushed();
        if (result instanceof SyncResult.Done done) {
            elsewhere = null;
            LOG.atInfo()
                    .addKeyValue("trigger", trigger)
                    .addKeyValue("workflows", workflows)
                    .addKeyValue("pushed", done.pushed())
                    .addKeyValue("pulled", done.pulled())
                    .addKeyValue("refused", done.refused())
                    .addKeyValue("micros", nanos / 1000)
                    .log("synced");
        } else if (result instanceof SyncResult.Failed failed) {
            LOG.atLevel(isNews(failed.failure()) ? Level.WARN : Level.DEBUG)
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

    /** That the wrong token is given, or the wrong server answers, is said once and not with every try. */
    private boolean isNews(RemoteFailure failure) {
        if (failure.kind() != RemoteFailure.Kind.OTHER_PLACE) {
            return true;
        }
        boolean news = !failure.equals(elsewhere);
        elsewhere = failure;
        return news;
    }
}
