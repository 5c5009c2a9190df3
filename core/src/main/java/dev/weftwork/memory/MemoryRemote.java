package dev.weftwork.memory;

import dev.weftwork.change.Verdict;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.HistoryPage;
import dev.weftwork.spi.HistoryRequest;
import dev.weftwork.spi.LiveChannel;
import dev.weftwork.spi.LiveListener;
import dev.weftwork.spi.LiveRequest;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemotePlace;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SnapshotRequest;
import dev.weftwork.spi.SyncAnswer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One principal's way to a {@link MemoryWorkspace}: for tests, simulations, and hosts that sync within one process.
 * Calls are answered before they return, but for pulls that wait. Any thread may call.
 */
public final class MemoryRemote implements RemoteAdapter {
    private static final String SERVER = "memory";

    private final MemoryWorkspace workspace;
    private final String principal;
    private final boolean writable;
    private final Set<Waiting> waiting = new CopyOnWriteArraySet<>();
    private volatile @Nullable RemotePlace expected;
    private volatile boolean closed;

    /** Something that has not come to its end. */
    interface Waiting {
        /** Ends it because its remote closes. */
        void end(RemoteFailure failure);
    }

    private MemoryRemote(MemoryWorkspace workspace, String principal, boolean writable) {
        this.workspace = workspace;
        this.principal = principal;
        this.writable = writable;
    }

    /**
     * The way of one who may read and write.
     *
     * @param workspace where to
     * @param principal who
     * @return the way
     */
    public static MemoryRemote of(MemoryWorkspace workspace, String principal) {
        return new MemoryRemote(workspace, principal, true);
    }

    /**
     * The way of one who may only read.
     *
     * @param workspace where to
     * @param principal who
     * @return the way
     */
    public static MemoryRemote readOnly(MemoryWorkspace workspace, String principal) {
        return new MemoryRemote(workspace, principal, false);
    }

    @Override
    public CompletableFuture<RemoteReply<RemoteHello>> hello() {
        return answer(() -> workspace.read(book -> ok(
                book,
                new RemoteHello(
                        SERVER,
                        workspace.name(),
                        principal,
                        writable,
                        workspace.maxOps(),
                        Long.MAX_VALUE,
                        Set.of("live", "snapshot", "sync", "frames", "history", RemoteHello.CHECKS_PLACE)))));
    }

    @Override
    public boolean expect(@Nullable RemotePlace place) {
        expected = place;
        return true;
    }

    @Override
    public CompletableFuture<RemoteReply<PushAnswer>> push(PushRequest request) {
        return admit(request, admitting -> ok(admitting.book(), take(request, admitting)));
    }

    @Override
    public CompletableFuture<RemoteReply<SyncAnswer>> sync(PushRequest push, PullRequest pull) {
        return admit(push, admitting -> {
            Pulling pulling = new Pulling(admitting.book());
            RemoteFailure refusal = pulling.refusal(pull.after());
            if (refusal != null) {
                return new RemoteReply.Failed<>(refusal);
            }
            long before = admitting.book().head();
            PushAnswer pushed = take(push, admitting);
            return ok(admitting.book(), new SyncAnswer(pushed, pulling.answer(pull, told(pushed, before))));
        });
    }

    /** What came in now; what came in earlier may have come from a copy of the replica, under another origin. */
    private static Set<Long> told(PushAnswer pushed, long before) {
        return pushed.answers().stream()
                .filter(answer ->
                        answer instanceof OpAnswer.Decided decided && decided.verdict() instanceof Verdict.Applied)
                .map(answer -> ((Verdict.Applied) ((OpAnswer.Decided) answer).verdict()).seq())
                .filter(seq -> seq > before)
                .collect(Collectors.toSet());
    }

    private PushAnswer take(PushRequest request, Admitting admitting) {
        return new PushAnswer(request.ops().stream()
                .map(offer -> admitting.offer(offer, principal))
                .toList());
    }

    private <T> CompletableFuture<RemoteReply<T>> admit(PushRequest request, Function<Admitting, RemoteReply<T>> work) {
        return answer(() -> {
            if (!writable) {
                return failed(Kind.FORBIDDEN, "read-only", "'" + principal + "' may only read here");
            }
            if (request.ops().size() > workspace.maxOps()) {
                return failed(Kind.TOO_LARGE, "too-many-ops", "At most " + workspace.maxOps() + " operations");
            }
            try {
                return workspace.commit(work);
            } catch (RuntimeException died) {
                return failed(Kind.UNAVAILABLE, "died", "The server died in the middle of it");
            }
        });
    }

