package dev.weftwork.server.http;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.format.FlowJson;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.Role;
import dev.weftwork.server.storage.WorkflowRow;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.version.DamagedVersionException;
import dev.weftwork.version.SavedVersion;
import dev.weftwork.version.Saving;
import dev.weftwork.version.VersionBook;
import dev.weftwork.version.VersionId;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The versions of a workflow that people saved: list, save, read, go back. */
record VersionRoutes(Workspaces workspaces, Bodies bodies, Executor executor) {
    /** A version and what it holds. */
    private record Opened(SavedVersion version, GraphState content) {}

    CompletableFuture<Reply> list(Call call, String id) throws IOException {
        WorkflowId workflow = Fields.workflow(id);
        return CompletableFuture.completedFuture(workspaces.read(
                call.workspace(),
                reader -> Reply.json(VersionTexts.versions(
                        VersionBook.of(living(reader, workflow)).versions()))));
    }

    CompletableFuture<Reply> save(Call call, String id) {
        call.require(Role.EDITOR);
        WorkflowId workflow = Fields.workflow(id);
        return bodies.read(call.request(), body -> {
            String note = Objects.requireNonNullElse(Fields.of(body).text("note"), "");
            return workspaces.edit(call, desk -> made(save(desk, workflow, note), id));
        });
    }

    CompletableFuture<Reply> read(Call call, String id, String number) throws IOException {
        WorkflowId workflow = Fields.workflow(id);
        int which = number(number);
        GraphState state = workspaces.read(call.workspace(), reader -> living(reader, workflow));
        return CompletableFuture.supplyAsync(
                () -> {
                    Opened opened = open(state, which);
                    return Reply.json(VersionTexts.version(opened.version, FlowJson.write(opened.content.view())));
                },
                executor);
    }

    CompletableFuture<Reply> rollback(Call call, String id, String number) {
        call.require(Role.EDITOR);
        WorkflowId workflow = Fields.workflow(id);
        int which = number(number);
        return bodies.read(
                call.request(),
                body -> workspaces.edit(call, desk -> {
                    GraphState now = living(desk.writer(), workflow);
                    Opened opened = open(now, which);
                    Set<String> parts = VersionBook.of(now).parts(opened.version);
                    List<EntityWrites> writes = VersionBook.restore(now, opened.content, parts);
                    if (!writes.isEmpty()) {
                        desk.write(workflow, desk.writer().head(), writes);
                    }
                    return made(save(desk, workflow, "Back to version " + which), id);
                }));
    }

    private static SavedVersion save(Desk desk, WorkflowId workflow, String note) {
        GraphState state = living(desk.writer(), workflow);
        VersionId name = new VersionId(Ids.system().next());
        Saving saving = VersionBook.save(state);
        for (List<EntityWrites> part : saving.before(name, any -> true)) {
            desk.write(workflow, desk.writer().head(), part);
        }
        EntityWrites version = saving.version(name, desk.principal(), note, desk.now(), any -> true);
        desk.write(workflow, desk.writer().head(), List.of(version));
        return VersionBook.of(state(desk.writer(), workflow)).versions().stream()
                .filter(each -> each.id().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Reply made(SavedVersion version, String workflow) {
        return Reply.json(VersionTexts.version(version))
                .withStatus(201)
                .withHeader("Location", "/api/workflows/" + workflow + "/versions/" + version.number());
    }

    private static Opened open(GraphState state, int number) {
        VersionBook book = VersionBook.of(state);
        SavedVersion version = book.version(number)
                .orElseThrow(() -> new ProblemException(
                        404, "no-such-version", "The workflow has no version of this number; list them first"));
        try {
            return new Opened(
                    version,
                    book.content(version, mostText())
                            .orElseThrow(() -> new ProblemException(
                                    409, "version-incomplete", "Part of this version has not arrived here yet")));
        } catch (DamagedVersionException e) {
            throw new ProblemException(
                    409, "version-damaged", "What this version holds is not what was saved; others can be read");
        }
    }

    /** Many ask at once, and a version that somebody made up takes kilobytes packed and far more when it is opened. */
    private static long mostText() {
        return Math.max(16L << 20, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 64));
    }

    private static int number(String text) {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw Fields.bad("The number of a version is a whole number, one or more");
        }
        return Integer.parseInt(text);
    }

    private static GraphState living(WorkspaceReader reader, WorkflowId workflow) {
        WorkflowRow row = reader.documents().workflow(workflow);
        if (row == null || !row.alive()) {
            throw WorkflowRoutes.absent();
        }
        return state(reader, workflow);
    }

    private static GraphState state(WorkspaceReader reader, WorkflowId workflow) {
        GraphState.Builder state = GraphState.builder(workflow);
        reader.entities(Set.of(workflow), (id, entity) -> state.put(entity));
        return state.build();
    }
}
