package dev.weftwork.server.http;

import dev.weftwork.change.Admission;
import dev.weftwork.change.Op;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Json;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.server.ServerMetrics;
import dev.weftwork.server.blob.Binaries;
import dev.weftwork.server.storage.ServerStorage;
import dev.weftwork.server.storage.ServerStorage.Work;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.server.storage.WorkspaceWriter;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workspaces as the routes see them. */
final class Workspaces {
    private static final Logger LOG = LoggerFactory.getLogger("dev.weftwork.server");

    /** Under this name it is noted which fields are secret. */
    private static final String SECRET = "secret-fields";

    private final ServerStorage storage;
    private final AdmissionClock clock;
    private final Waiters waiters;
    private final ServerMetrics metrics;
    private final StorageQuota quota;
    private final Binaries binaries;
    private final ServerAdmission.Rule rule;
    private final EntityBound bound;
    private final Executor executor;
    /** Workspaces in which something changed since somebody looked after their documents. */
    private final Set<String> restless = ConcurrentHashMap.newKeySet();

    Workspaces(
            ServerStorage storage,
            AdmissionClock clock,
            Waiters waiters,
            ServerMetrics metrics,
            StorageQuota quota,
            Binaries binaries,
            ServerAdmission.Rule rule,
            EntityBound bound,
            Executor executor) {
        this.rule = rule;
        this.bound = bound;
        this.executor = executor;
        this.quota = quota;
        this.binaries = binaries;
        this.storage = storage;
        this.clock = clock;
        this.waiters = waiters;
        this.metrics = metrics;
    }

    /** Whether requests can be served: nobody asked the server to stop, and its storage can be read. */
    boolean ready() {
        try {
            storage.check();
            return !waiters.draining();
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().setCause(e).log("The storage cannot be read");
            return false;
        }
    }

    String serverId() {
        return storage.id();
    }

    Waiters waiters() {
        return waiters;
    }

    <T extends @Nullable Object> T read(String workspace, Work<WorkspaceReader, T> work) throws IOException {
        return storage.read(workspace, work);
    }

    /** What else is asked for, knowing what the push came to. */
    @FunctionalInterface
    interface After<T> {
        T run(WorkspaceWriter writer, PushAnswer answer) throws IOException;
    }

    /** What a push came to, and what else was asked for in its transaction. */
    record Pushed<T>(PushAnswer answer, T rest, RemoteTime time) {}

    /**
     * Takes a push in.
     *
     * @param memory for the large entities that it changes
     * @param before asked before anything is done; may refuse
     * @param after asked in the same transaction, when all is done
     */
    <T> CompletableFuture<Pushed<T>> push(
            Call call, PushRequest request, Permit memory, Work<WorkspaceWriter, Boolean> before, After<T> after) {
        LargeEntity large = new LargeEntity(memory);
        return storage.<Taken<T>>write(call.workspace(), writer -> {
                    long now;
                    try {
                        writer.within(large.from());
                        before.run(writer);
                        now = clock.now();
                    } catch (ProblemException e) {
                        // thrown here it would undo what others have in the same transaction
                        return new Taken<>(null, e);
                    }
                    List<OpAnswer> answers = new ArrayList<>();
                    for (PushRequest.Offer offer : request.ops()) {
                        answers.add(offer(
                                writer,
                                offer,
                                call.workspace(),
                                call.principal().id(),
                                now));
                    }
                    PushAnswer answer = new PushAnswer(answers);
                    T rest = after.run(writer, answer);
                    return new Taken<>(new Pushed<>(answer, rest, time(writer)), null);
                })
                .thenApply(Taken::orThrow)
                .whenComplete((pushed, failure) -> {
                    if (pushed != null && !request.ops().isEmpty()) {
                        metrics.answered(pushed.answer());
                        waiters.tell(call);
                        restless.add(call.workspace());
                    }
                });
    }

    /** What a push came to, or why it was refused as a whole. */
    private record Taken<T>(
            @Nullable Pushed<T> pushed, @Nullable ProblemException refusal) {
        Pushed<T> orThrow() {
            if (pushed == null) {
                throw Objects.requireNonNull(refusal);
            }
            return pushed;
        }
    }

    /** What is done at a desk. A {@link ProblemException} takes back all operations that were admitted before it. */
    @FunctionalInterface
    interface Editing<T> {
        T run(Desk desk) throws IOException;
    }

    /**
     * Writes on behalf of a caller, in one transaction. What is made of the outcome, such as a reply, holds up no other writes.
     *
     * @param editing what to do
     */
    <T> CompletableFuture<T> edit(Call call, Editing<T> editing) {
        return edit(call.workspace(), call.principal().id(), editing);
    }

    <T> CompletableFuture<T> edit(String workspace, String principal, Editing<T> editing) {
        return storage.<Edited<T>>write(workspace, writer -> {
                    List<OpAnswer> answers = new ArrayList<>();
                    try {
                        Desk desk = new Desk(this, writer, workspace, principal, clock.now(), answers);
                        return new Edited<>(editing.run(desk), null, answers);
                    } catch (ProblemException e) {
                        if (answers.stream().anyMatch(Workspaces::isAdmitted)) {
                            // the transaction is rolled back; what others have in it is done anew
                            throw e;
                        }
                        return new Edited<T>(null, e, answers);
                    }
                })
                .thenApplyAsync(
                        edited -> {
                            if (!edited.answers.isEmpty()) {
                                metrics.answered(new PushAnswer(edited.answers));
                                changed(workspace);
                            }
                            if (edited.value == null) {
                                throw Objects.requireNonNull(edited.refusal);
                            }
                            return edited.value;
                        },
                        executor);
    }

