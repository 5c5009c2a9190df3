package dev.weftwork.server.http;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.HistoryPage;
import dev.weftwork.spi.HistoryRequest;
import dev.weftwork.wire.Answers;
import dev.weftwork.wire.Limits;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What was written to a workflow, or to one entity in it, and what lost. */
record HistoryRoute(Workspaces workspaces, Readings readings) {
    CompletableFuture<Reply> answer(Call call) throws IOException {
        Set<WorkflowId> workflows = call.workflows("workflow");
        if (workflows.size() != 1) {
            throw new ProblemException(400, "bad-parameter", "'workflow' names the one workflow that is meant");
        }
        long after = call.number("after", 0, 0, Limits.MAX_NUMBER);
        int limit = (int) call.number("limit", Limits.MAX_OPS, 1, Limits.MAX_OPS);
        HistoryRequest request = new HistoryRequest(workflows.iterator().next(), entity(call), after, limit);
        Readings.Room room = readings.room();
        try {
            return CompletableFuture.completedFuture(workspaces.read(call.workspace(), reader -> {
                HistoryPage page = new History(reader, request, room).page();
                return Reply.json(Answers.history(page, workspaces.time(reader)));
            }));
        } finally {
            room.giveBack();
        }
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
