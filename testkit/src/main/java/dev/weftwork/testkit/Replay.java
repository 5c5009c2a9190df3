package dev.weftwork.testkit;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.GraphState;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SnapshotRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The state that operations, or a snapshot, come to. */
final class Replay {
    private Replay() {}

    /** One entity of one workflow. */
    record At(WorkflowId workflow, EntityKey key) {}

    static Map<WorkflowId, GraphState> states(List<AdmittedOp> ops) {
        Map<WorkflowId, GraphState> states = new HashMap<>();
        for (AdmittedOp op : ops) {
            states.compute(
                    op.op().workflow(),
                    (id, state) -> (state == null ? GraphState.empty(id) : state).join(op.op(), op.stamp()));
        }
        return states;
    }

    static GraphState state(List<AdmittedOp> ops, WorkflowId workflow) {
        return states(ops).getOrDefault(workflow, GraphState.empty(workflow));
    }

    static Map<At, Entity> of(List<AdmittedOp> ops) {
        Map<At, Entity> entities = new HashMap<>();
        states(ops)
                .forEach((workflow, state) ->
                        state.forEach(entity -> entities.put(new At(workflow, entity.key()), entity)));
        return entities;
    }

    static Map<At, Entity> snapshot(RemoteAdapter remote) {
        return fetch(remote, Calls.value(remote.snapshot(SnapshotRequest.ALL)));
    }

    static Map<At, Entity> fetch(RemoteAdapter remote, SnapshotManifest manifest) {
        Map<At, Entity> entities = new HashMap<>();
        for (SnapshotPart part : manifest.parts()) {
            for (SnapshotPage.Row row : Calls.value(remote.part(part)).entities()) {
                entities.put(new At(row.workflow(), row.entity().key()), row.entity());
            }
        }
        return entities;
    }
}
