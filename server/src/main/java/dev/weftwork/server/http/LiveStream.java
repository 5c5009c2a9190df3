package dev.weftwork.server.http;

import dev.weftwork.graph.JsonWriter;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.wire.Answers;
import dev.weftwork.wire.Page;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One live channel: server-sent events. One write is under way at a time; what happens meanwhile is told afterwards, so a
 * slow reader costs no memory. Between writes it holds no thread and no connection of the storage.
 */
final class LiveStream implements Waiters.Waiter {
    private static final long HEARTBEAT_SECONDS = 20;
    private static final long LIFE_MILLIS = 15 * 60 * 1_000;
    /** How much later than others a channel tells of what its own client pushed. */
    private static final long OWN_MILLIS = 100;

    private static final int PAGE_BYTES = 32 << 10;
    private static final int PAGE_OPS = 100;

    private final LiveRoute route;
    private final Workspaces workspaces;
    private final Executor executor;
    private final Call call;
    private final Response response;
    private final Callback callback;
    private final Set<WorkflowId> workflows;
    private final PendingFrames frames = new PendingFrames();
    private RemoteCursor at;
    /** Nobody writes before the first event. */
    private boolean writing = true;

    private boolean again;
    /** Whether it is to look before long. */
    private boolean due;

    private boolean over;
    /** The last event, once there is one. */
    private volatile @Nullable String bye;

    private final List<ScheduledFuture<?>> timers = new ArrayList<>();

    LiveStream(LiveRoute route, Call call, Response response, Callback callback) {
        this.route = route;
        this.workspaces = route.workspaces();
        this.executor = route.executor();
        this.call = call;
        this.response = response;
        this.callback = callback;
        this.at = call.after();
        workflows = call.workflows("workflow");
        call.channel();
    }

    /** Throws if the cursor is none. */
    void check() throws IOException {
        workspaces.read(call.workspace(), reader -> {
            Pages.check(reader, at);
            return null;
        });
    }

    /** Takes the answer over; the channel gives its place back when it ends. */
    void open() {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store, no-transform");
        response.getHeaders().put("X-Accel-Buffering", "no");
        route.access().origin(call).forEach(response.getHeaders()::put);
        call.request().addFailureListener(this::end);
        workspaces.waiters().add(call.workspace(), this);
        if (started()) {
            write(": open\n\n");
        } else {
            // the client went away before it was among those who wait, so nobody took it from them
            workspaces.waiters().remove(call.workspace(), this);
        }
    }

    private synchronized boolean started() {
        if (over) {
            return false;
        }
        startTimers();
        again = true;
        return true;
    }

    private void startTimers() {
        ScheduledExecutorService timer = route.timer();
        timers.add(timer.scheduleWithFixedDelay(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS));
        long life = (long) (LIFE_MILLIS * ThreadLocalRandom.current().nextDouble(0.8, 1.2));
        timers.add(timer.schedule(() -> sayBye("age"), life, TimeUnit.MILLISECONDS));
        long good = call.millisLeft(workspaces.shownMillis());
        if (good < life) {
            timers.add(timer.schedule(() -> sayBye("token"), good, TimeUnit.MILLISECONDS));
        }
        long pause = route.recheck().toMillis();
        timers.add(timer.scheduleWithFixedDelay(
                () -> executor.execute(this::recheck), pause, pause, TimeUnit.MILLISECONDS));
    }

    private void recheck() {
        if (!route.access().stillWelcome(call)) {
            sayBye("token");
        }
    }

    @Override
    public void look() {
        synchronized (this) {
            again = true;
            if (writing || over) {
                return;
            }
            writing = true;
        }
        writeNext();
    }