    private static boolean isAdmitted(OpAnswer answer) {
        return answer instanceof OpAnswer.Decided decided && decided.verdict() instanceof Verdict.Applied;
    }

    private record Edited<T>(@Nullable T value, @Nullable ProblemException refusal, List<OpAnswer> answers) {}

    OpAnswer offer(WorkspaceWriter writer, PushRequest.Offer offer, String workspace, String principal, long now) {
        Op op = offer.op();
        String owner = writer.owner(op.origin().device());
        if (owner != null && !owner.equals(principal)) {
            return new OpAnswer.Decided(new Verdict.Forked(op.id(), ServerAdmission.DEVICE_OF_ANOTHER));
        }
        Admission.Decision decision;
        try {
            decision = decide(writer, offer, now);
        } catch (ProblemException e) {
            if (e.isForWantOfRoomAtAll()) {
                // others in the push shall not wait for it
                return new OpAnswer.Later(
                        op.id(), e.problem().code(), e.problem().detail());
            }
            throw e;
        }
        return decision == null
                ? new OpAnswer.Duplicate(op.id())
                : settle(writer, op, decision, workspace, principal, now);
    }

    /** Does what was decided, if there is room for it. */
    private OpAnswer settle(
            WorkspaceWriter writer, Op op, Admission.Decision decision, String workspace, String principal, long now) {
        boolean isNew = decision instanceof Admission.Admit
                || (decision instanceof Admission.Refuse refuse && refuse.verdict() instanceof Verdict.Rejected);
        if (isNew && !quota.hasRoom(writer.bytes() + binaries.bytesKnown(workspace), op)) {
            // a refusal is kept, too
            return new OpAnswer.Later(op.id(), StorageQuota.CODE, StorageQuota.REASON);
        }
        if (decision instanceof Admission.Admit admit) {
            writer.admit(op, admit, principal, now);
        } else if (decision instanceof Admission.Refuse refuse
                && refuse.verdict() instanceof Verdict.Rejected rejected) {
            writer.remember(op, rejected, now);
        }
        return new OpAnswer.Decided(decision.verdict());
    }

    private Admission.@Nullable Decision decide(WorkspaceWriter writer, PushRequest.Offer offer, long now) {
        Admission.Decision decision = rule.decide(offer.op(), offer.eff(), writer, now);
        Verdict.Rejected rejected = decision instanceof Admission.Admit ? bound.refusal(writer, offer.op()) : null;
        return rejected == null ? decision : new Admission.Refuse(rejected);
    }

    /** How many bytes an operation may have. */
    long mostOfOp() {
        return bound.mostOfOp();
    }

    /** Whether there is room for what is kept beside operations. */
    boolean hasRoom(WorkspaceWriter writer, String workspace) {
        return writer.bytes() + binaries.bytesKnown(workspace) < quota.bytes();
    }

    private void changed(String workspace) {
        waiters.tell(workspace);
        restless.add(workspace);
    }

    /** Looks at a workspace; true if it need not be looked at again until something changes there. */
    @FunctionalInterface
    interface Look {
        boolean at(String workspace) throws IOException;
    }

    /** Has each workspace looked at in which something changed. */
    void eachRestless(Look look) throws IOException {
        for (String workspace : List.copyOf(restless)) {
            restless.remove(workspace);
            boolean done = false;
            try {
                done = look.at(workspace);
            } finally {
                if (!done) {
                    restless.add(workspace);
                }
            }
        }
    }

    /** Has every workspace looked at by {@link #eachRestless}, as after a start. */
    void suspectAll() throws IOException {
        restless.addAll(storage.workspaces());
    }

    /** What the wall clock shows, whether or not it is believed. */
    long shownMillis() {
        return clock.shown();
    }

    RemoteTime time(WorkspaceReader workspace) {
        return new RemoteTime(clock.shown(), workspace.clock());
    }

    /** How many bytes all binaries of a workspace may have, beside what else it holds. */
    CompletableFuture<Long> roomForBinaries(String workspace) {
        return storage.write(workspace, writer -> quota.bytes() - writer.bytes());
    }

    /**
     * Once fields are named secret that were not before, drops the copies of documents that hold them in plaintext. What a
     * workflow shows stays: it is what its entities hold.
     */
    void guard(SecretFields fields) throws IOException {
        String names = fields.toString();
        String before = storage.noted(SECRET);
        if (names.equals(before == null ? SecretFields.NONE.toString() : before)) {
            return;
        }
        for (String workspace : fields.isEmpty() ? List.<String>of() : storage.workspaces()) {
            boolean unused = written(storage.write(workspace, writer -> {
                writer.documents()
                        .forgetCopies(text -> fields.plaintext(Json.parse(text)).isPresent());
                return true;
            }));
        }
        boolean unused = written(storage.note(SECRET, names));
    }

    /** Forgets what is older than a time, everywhere, a bit at a time. */
    void forget(Duration retention) throws IOException {
        long moment = clock.now() - retention.toMillis();
        for (String workspace : storage.workspaces()) {
            boolean more = written(storage.write(workspace, writer -> {
                writer.documents().forgetKnown(moment);
                return true;
            }));
            while (more) {
                more = written(storage.write(workspace, writer -> writer.forgetUpTo(moment, 1_000)));
            }
        }
    }

    /** Waits for what is being written, and tells as the storage does why it could not be. */
    static <T> T written(CompletableFuture<T> write) throws IOException {
        try {
            return write.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
