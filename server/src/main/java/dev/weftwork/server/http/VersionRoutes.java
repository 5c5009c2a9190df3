package dev.weftwork.server.http;

import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.format.FlowJson;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.Role;
import dev.weftwork.server.storage.WorkflowRow;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.version.SavedVersion;
import dev.weftwork.version.Saving;
import dev.weftwork.version.VersionBook;
import dev.weftwork.version.VersionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The versions of a workflow that people saved: list, save, read, go back. */
record VersionRoutes(Workspaces workspaces, Bodies bodies, Executor executor, Openings openings) {
    CompletableFuture<Reply> list(Call call, String id) throws IOException {
        WorkflowId workflow = Fields.workflow(id);
        Permit permit = openings.permit();
        try {
            GraphState versions = workspaces.read(
                    call.workspace(), reader -> living(reader, workflow, permit, Set.of(EntityKind.VERSION)));
            return CompletableFuture.completedFuture(
                    Reply.json(VersionTexts.versions(VersionBook.of(versions).versions())));
        } finally {
            permit.giveBack();
        }
    }

    CompletableFuture<Reply> save(Call call, String id) {
        call.require(Role.EDITOR);
        WorkflowId workflow = Fields.workflow(id);
        return bodies.read(call.request(), body -> {
            String note = Objects.requireNonNullElse(Fields.of(body).text("note"), "");
            Permit permit = openings.permit();
            return workspaces
                    .edit(call, desk -> {
                        GraphState now = living(desk.writer(), workflow, permit);
                        return made(save(desk, now, note, permit), id);
                    })
                    .whenComplete((reply, failure) -> permit.giveBack());
        });
    }

    CompletableFuture<Reply> read(Call call, String id, String number) {
        WorkflowId workflow = Fields.workflow(id);
        int which = number(number);
        Permit permit = openings.permit();
        return CompletableFuture.supplyAsync(() -> read(call, workflow, which, permit), executor)
                .whenComplete((reply, failure) -> permit.giveBack());
    }

    private Reply read(Call call, WorkflowId workflow, int number, Permit permit) {
        try {
            GraphState saved = workspaces.read(
                    call.workspace(),
                    reader -> living(reader, workflow, permit, Set.of(EntityKind.VERSION, EntityKind.CHUNK)));
            Openings.Opened opened = openings.open(saved, number, permit);
            return Reply.json(VersionTexts.version(
                    opened.version(),
                    StrictJson.shown(FlowJson.write(opened.content().view()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CompletableFuture<Reply> rollback(Call call, String id, String number) {
        call.require(Role.EDITOR);
        WorkflowId workflow = Fields.workflow(id);
        int which = number(number);
        Permit permit = openings.permit();
        return bodies.read(
                        call.request(),
                        body -> workspaces.edit(call, desk -> made(rollBack(desk, workflow, which, permit), id)))
                .whenComplete((reply, failure) -> permit.giveBack());
    }

    private SavedVersion rollBack(Desk desk, WorkflowId workflow, int which, Permit permit) {
        GraphState now = living(desk.writer(), workflow, permit);
        Openings.Opened opened = openings.open(now, which, permit);
        Set<String> parts = VersionBook.of(now).parts(opened.version());
        List<EntityWrites> writes = VersionBook.restore(now, opened.content(), parts);
        if (!writes.isEmpty()) {
            desk.write(workflow, desk.writer().head(), writes);
        }
        GraphState then = living(desk.writer(), workflow, permit);
        return save(desk, then, "Back to version " + which, permit);
    }

    private static SavedVersion save(Desk desk, GraphState state, String note, Permit permit) {
        WorkflowId workflow = state.id();
        VersionId name = new VersionId(Ids.system().next());
        Saving saving = VersionBook.save(state);
        for (List<EntityWrites> part : saving.before(name, any -> true)) {
            desk.write(workflow, desk.writer().head(), part);
        }
        EntityWrites version = saving.version(name, desk.principal(), note, desk.now(), any -> true);
        desk.write(workflow, desk.writer().head(), List.of(version));
        GraphState versions = living(desk.writer(), workflow, permit, Set.of(EntityKind.VERSION));
        return VersionBook.of(versions).versions().stream()
                .filter(each -> each.id().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Reply made(SavedVersion version, String workflow) {
        return Reply.json(VersionTexts.version(version))
                .withStatus(201)
                .withHeader(
                        "Location",
                        "/api/workflows/" + PathSegments.encoded(workflow) + "/versions/" + version.number());
    }

    private static int number(String text) {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw Fields.bad("The number of a version is a whole number, one or more");
        }
        return Integer.parseInt(text);
    }

    /** Only entities of some kinds, as far as there is room for them. */
    private static GraphState living(
            WorkspaceReader reader, WorkflowId workflow, Permit permit, Set<EntityKind> kinds) {
        return living(reader, workflow, (kind, bytes) -> {
            boolean wanted = kinds.contains(kind);
            permit.take(wanted ? bytes : 0);
            return wanted;
        });
    }

    /** All of it, and room for what is made of what is no version. What an attempt before this one took is given back. */
    private static GraphState living(WorkspaceReader reader, WorkflowId workflow, Permit permit) {
        permit.giveBack();
        return living(reader, workflow, (kind, bytes) -> {
            boolean kept = kind.equals(EntityKind.VERSION) || kind.equals(EntityKind.CHUNK);
            permit.take(kept ? bytes : bytes * Openings.BYTES);
            return true;
        });
    }

    private static GraphState living(WorkspaceReader reader, WorkflowId workflow, WorkspaceReader.Wanted wanted) {
        requireAlive(reader, workflow);
        GraphState.Builder state = GraphState.builder(workflow);
        reader.entities(Set.of(workflow), wanted, (id, entity) -> state.put(entity));
        return state.build();
    }

    private static void requireAlive(WorkspaceReader reader, WorkflowId workflow) {
        WorkflowRow row = reader.documents().workflow(workflow);
        if (row == null || !row.alive()) {
            throw WorkflowRoutes.absent();
        }
    }
}
