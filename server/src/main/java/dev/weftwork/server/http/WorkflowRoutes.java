package dev.weftwork.server.http;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.server.Role;
import dev.weftwork.server.storage.DocumentReader;
import dev.weftwork.server.storage.DocumentWriter;
import dev.weftwork.server.storage.StoredDocument;
import dev.weftwork.server.storage.WorkflowRow;
import dev.weftwork.server.storage.WorkspaceReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Workflows as documents, for whoever has no replica: save, read, list, rename, delete. */
record WorkflowRoutes(
        Workspaces workspaces,
        Bodies bodies,
        Executor executor,
        SecretFields secretFields,
        Lines lines,
        Readings readings) {
    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 200;

    /** A workflow and its document, and whether it is known that the caller gets it. */
    record Found(WorkflowRow row, StoredDocument document, boolean noted) {}

    CompletableFuture<Reply> save(Call call) {
        call.require(Role.EDITOR);
        String match = Tags.list(call.request(), HttpHeader.IF_MATCH);
        return bodies.readDocument(
                call.request(),
                (body, permit) -> saved(call, SaveRequest.ofDefinition(body), match, permit)
                        .thenApply(WorkflowRoutes::reply));
    }

    CompletableFuture<Reply> sync(Call call) {
        call.require(Role.EDITOR);
        return bodies.readDocument(
                call.request(),
                (body, permit) -> saved(
                                call, SaveRequest.ofState(body, call.principal().id()), null, permit)
                        .thenApply(saved -> tagged(Reply.json("{\"success\":true}"), saved)));
    }

    private CompletableFuture<Saving.Saved> saved(
            Call call, SaveRequest request, @Nullable String match, Permit permit) {
        secretFields.plaintext(Json.parse(request.text())).ifPresent(WorkflowRoutes::refuse);
        Readings.Room room = readings.room(permit);
        return new Saving(workspaces, executor, lines, room, call, request, match).save();
    }

    private static void refuse(String field) {
        String detail = "The field " + field + " is secret here and was not encrypted; encrypt it before you send it";
        throw new ProblemException(422, "secret-plaintext", detail);
    }

    private static Reply reply(Saving.Saved saved) {
        Reply reply = tagged(Reply.json(WorkflowTexts.saved(saved)), saved);
        return saved.created()
                ? reply.withStatus(201)
                        .withHeader(
                                "Location",
                                "/api/workflows/"
                                        + PathSegments.encoded(saved.row().id()))
                : reply;
    }

    /** Who sent something else than what is there now does not have what a tag would name. */
    private static Reply tagged(Reply reply, Saving.Saved saved) {
        return saved.merged() ? reply : tagged(reply, saved.row());
    }

    private static Reply tagged(Reply reply, WorkflowRow row) {
        return reply.withHeader("ETag", Tags.of(row)).withHeader("Cache-Control", "private, no-cache");
    }

    CompletableFuture<Reply> read(Call call, String id) throws IOException {
        String known = Tags.list(call.request(), HttpHeader.IF_NONE_MATCH);
        return made(call, id, found -> {
            boolean same = known != null && Tags.matches(known, found.row);
            Reply reply = same
                    ? Reply.NOTHING.withStatus(304)
                    : Reply.json(WorkflowTexts.workflow(found.row, found.document.body()));
            return tagged(reply, found.row);
        });
    }

    /** The bare document, as a file. */
    CompletableFuture<Reply> export(Call call, String id) throws IOException {
        return made(
                call,
                id,
                found -> tagged(Reply.json(found.document.body()), found.row)
                        .withHeader("Content-Disposition", "attachment; filename=\"" + fileName(found.row) + "\""));
    }

    /** However many read at once, and however long what they read waits to be noted, no more of it is in memory than may be. */
    private CompletableFuture<Reply> made(Call call, String id, Function<Found, Reply> reply) throws IOException {
        Readings.Room room = readings.room();
        try {
            return found(call, id, room)
                    .thenApplyAsync(reply, executor)
                    .whenComplete((made, failure) -> room.giveBack());
        } catch (IOException | RuntimeException e) {
            room.giveBack();
            throw e;
        }
    }

    private static String fileName(WorkflowRow row) {
        String plain = row.name().replaceAll("[^A-Za-z0-9 ._-]", "_").strip();
        return (plain.isEmpty() ? "workflow" : plain.substring(0, Math.min(plain.length(), 100))) + ".json";
    }

    private CompletableFuture<Found> found(Call call, String id, Readings.Room room) throws IOException {
        WorkflowId workflow = Fields.workflow(id);
        String principal = call.principal().id();
        Found found = workspaces.read(call.workspace(), reader -> look(reader, workflow, principal, room));
        if (found == null) {
            throw absent();
        }
        // what was there before the field was named is shown as it is, but no copy of it is kept
        return found.noted
                        || !call.role().includes(Role.EDITOR)
                        || secretFields
                                .plaintext(Json.parse(found.document.body()))
                                .isPresent()
                ? CompletableFuture.completedFuture(found)
                // reading goes on while nothing can be written; a save cannot start from it then
                : workspaces.edit(call, desk -> note(desk, found)).exceptionally(failure -> found);
    }

    /** A workflow with its document, or null if it does not exist. */
    static @Nullable Found look(
            WorkspaceReader reader, WorkflowId workflow, @Nullable String principal, Readings.@Nullable Room room) {
        WorkflowRow row = reader.documents().workflow(workflow);
        if (row == null || !row.alive()) {
            return null;
        }
        StoredDocument shown = Renditions.shown(reader, row, room);
        long known = principal == null ? 0 : reader.documents().known(workflow, principal, Tags.of(row));
        return new Found(row, shown, known != 0 && known == shown.number());
    }

    /** Keeps a document that was written anew, unless the workflow has moved on. */
    static Found keep(Desk desk, Found found) {
        DocumentWriter documents = desk.writer().documents();
        WorkflowId workflow = WorkflowId.of(found.row.id());
        WorkflowRow now = documents.workflow(workflow);
        if (now != null && now.alive() && now.version() == found.row.version() && found.document.number() == 0) {
            documents.put(workflow, found.document, true);
        }
        return found;
    }

    /**
     * Keeps what the caller is about to receive under its tag. Whether it arrives nobody knows, so a save is compared with
     * it only if it names the tag.
     */
    private static Found note(Desk desk, Found found) {
        DocumentWriter documents = desk.writer().documents();
        WorkflowId workflow = WorkflowId.of(found.row.id());
        WorkflowRow now = documents.workflow(workflow);
        // a full workspace is read like any other; nothing more is kept for that
        if (now != null && now.alive() && desk.hasRoom()) {
            boolean shown = now.version() == found.row.version();
            StoredDocument stored = shown ? documents.document(workflow, now.document()) : null;
            boolean present = stored != null && stored.version() == now.version();
            long number = found.document.number();
            if (number == 0 || documents.document(workflow, number) == null) {
                number = present && stored != null ? stored.number() : documents.put(workflow, found.document, shown);
            }
            documents.know(workflow, desk.knows(Tags.of(found.row)), number);
        }
        return found;
    }

    private static WorkflowRow living(DocumentReader documents, WorkflowId id) {
        WorkflowRow row = documents.workflow(id);
        if (row == null || !row.alive()) {
            throw absent();
        }
        return row;
    }

    static ProblemException absent() {
        return new ProblemException(404, "no-such-workflow", "There is no such workflow; it may have been deleted");
    }

    CompletableFuture<Reply> list(Call call) throws IOException {
        String search = Objects.requireNonNullElse(call.query().getValue("search"), "");
        String after = Objects.requireNonNullElse(call.query().getValue("after"), "");
        int limit = (int) call.number("limit", USUAL_PAGE, 1, LARGEST_PAGE);
        DocumentReader.Query query = new DocumentReader.Query(
                search.toLowerCase(Locale.ROOT), call.query().getValue("projectId"), after, limit);
        return CompletableFuture.completedFuture(workspaces.read(
                call.workspace(),
                reader -> Reply.json(WorkflowTexts.workflows(reader.documents().workflows(query), limit))));
    }

    CompletableFuture<Reply> change(Call call, String id) {
        call.require(Role.EDITOR);
        WorkflowId workflow = Fields.workflow(id);
        String match = Tags.list(call.request(), HttpHeader.IF_MATCH);
        return bodies.read(
                call.request(), body -> workspaces.edit(call, desk -> change(desk, workflow, Fields.of(body), match)));
    }

    private static Reply change(Desk desk, WorkflowId workflow, Fields fields, @Nullable String match) {
        DocumentWriter documents = desk.writer().documents();
        WorkflowRow row = matched(living(documents, workflow), match);
        String name = fields.name();
        String project = fields.text("projectId");
        if (project != null && documents.project(project) == null) {
            throw ProjectRoutes.missing();
        }
        if (name != null && !name.equals(row.name())) {
            desk.write(workflow, desk.writer().head(), own(workflow, RegisterNames.NAME, Json.of(name)));
        }
        if (fields.has("projectId")) {
            desk.writer().documents().file(workflow, project);
        }
        WorkflowRow now = Objects.requireNonNull(desk.writer().documents().workflow(workflow));
        return tagged(Reply.json(WorkflowTexts.workflow(now)), now);
    }

    private static WorkflowRow matched(WorkflowRow row, @Nullable String match) {
        if (match != null && !Tags.matches(match, row)) {
            throw ProblemException.stale(
                    412, "If-Match names another version than the present one; read it first", row.version());
        }
        return row;
    }

    private static List<EntityWrites> own(WorkflowId workflow, String register, Json value) {
        return List.of(
                EntityWrites.to(EntityKey.of(workflow)).set(register, value).build());
    }

    CompletableFuture<Reply> delete(Call call, String id) {
        call.require(Role.EDITOR);
        WorkflowId workflow = Fields.workflow(id);
        String match = Tags.list(call.request(), HttpHeader.IF_MATCH);
        return workspaces.edit(call, desk -> {
            matched(living(desk.writer().documents(), workflow), match);
            desk.write(workflow, desk.writer().head(), own(workflow, RegisterNames.LIFE, Json.FALSE));
            return Reply.NOTHING;
        });
    }

    /** What {@code POST /api/workflows/sync} says when it fails; its clients know this form and no other. */
    static Reply syncFailure(Reply problem) {
        String body = new String(problem.body(), StandardCharsets.UTF_8);
        Json failure = Json.EMPTY_OBJECT.with("error", "Sync failed");
        if (problem.status() < 500) {
            Json told = Json.parse(body);
            failure = failure.with("code", told.get("code")).with("detail", told.get("detail"));
        }
        return new Reply(problem.status(), Reply.JSON, problem.body(), problem.headers()).withBody(failure.text());
    }
}
