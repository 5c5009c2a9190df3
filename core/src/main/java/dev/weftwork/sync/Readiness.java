package dev.weftwork.sync;

import dev.weftwork.store.PushLimits;
import org.jspecify.annotations.Nullable;

/**
 * Lets the store mark an edit as it writes it where the edit is sent at once, so that it need not be noted a second time
 * before it leaves. Confined to the engine's lane.
 */
final class Readiness {
    private final Session session;

    Readiness(Session session) {
        this.session = session;
    }

    /** Says whether nothing keeps an edit from being sent, and what is synced. */
    void follow(boolean free, Scope.@Nullable Reach about) {
        boolean ready = free && session.options().syncOnChange() && session.mayPush();
        if (ready && about != null) {
            session.store().replication().standReady(PushLimits.of(1, 1).within(about.pushed()));
        } else {
            session.store().replication().standDown();
        }
    }
}
