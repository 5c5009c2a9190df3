package dev.weftwork.sync;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.store.Repair;
import dev.weftwork.store.Replication;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares the graphs in memory with the server's along with a sync, and repairs what differs. It happens after a fault
 * of a disk, of a server, or of this library. Used once, confined to the engine's lane.
 */
final class Inspection {
    private final Session session;
    private final Replication replication;
    private final Bootstrap.Asking asking;
    private final Consumer<RemoteFailure> fail;
    private Set<WorkflowId> wanted;

    Inspection(Session session, Bootstrap.Asking asking, Consumer<RemoteFailure> fail) {
        this.session = session;
        this.asking = asking;
        this.fail = fail;
        replication = session.store().replication();
        wanted = session.auditDue() ? session.repairable(replication.comparable()) : Set.of();
    }

    /** The workflows whose digests are asked for. */
    Set<WorkflowId> wanted() {
        return wanted;
    }

    /** Looks at what a pull brought once it was recorded, and goes on. */
    void look(PullAnswer answer, Runnable then) {
        if (wanted.isEmpty() || answer.more()) {
            then.run();
            return;
        }
        Set<WorkflowId> differing = replication.differing(answer, wanted);
        wanted = Set.of();
        session.audited();
        if (differing.isEmpty()) {
            then.run();
            return;
        }
        session.differing(differing);
        new Bootstrap(session, differing, asking, fail).run((manifest, rows) -> {
            List<Repair> repairs = replication.repair(manifest, rows, differing);
            if (repairs.isEmpty()) {
                // news came in that is later; the next comparison needs a newer snapshot
                session.parts().drop();
            }
            session.repaired(repairs);
            then.run();
        });
    }
}
