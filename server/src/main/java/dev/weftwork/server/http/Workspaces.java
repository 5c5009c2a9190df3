package dev.weftwork.server.http;

import dev.weftwork.change.Admission;
import dev.weftwork.change.Op;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.Verdict;
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
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workspaces as the routes see them. */
final class Workspaces {
    private static final Logger LOG = LoggerFactory.getLogger("dev.weftwork.server");

    private final ServerStorage storage;
    private final AdmissionClock clock;
    private final Waiters waiters;
    private final ServerMetrics metrics;
    private final StorageQuota quota;
    private final Binaries binaries;
    private final ServerAdmission.Rule rule;

    Workspaces(
            ServerStorage storage,
            AdmissionClock clock,
            Waiters waiters,
            ServerMetrics metrics,
            StorageQuota quota,
            Binaries binaries,
            ServerAdmission.Rule rule) {
        this.rule = rule;
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
     * @param before asked before anything is done; may refuse
     * @param after asked in the same transaction, when all is done
     */
    <T> CompletableFuture<Pushed<T>> push(
            Call call, PushRequest request, Work<WorkspaceWriter, Boolean> before, After<T> after) {
        return storage.<Taken<T>>write(call.workspace(), writer -> {
                    long now;
                    try {
                        before.run(writer);
                        now = clock.now();
                    } catch (ProblemException e) {
                        // thrown here it would undo what others have in the same transaction
                        return new Taken<>(null, e);
                    }
                    List<OpAnswer> answers = new ArrayList<>();
                    for (PushRequest.Offer offer : request.ops()) {
                        answers.add(offer(writer, offer, call, now));
                    }
                    PushAnswer answer = new PushAnswer(answers);
                    T rest = after.run(writer, answer);
                    return new Taken<>(new Pushed<>(answer, rest, time(writer)), null);
                })
                .thenApply(Taken::orThrow)
                .whenComplete((pushed, failure) -> {
                    if (pushed != null && !request.ops().isEmpty()) {
                        metrics.answered(pushed.answer());
                        waiters.tell(call.workspace());
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

    private OpAnswer offer(WorkspaceWriter writer, PushRequest.Offer offer, Call call, long now) {
        Op op = offer.op();
        String principal = call.principal().id();
        String owner = writer.owner(op.origin().device());
        if (owner != null && !owner.equals(principal)) {
            return new OpAnswer.Decided(new Verdict.Forked(op.id(), ServerAdmission.DEVICE_OF_ANOTHER));
        }
        Admission.Decision decision = rule.decide(op, offer.eff(), writer, now);
        if (decision == null) {
            return new OpAnswer.Duplicate(op.id());
        }
        if (decision instanceof Admission.Admit admit) {
            if (!quota.hasRoom(writer.bytes() + binaries.bytesKnown(call.workspace()), op)) {
                return new OpAnswer.Later(op.id(), StorageQuota.CODE, StorageQuota.REASON);
            }
            writer.admit(op, admit, principal, now);
        } else if (decision instanceof Admission.Refuse refuse
                && refuse.verdict() instanceof Verdict.Rejected rejected) {
            writer.remember(op, rejected, now);
        }
        return new OpAnswer.Decided(decision.verdict());
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

    /** Forgets what is older than a time, everywhere, a bit at a time. */
    void forget(Duration retention) throws IOException {
        long moment = clock.now() - retention.toMillis();
        for (String workspace : storage.workspaces()) {
            boolean more = true;
            while (more) {
                more = storage.write(workspace, writer -> writer.forgetUpTo(moment, 1_000))
                        .join();
            }
        }
    }
}
