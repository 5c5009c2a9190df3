package dev.weftwork.server.http;

import dev.weftwork.change.Verdict;
import dev.weftwork.server.Role;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.wire.Answers;
import dev.weftwork.wire.Limits;
import dev.weftwork.wire.Page;
import dev.weftwork.wire.Requests;
import dev.weftwork.wire.SyncRequest;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** Push, pull, and both in one. */
final class SyncRoutes {
    private static final Set<String> FEATURES =
            Set.of("sync", "snapshot", "live", "frames", "history", RemoteHello.CHECKS_PLACE);

    private final Workspaces workspaces;
    private final Bodies bodies;
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final Places waiting;
    private final Readings readings;

    SyncRoutes(
            Workspaces workspaces,
            Bodies bodies,
            Executor executor,
            ScheduledExecutorService timer,
            Places waiting,
            Readings readings) {
        this.readings = readings;
        this.workspaces = workspaces;
        this.waiting = waiting;
        this.bodies = bodies;
        this.executor = executor;
        this.timer = timer;
    }

    CompletableFuture<Reply> hello(Call call) throws IOException {
        return CompletableFuture.completedFuture(workspaces.read(call.workspace(), reader -> {
            RemoteHello hello = new RemoteHello(
                    workspaces.serverId(),
                    call.workspace(),
                    call.principal().id(),
                    call.role().includes(Role.EDITOR),
                    Limits.MAX_OPS,
                    Limits.MAX_BYTES,
                    FEATURES);
            return Reply.json(Answers.hello(hello, workspaces.time(reader)));
        }));
    }

    CompletableFuture<Reply> pull(Call call) throws IOException {
        return new ParkedPull(workspaces, waiting, readings, call).answer(timer);
    }

    CompletableFuture<Reply> push(Call call) {
        call.require(Role.EDITOR);
        call.channel();
        return bodies.read(
                call.request(),
                (body, memory) -> workspaces
                        .push(
                                call,
                                limited(Requests.readPush(body), body),
                                memory,
                                writer -> true,
                                (writer, answer) -> true)
                        .thenApplyAsync(
                                pushed -> Reply.json(
                                        Answers.push(StorageQuota.orRefused(pushed.answer()), pushed.time())),
                                executor));
    }

    CompletableFuture<Reply> sync(Call call) {
        call.channel();
        return bodies.read(call.request(), (body, memory) -> {
            SyncRequest request = Requests.readSync(body);
            limited(request.push(), body);
            return sync(call, request, memory);
        });
    }

    private CompletableFuture<Reply> sync(Call call, SyncRequest request, Permit memory) {
        if (!request.push().ops().isEmpty()) {
            call.require(Role.EDITOR);
        }
        PullRequest pull = limited(request.pull());
        AtomicLong before = new AtomicLong();
        Readings.Room room = readings.room();
        return workspaces
                .push(
                        call,
                        request.push(),
                        memory,
                        writer -> {
                            Pages.check(writer, pull.after());
                            before.set(writer.headPlace().seq());
                            return true;
                        },
                        (writer, answer) -> page(
                                writer,
                                pull,
                                !answer.answers().isEmpty(),
                                request.brief() ? told(answer, before.get()) : Set.of(),
                                room))
                .thenApplyAsync(
                        pushed -> Reply.json(
                                request.brief()
                                        ? Answers.sync(request.push(), pushed.answer(), pushed.rest(), pushed.time())
                                        : Answers.sync(pushed.answer(), pushed.rest(), pushed.time())),
                        executor)
                .whenComplete((reply, failure) -> room.giveBack());
    }

    /** A transaction may be done once more, together with others or alone. */
    private static Page page(
            WorkspaceReader reader, PullRequest pull, boolean pushed, Set<Long> told, Readings.Room room) {
        room.giveBack();
        return pushed ? Pages.beside(reader, pull, told, room) : Pages.read(reader, pull, room);
    }

    /**
     * The numbers of the operations that the answer itself tells of: those that came in now. What came in earlier may
     * have come from a copy of the replica, under another origin, so the page has to show it.
     */
    private static Set<Long> told(PushAnswer answer, long before) {
        Set<Long> told = new HashSet<>();
        for (OpAnswer each : answer.answers()) {
            if (each instanceof OpAnswer.Decided decided
                    && decided.verdict() instanceof Verdict.Applied applied
                    && applied.seq() > before) {
                told.add(applied.seq());
            }
        }
        return told;
    }

    /** One operation may be large; many are not, since half of them will do. */
    private PushRequest limited(PushRequest request, String body) {
        if (body.length() > Limits.MAX_BYTES && request.ops().size() > 1) {
            throw Bodies.tooLarge(Limits.MAX_BYTES);
        }
        if (request.ops().size() > Limits.MAX_OPS) {
            throw new ProblemException(
                    413, "too-many-ops", "A push holds at most " + Limits.MAX_OPS + " operations; send half of it");
        }
        if (body.length() > Limits.MAX_BYTES) {
            request.ops().forEach(offer -> bodies.requireBearable(offer.op().writes()));
        }
        return request;
    }

    private static PullRequest limited(PullRequest pull) {
        int limit = Math.min(pull.limit(), Limits.MAX_OPS);
        return new PullRequest(pull.after(), limit, pull.patience(), pull.workflows(), pull.audit());
    }
}
