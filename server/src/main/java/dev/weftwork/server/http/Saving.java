package dev.weftwork.server.http;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Grave;
import dev.weftwork.change.Op;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Stamp;
import dev.weftwork.format.FlowContent;
import dev.weftwork.format.FlowNames;
import dev.weftwork.format.FlowPart;
import dev.weftwork.format.FlowSave;
import dev.weftwork.graph.Json;
import dev.weftwork.server.storage.DocumentReader;
import dev.weftwork.server.storage.DocumentWriter;
import dev.weftwork.server.storage.StoredDocument;
import dev.weftwork.server.storage.WorkflowRow;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.wire.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One save. What it changes is worked out beside the one thread that writes, however often: others wait for that. It is
 * written if nobody was faster. Saves of one workflow wait for each other, so only operations of others can be.
 */
record Saving(
        Workspaces workspaces,
        Executor executor,
        Lines lines,
        Readings.Room room,
        Call call,
        SaveRequest request,
        @Nullable String match) {
    private static final int TRIES = 8;
    private static final Duration SOON = Duration.ofSeconds(1);

    /**
     * What became of it.
     *
     * @param created whether the workflow was made
     * @param merged whether the workflow holds more than the document, since others changed it meanwhile
     */
    record Saved(WorkflowRow row, boolean created, boolean merged) {}

    /**
     * What is to be written.
     *
     * @param row the workflow as it was then, or null
     * @param whole whether the workflow will show just what the document says
     * @param silent whether the document said nothing of the links, which whoever sent it knows
     * @param seen what whoever sent the document knew of
     * @param had what the document started from had in it
     * @param number the stored document that this one repeats, or 0
     */
    private record Plan(
            @Nullable WorkflowRow row,
            boolean created,
            List<EntityWrites> writes,
            boolean whole,
            boolean silent,
            long seen,
            Set<EntityKey> had,
            FlowNames names,
            long number) {
        boolean holds(@Nullable WorkflowRow now) {
            return version(row) == version(now);
        }
    }

    private static long version(@Nullable WorkflowRow row) {
        return row == null ? -1 : row.version();
    }

    CompletableFuture<Saved> save() {
        String workflow = call.workspace().length() + " " + call.workspace()
                + request.id().value();
        return lines.next(workflow, () -> again(TRIES));
    }

    private CompletableFuture<Saved> attempt(int tries) throws IOException {
        if (tries == 0) {
            Problem busy = new Problem(503, "busy", "Others change the workflow without a pause; try again");
            throw new ProblemException(busy, SOON);
        }
        Plan plan = plan();
        return workspaces
                .edit(call, desk -> {
                    WorkflowRow now = desk.writer().documents().workflow(request.id());
                    return plan.holds(now) ? Optional.of(commit(desk, plan)) : Optional.<Saved>empty();
                })
                .thenComposeAsync(
                        saved -> saved.map(CompletableFuture::completedFuture).orElseGet(() -> again(tries - 1)),
                        executor);
    }

    private CompletableFuture<Saved> again(int tries) {
        try {
            return attempt(tries);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** However many save at once, what they start from takes no more memory than there is for readers. */
    private Plan plan() throws IOException {
        try {
            return workspaces.read(call.workspace(), reader -> plan(reader, room));
        } finally {
            room.giveBack();
        }
    }

    private Plan plan(WorkspaceReader reader, Readings.Room room) {
        DocumentReader documents = reader.documents();
        if (request.project() != null && documents.project(request.project()) == null) {
            throw new ProblemException(
                    422, "no-such-project", "There is no such project; make it with POST /api/projects first");
        }
        WorkflowRow row = documents.workflow(request.id());
        boolean exists = row != null && row.alive();
        check(exists ? row : null);
        if (!exists) {
            checkBirth(reader);
        }
        return row == null || !exists ? birth(reader, row, room) : change(reader, row, room);
    }

    private void check(@Nullable WorkflowRow row) {
        long version = row == null ? 0 : row.version();
        if (match != null && (row == null || !Tags.matches(match, row))) {
            throw ProblemException.stale(
                    412, "If-Match names another version than the present one; read it and save again", version);
        }
        Long known = request.version();
        if (known != null && known != version) {
            String detail = row == null
                    ? "There is no such workflow, it may have been deleted; 'version' 0 makes it"
                    : "Somebody changed the workflow; 'version' is " + version
                            + " now. Read it, or leave 'version' out to have your changes merged";
            throw ProblemException.stale(409, detail, version);
        }
    }

    /** An editor that saves by itself must not bring back what somebody else deleted meanwhile. */
    private void checkBirth(WorkspaceReader reader) {
        Stamp deleted = deleted(reader);
        boolean aware = request.version() != null || (request.base() == null && isOfCaller(reader, deleted));
        if (deleted != null && !aware) {
            throw wasDeleted();
        }
        if (request.base() != null) {
            throw ProblemException.stale(
                    409, "There is no such workflow, so nobody can have read it; leave 'base' out to make it", 0);
        }
    }

    private static ProblemException wasDeleted() {
        return new ProblemException(
                409, "deleted", "The workflow was deleted. To make it anew under its id, send 'version' 0");
    }

    /** Who deleted the workflow, which does not live; null if it never did, be it that parts of it came first. */
    private @Nullable Stamp deleted(WorkspaceReader reader) {
        Registers own = reader.registers(request.id(), EntityKey.of(request.id()));
        return own == null ? null : own.stampOf(RegisterNames.LIFE);
    }

    /** Whether the caller wrote it over this face, and so knows of it. */
    private boolean isOfCaller(WorkspaceReader reader, @Nullable Stamp stamp) {
        Op.Origin caller = reader.documents().replica(call.principal().id());
        return stamp != null && caller != null && stamp.device().equals(caller.device());
    }

    private Plan birth(WorkspaceReader reader, @Nullable WorkflowRow row, Readings.Room room) {
        List<Entity> former = new ArrayList<>();
        if (row != null) {
            WorkspaceReader.Wanted all = (kind, bytes) -> {
                room.entity(bytes);
                return true;
            };
            reader.entities(Set.of(request.id()), all, (workflow, entity) -> former.add(entity));
        }
        List<EntityWrites> writes = save(request.content()).births(former);
        return new Plan(row, true, writes, true, false, reader.headPlace().seq(), Set.of(), FlowNames.NONE, 0);
    }

    private FlowSave save(FlowContent content) {
        return new FlowSave(request.id(), content, request.name());
    }

    private Plan change(WorkspaceReader reader, WorkflowRow row, Readings.Room room) {
        DocumentReader documents = reader.documents();
        boolean exact =
                match != null || request.version() != null || Tags.of(row).equals(request.base());
        StoredDocument known = exact ? null : known(documents, row, room);
        boolean deletes = exact || known != null;
        StoredDocument base = known == null ? Renditions.shown(reader, row, room) : known;
        if (deletes
                && base.version() == row.version()
                && base.body().equals(request.text())
                && request.name() == null) {
            FlowNames same = FlowNames.of(Json.parse(base.names()));
            return new Plan(row, false, List.of(), true, false, base.seen(), Set.of(), same, base.number());
        }
        return merge(reader, row, base, deletes);
    }

    /** What the caller says to have started from, else what it sent last: that it received anything nobody knows. */
    private @Nullable StoredDocument known(DocumentReader documents, WorkflowRow row, Readings.Room room) {
        String base = request.base();
        String principal = call.principal().id();
        long number = documents.known(request.id(), principal, base == null ? DocumentReader.SENT : base);
        room.document(number == 0 ? 0 : documents.length(request.id(), number));
        StoredDocument known = number == 0 ? null : Renditions.document(documents, request.id(), number);
        if (known == null && base != null) {
            String detail =
                    "What 'base' names is not kept, or not any more. Read the workflow again, or leave 'base' out"
                            + " to have nothing deleted";
            throw ProblemException.stale(409, detail, row.version());
        }
        return known;
    }

    private Plan merge(WorkspaceReader reader, WorkflowRow row, StoredDocument base, boolean deletes) {
        FlowNames names = FlowNames.of(Json.parse(base.names()));
        FlowContent old = names.apply(SaveRequest.content(base.body()));
        FlowContent wanted = names.apply(request.content());
        if (!deletes && FlowSave.differInKind(old, wanted)) {
            String detail = "The workflow holds a document of another kind, and you never read it."
                    + " Read it first, or send its 'version' to replace it";
            throw ProblemException.stale(409, detail, row.version());
        }
        FlowSave.State state = key -> reader.registers(request.id(), key);
        List<EntityWrites> writes = ShownAsNull.keep(save(wanted).changes(old, deletes, state), state);
        boolean keepsEdges = !wanted.speaksOf(FlowPart.EDGES) && !old.edges().isEmpty();
        boolean upToDate = deletes && base.version() == row.version();
        boolean whole = upToDate && !keepsEdges;
        long seen = deletes ? whole ? reader.headPlace().seq() : base.seen() : 0;
        FlowNames kept = names.within(request.content());
        return new Plan(row, false, writes, whole, keepsEdges && upToDate, seen, keys(old), kept, 0);
    }

    private static Set<EntityKey> keys(FlowContent content) {
        Set<EntityKey> keys = new HashSet<>();
        content.nodes().forEach(node -> keys.add(EntityKey.of(node.id())));
        content.edges().forEach(edge -> keys.add(EntityKey.of(edge.id())));
        return keys;
    }

    /**
     * What begins anew was decided upon by what is there now, whatever its sender knew; so it is an edit of its own. What
     * the sender started from and still had in it begins nothing: who changes that does not know that it ended.
     */
    private void write(Desk desk, Plan plan) {
        List<EntityWrites> anew = new ArrayList<>();
        List<EntityWrites> rest = new ArrayList<>();
        if (request.version() == null && isGone(desk)) {
            throw wasDeleted();
        }
        for (EntityWrites each : plan.writes) {
            boolean begins = !plan.had.contains(each.key()) && desk.writer().grave(request.id(), each.key()) != null;
            (begins ? anew : rest).add(each);
        }
        if (!anew.isEmpty()) {
            desk.write(request.id(), desk.writer().head(), anew);
        }
        if (!rest.isEmpty()) {
            desk.write(request.id(), plan.seen, rest);
        }
    }

    /** Whether the workflow ended so long ago that nobody knows who ended it. One that went whole is refused in any case. */
    private boolean isGone(Desk desk) {
        Grave grave = desk.writer().grave(request.id(), EntityKey.of(request.id()));
        return grave != null && !grave.equals(Grave.SEALED);
    }

    private Saved commit(Desk desk, Plan plan) throws IOException {
        if (plan.writes.isEmpty() && plan.number == 0 && !desk.hasRoom()) {
            throw StorageQuota.refusal();
        }
        if (!plan.writes.isEmpty()) {
            write(desk, plan);
        }
        DocumentWriter documents = desk.writer().documents();
        if (request.filed()) {
            documents.file(request.id(), request.project());
        }
        WorkflowRow row = documents.workflow(request.id());
        if (row == null) {
            throw new IOException("The workflow that was just written is not there");
        }
        long seen = plan.whole ? desk.writer().head() : plan.seen;
        long number = plan.number;
        if (plan.silent) {
            number = documents.put(request.id(), Renditions.shown(desk.writer(), row), true);
        } else if (number == 0) {
            String names = plan.names.toJson().text();
            long version = plan.whole ? row.version() : 0;
            number = documents.put(
                    request.id(), new StoredDocument(0, version, seen, names, request.text()), plan.whole);
        }
        documents.know(request.id(), desk.knows(DocumentReader.SENT), number);
        if (plan.whole) {
            documents.know(request.id(), desk.knows(Tags.of(row)), number);
        }
        return new Saved(row, plan.created, !plan.whole);
    }
}