    @Override
    public CompletableFuture<RemoteReply<PullAnswer>> pull(PullRequest request) {
        RemoteReply<PullAnswer> now = page(request);
        boolean wait = now instanceof RemoteReply.Ok<PullAnswer> ok
                && ok.value().ops().isEmpty()
                && !request.patience().isZero();
        return wait ? new ParkedPull(this, request).park() : CompletableFuture.completedFuture(now);
    }

    RemoteReply<PullAnswer> page(PullRequest request) {
        RemoteFailure refused = refusal();
        if (refused != null) {
            return new RemoteReply.Failed<>(refused);
        }
        return workspace.read(book -> {
            Pulling pulling = new Pulling(book);
            RemoteFailure refusal = pulling.refusal(request.after());
            return refusal == null ? ok(book, pulling.answer(request)) : new RemoteReply.Failed<>(refusal);
        });
    }

    @Override
    public CompletableFuture<RemoteReply<SnapshotManifest>> snapshot(SnapshotRequest request) {
        return answer(() -> workspace.read(book -> {
            List<SnapshotPart> parts = workspace.snapshots().make(book.states, request);
            RemoteCursor cursor = new RemoteCursor(book.headPlace().text());
            return ok(book, new SnapshotManifest(cursor, book.head(), parts));
        }));
    }

    @Override
    public CompletableFuture<RemoteReply<SnapshotPage>> part(SnapshotPart part) {
        return answer(() -> {
            SnapshotPage page = workspace.snapshots().page(part.id());
            return page == null
                    ? failed(Kind.CURSOR_TOO_OLD, "snapshot-gone", "That part is no longer kept; take a new snapshot")
                    : workspace.read(book -> ok(book, page));
        });
    }

    @Override
    public LiveChannel live(LiveRequest request, LiveListener listener) {
        return new MemoryChannel(this, request, listener).open();
    }

    @Override
    public CompletableFuture<RemoteReply<HistoryPage>> history(HistoryRequest request) {
        return answer(() -> workspace.read(book -> ok(book, new History(book, request).page())));
    }

    @Override
    public CompletableFuture<RemoteReply<GestureFrame>> frame(GestureFrame frame) {
        return answer(() -> {
            if (!writable) {
                return failed(Kind.FORBIDDEN, "read-only", "'" + principal + "' may only read here");
            }
            workspace.passOn(this, principal, frame);
            return workspace.read(book -> ok(book, frame));
        });
    }

    @Override
    public Optional<RemoteAssets> assets() {
        return Optional.of(new MemoryAssets(workspace.blobs(), workspace.begunBlobs(), writable, this::refusal));
    }

    @Override
    public void close() {
        closed = true;
        waiting.forEach(each -> each.end(closedFailure()));
    }

    MemoryWorkspace workspace() {
        return workspace;
    }

    Set<Waiting> waiting() {
        return waiting;
    }

    @Nullable RemoteFailure refusal() {
        if (closed) {
            return closedFailure();
        }
        RemoteFailure outage = workspace.outage();
        RemotePlace wanted = expected;
        if (outage != null || wanted == null) {
            return outage;
        }
        return wanted.refusal(new RemotePlace(SERVER, workspace.name(), principal));
    }

    private static RemoteFailure closedFailure() {
        return new RemoteFailure(Kind.UNAVAILABLE, "closed", "This remote was closed; make another");
    }

    private <T> CompletableFuture<RemoteReply<T>> answer(Supplier<RemoteReply<T>> work) {
        RemoteFailure refused = refusal();
        return CompletableFuture.completedFuture(refused == null ? work.get() : new RemoteReply.Failed<>(refused));
    }

    private <T> RemoteReply<T> ok(WorkspaceBook book, T value) {
        long millis = workspace.scheduler().wallMillis();
        return new RemoteReply.Ok<>(value, new RemoteTime(millis, book.clock()));
    }

    private static <T> RemoteReply<T> failed(Kind kind, String code, String message) {
        return new RemoteReply.Failed<>(new RemoteFailure(kind, code, message));
    }
}
