package dev.weftwork.server.http;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.wire.Answers;
import dev.weftwork.wire.Lost;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The values that lost, of a workflow or of one entity in it. */
record HistoryRoute(Workspaces workspaces) {
    private static final int MOST = 500;

    CompletableFuture<Reply> answer(Call call) throws IOException {
        Set<WorkflowId> workflows = call.workflows("workflow");
        if (workflows.size() != 1) {
            throw new ProblemException(400, "bad-parameter", "'workflow' names the one workflow that is meant");
        }
        WorkflowId workflow = workflows.iterator().next();
        EntityKey entity = entity(call);
        long after = call.number("after", 0, 0, Long.MAX_VALUE);
        int limit = (int) call.number("limit", MOST, 1, MOST);
        return CompletableFuture.completedFuture(workspaces.read(call.workspace(), reader -> {
            List<Lost> losses = reader.losses(workflow, entity, after, limit + 1);
            boolean more = losses.size() > limit;
            List<Lost> page = more ? losses.subList(0, limit) : losses;
            return Reply.json(Answers.history(page, more, workspaces.time(reader)));
        }));
    }

    private static @Nullable EntityKey entity(Call call) {
        String kind = call.query().getValue("kind");
        String id = call.query().getValue("id");
        if (kind == null && id == null) {
            return null;
        }
        try {
            return new EntityKey(EntityKind.of(kind == null ? "node" : kind), id == null ? "" : id);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(400, "bad-parameter", String.valueOf(e.getMessage()));
        }
    }
}
