package dev.weftwork.examples.folder;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.CursorCheck;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.StateDigest;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.LiveChannel;
import dev.weftwork.spi.LiveListener;
import dev.weftwork.spi.LiveRequest;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SnapshotRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Devices that meet in a folder which all of them can reach, without a server: each decides by the same rules about what
 * it offers, under the lock of one file. So each has to be trusted, and the folder has to have locks that hold.
 *
 * <p>Calls are answered on a lane of this adapter's own. There is no live channel; a pull that waits looks now and then.
 */
public final class FolderRemote implements RemoteAdapter {
    private static final int MOST_OPS = 500;
    private static final int PART = 1_000;
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Path folder;
    private final String principal;
    private final Scheduler scheduler;
    private final Desk desk;
    private final Meeting meeting;
    /** The parts of the last snapshot. Confined to the lane. */
    private final Map<String, SnapshotPage> parts = new HashMap<>();

    private FolderRemote(Path folder, String principal, Scheduler scheduler) {
        this.folder = folder;
        this.principal = principal;
        this.scheduler = scheduler;
        desk = new Desk(scheduler.lane("folder"));
        meeting = new Meeting(folder, scheduler::wallMillis);
    }

    /**
     * A remote on a folder, which is made when it is missing.
     *
     * @param folder where devices meet
     * @param principal who this one edits for
     * @param scheduler its threads and its clock; closed by whoever made it
     * @return the remote
     */
    public static FolderRemote at(Path folder, String principal, Scheduler scheduler) {
        return new FolderRemote(folder.toAbsolutePath(), principal, scheduler);
    }

    @Override
    public CompletableFuture<RemoteReply<RemoteHello>> hello() {
        return answer(book -> new RemoteHello(
                meeting.server(),
                String.valueOf(folder.getFileName()),
                principal,
                true,
                MOST_OPS,
                Long.MAX_VALUE,
                Set.of("snapshot")));
    }

    @Override
    public CompletableFuture<RemoteReply<PushAnswer>> push(PushRequest request) {
        if (request.ops().size() > MOST_OPS) {
            return CompletableFuture.completedFuture(
                    Desk.failed(Kind.TOO_LARGE, "too-many-ops", "At most " + MOST_OPS + " operations at once"));
        }
        return ask(() -> {
            PushAnswer answer = new PushAnswer(meeting.take(request, principal));
            return ok(meeting.now(), answer);
        });
    }

    @Override
    public CompletableFuture<RemoteReply<PullAnswer>> pull(PullRequest request) {
        long until = scheduler.nanoTime() + request.patience().toNanos();
        CompletableFuture<RemoteReply<PullAnswer>> answer = desk.open();
        look(request, until, answer);
        return answer;
    }

    private void look(PullRequest request, long until, CompletableFuture<RemoteReply<PullAnswer>> answer) {
        desk.step(answer, () -> {
            RemoteReply<PullAnswer> now = page(request);
            boolean nothing = now instanceof RemoteReply.Ok<PullAnswer> ok
                    && ok.value().ops().isEmpty();
            if (nothing && scheduler.nanoTime() < until && !answer.isDone()) {
                scheduler.schedule(LOOK, () -> look(request, until, answer));
            } else {
                answer.complete(now);
            }
        });
    }

    private RemoteReply<PullAnswer> page(PullRequest request) throws IOException {
        FolderBook book = meeting.now();
        CursorCheck.Finding finding = book.check(request.after().text());
        return switch (finding) {
            case GOOD -> ok(book, page(request, book));
            case MALFORMED -> Desk.failed(Kind.BAD_REQUEST, "bad-cursor", "The cursor has another form");
            case TOO_OLD -> Desk.failed(Kind.CURSOR_TOO_OLD, "cursor-too-old", "What follows the cursor is gone");
            case FOREIGN -> Desk.failed(Kind.CURSOR_FOREIGN, "cursor-foreign", "The folder has another past");
        };
    }

    private static PullAnswer page(PullRequest request, FolderBook book) {
        long at = CursorCheck.seq(request.after().text());
        List<AdmittedOp> ops = new ArrayList<>();
        for (AdmittedOp op : book.after(at)) {
            if (ops.size() == request.limit()) {
                break;
            }
            at = op.seq();
            if (wanted(request.workflows(), op.op().workflow())) {
                ops.add(op);
            }
        }
        boolean more = at < book.head();
        Map<WorkflowId, String> digests = new HashMap<>();
        for (WorkflowId workflow : more ? Set.<WorkflowId>of() : request.audit()) {
            GraphState state = book.states().get(workflow);
            if (state != null) {
                digests.put(workflow, StateDigest.text(StateDigest.of(state)));
            }
        }
        RemoteCursor cursor = new RemoteCursor(book.place(at).text());
        return new PullAnswer(ops, cursor, at, more, digests);
    }

    private static boolean wanted(Set<WorkflowId> some, WorkflowId workflow) {
        return some.isEmpty() || some.contains(workflow);
    }

    @Override
    public CompletableFuture<RemoteReply<SnapshotManifest>> snapshot(SnapshotRequest request) {
        return answer(book -> {
            List<SnapshotPage.Row> rows = new ArrayList<>();
            book.states().forEach((workflow, state) -> {
                if (wanted(request.workflows(), workflow)) {
                    state.forEach(entity -> rows.add(SnapshotPage.Row.of(workflow, entity, state.updatedAt())));
                }
            });
            parts.clear();
            String content = book.headPlace().text() + new TreeSet<>(request.workflows());
            List<SnapshotPart> list = new ArrayList<>();
            for (int from = 0; from < rows.size(); from += PART) {
                List<SnapshotPage.Row> some = rows.subList(from, Math.min(from + PART, rows.size()));
                SnapshotPart part = new SnapshotPart(idOf(content + from), 0, some.size());
                parts.put(part.id(), new SnapshotPage(some));
                list.add(part);
            }
            RemoteCursor cursor = new RemoteCursor(book.headPlace().text());
            return new SnapshotManifest(cursor, book.head(), list);
        });
    }

    /** The cursor knows the whole past, so what one of it and one selection names is always the same. */
    private static String idOf(String content) {
        return UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Override
    public CompletableFuture<RemoteReply<SnapshotPage>> part(SnapshotPart part) {
        return ask(() -> {
            SnapshotPage page = parts.get(part.id());
            return page == null
                    ? Desk.failed(
                            Kind.CURSOR_TOO_OLD, "snapshot-gone", "That part is no longer kept; take a new snapshot")
                    : ok(meeting.now(), page);
        });
    }

    @Override
    public LiveChannel live(LiveRequest request, LiveListener listener) {
        listener.ended(new RemoteFailure(Kind.UNSUPPORTED, "no-live", "A folder tells nobody; ask it instead"));
        return () -> {};
    }

    @Override
    public void close() {
        desk.close();
    }

    private interface Question<T> {
        RemoteReply<T> ask() throws IOException;
    }

    private <T> CompletableFuture<RemoteReply<T>> answer(Function<FolderBook, T> reading) {
        return ask(() -> {
            FolderBook book = meeting.now();
            return ok(book, reading.apply(book));
        });
    }

    private <T> CompletableFuture<RemoteReply<T>> ask(Question<T> question) {
        CompletableFuture<RemoteReply<T>> answer = desk.open();
        desk.step(answer, () -> answer.complete(question.ask()));
        return answer;
    }

    private <T> RemoteReply<T> ok(FolderBook book, T value) {
        return new RemoteReply.Ok<>(value, new RemoteTime(scheduler.wallMillis(), book.clock()));
    }
}
