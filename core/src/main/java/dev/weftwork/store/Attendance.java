package dev.weftwork.store;

import dev.weftwork.change.GraphState;
import dev.weftwork.change.Presence;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.spi.ReadTransaction;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells listeners when nodes no longer show as running because their process is gone, or do again because it was only
 * asleep. Nobody edits anything then, so nothing else would make a window draw anew. Of the graphs in memory; safe for use
 * by many threads.
 */
final class Attendance {
    private final Processes processes;
    private final Replica replica;
    private final Announcer announcer;

    Attendance(StoreParts parts) {
        processes = parts.processes();
        replica = parts.replica();
        announcer = parts.announcer();
    }

    /** Something that looks who is there. */
    interface Looking {
        /** Looks. */
        void run() throws IOException;
    }

    /** Looks who is there. */
    void look(ReadTransaction moment) throws IOException {
        look(() -> processes.look(moment));
    }

    /** Tells of what shows otherwise once somebody has looked. */
    void look(Looking looking) throws IOException {
        Presence before = processes.presence();
        looking.run();
        Presence now = processes.presence();
        if (now.equals(before)) {
            return;
        }
        replica.lock.lock();
        try {
            for (Slot slot : replica.slots.values()) {
                if (announcer.isHeard(slot.id)) {
                    tell(slot.overlay.view(), before, now);
                }
            }
        } finally {
            replica.lock.unlock();
        }
    }

    private void tell(GraphState state, Presence before, Presence now) {
        Workflow was = state.view(before);
        Workflow is = state.view(now);
        Set<NodeId> changed = new HashSet<>();
        for (Node node : is.nodes()) {
            boolean same = was.node(node.id())
                    .filter(then -> then.status().equals(node.status()))
                    .isPresent();
            if (!same) {
                changed.add(node.id());
            }
        }
        if (!changed.isEmpty()) {
            announcer.shown(state, before, now, changed);
        }
    }
}