    /** Its own client is told in the answer to the push, and would only have to look through the same twice. */
    @Override
    public boolean looksLater(Call by) {
        if (!by.isOfChannel(call)) {
            return false;
        }
        synchronized (this) {
            if (over || due) {
                return true;
            }
            due = true;
        }
        try {
            ScheduledFuture<?> unused =
                    route.timer().schedule(() -> executor.execute(this::lookAtOwn), OWN_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            // the server is being closed, and says so to all channels
            return false;
        }
    }

    private void lookAtOwn() {
        synchronized (this) {
            due = false;
        }
        look();
    }

    @Override
    public void frame(PassedFrame frame) {
        if (!frame.concerns(call, workflows)) {
            return;
        }
        synchronized (this) {
            if (over) {
                return;
            }
            frames.put(frame, System.nanoTime());
            if (writing) {
                return;
            }
            writing = true;
        }
        executor.execute(this::writeNext);
    }

    @Override
    public void drain() {
        sayBye("drain");
    }

    private void sayBye(String reason) {
        byeBecause(reason);
        executor.execute(this::look);
    }

    private synchronized String byeBecause(String reason) {
        long pause = ThreadLocalRandom.current().nextLong(100, 2_000);
        JsonWriter out = new JsonWriter().beginObject().key("reason").value(reason);
        String event =
                event("bye", out.key("retryAfterMs").value(pause).endObject().toString());
        bye = event;
        return event;
    }

    private void beat() {
        synchronized (this) {
            if (writing || over) {
                return;
            }
            writing = true;
        }
        write(":\n\n");
    }

    /** Runs while this side holds the right to write; gives it back when there is nothing left to say. */
    private void writeNext() {
        String event;
        try {
            event = nextEvent();
        } catch (IOException | RuntimeException e) {
            // the cursor was good a moment ago: the storage is away, or was restored; the client will hear when it asks
            event = byeBecause("error");
        }
        if (event != null) {
            write(event);
        }
    }

    private @Nullable String nextEvent() throws IOException {
        String event = null;
        while (event == null) {
            boolean look;
            synchronized (this) {
                if (over || (bye == null && !again && frames.isEmpty())) {
                    writing = false;
                    return null;
                }
                look = again;
                again = false;
            }
            event = bye != null ? bye : look ? page() : takeFrames();
        }
        return event;
    }

    private synchronized @Nullable String takeFrames() {
        return frames.take(System.nanoTime());
    }

    private @Nullable String page() throws IOException {
        Readings.Room room = route.readings().room();
        try {
            return workspaces.read(call.workspace(), reader -> page(reader, room));
        } catch (ProblemException e) {
            if (!e.isForWantOfRoom()) {
                throw e;
            }
            // what does not fit in now is for a pull
            return event("head", "{}");
        } finally {
            room.giveBack();
        }
    }

    private @Nullable String page(WorkspaceReader reader, Readings.Room room) throws IOException {
        PullRequest request = new PullRequest(at, PAGE_OPS, Duration.ZERO, workflows, Set.of());
        Page page = Pages.read(reader, request, PAGE_BYTES, room);
        at = page.cursor();
        synchronized (this) {
            again |= page.more();
        }
        if (page.ops().isEmpty()) {
            return null;
        }
        // a single operation may be of any size; such a one is for a pull
        boolean large = page.ops().get(0).length() > 2 * PAGE_BYTES;
        return large ? event("head", "{}") : event("ops", Answers.pull(page, workspaces.time(reader)));
    }

    /** Messages hold no line breaks, so each is one line of data. */
    static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    private void write(String text) {
        boolean last = text.startsWith("event: bye");
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try {
            response.write(last, bytes, Callback.from(() -> written(last), this::end));
        } catch (RuntimeException e) {
            // of a channel that went away just now Jetty tells so; its place has to be given back all the same
            end(e);
        }
    }

    private void written(boolean last) {
        if (last) {
            end(null);
        } else {
            executor.execute(this::writeNext);
        }
    }

    private void end(@Nullable Throwable failure) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            timers.forEach(timer -> timer.cancel(false));
        }
        route.places().giveBack(call.principal().id());
        workspaces.waiters().remove(call.workspace(), this);
        if (failure == null) {
            callback.succeeded();
        } else {
            callback.failed(failure);
        }
    }
}
