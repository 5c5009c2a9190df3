package dev.weftwork.server.http;

import dev.weftwork.graph.Ids;
import dev.weftwork.server.Role;
import dev.weftwork.server.storage.DocumentWriter;
import dev.weftwork.server.storage.Project;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The projects that workflows may belong to. */
record ProjectRoutes(Workspaces workspaces, Bodies bodies) {
    private static final int LARGEST_PAGE = 200;

    static ProblemException missing() {
        return new ProblemException(
                422, "no-such-project", "There is no such project; make it with POST /api/projects first");
    }

    CompletableFuture<Reply> list(Call call) throws IOException {
        String after = Objects.requireNonNullElse(call.query().getValue("after"), "");
        int limit = (int) call.number("limit", LARGEST_PAGE, 1, LARGEST_PAGE);
        return CompletableFuture.completedFuture(workspaces.read(
                call.workspace(),
                reader -> Reply.json(WorkflowTexts.projects(reader.documents().projects(after, limit), limit))));
    }

    CompletableFuture<Reply> save(Call call) {
        call.require(Role.EDITOR);
        return bodies.read(call.request(), body -> {
            Fields fields = Fields.of(body);
            String named = fields.text("id");
            String id =
                    named == null ? Ids.system().next() : Fields.workflow(named).value();
            String name = fields.name();
            if (name == null) {
                throw Fields.bad("'name' is missing; it is a text");
            }
            return workspaces.edit(call, desk -> save(desk, id, name));
        });
    }

    private static Reply save(Desk desk, String id, String name) {
        if (!desk.hasRoom()) {
            throw StorageQuota.refusal();
        }
        DocumentWriter documents = desk.writer().documents();
        Project old = documents.project(id);
        Project project = new Project(id, name, old == null ? desk.now() : old.createdAt(), desk.now());
        documents.put(project);
        return Reply.json(WorkflowTexts.project(project)).withStatus(old == null ? 201 : 200);
    }
}
