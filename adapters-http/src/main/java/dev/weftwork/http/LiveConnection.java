package dev.weftwork.http;

import dev.weftwork.graph.Json;
import dev.weftwork.spi.LiveChannel;
import dev.weftwork.spi.LiveListener;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.wire.Answers;
import dev.weftwork.wire.FrameMessages;
import dev.weftwork.wire.WireFormatException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A live channel: server-sent events, line by line, without a thread that waits for them. A request's own time limit ends
 * with its headers, so a dog of our own watches for the server's heartbeat.
 */
final class LiveConnection implements LiveChannel, Flow.Subscriber<String> {
    private final ScheduledExecutorService timer;
    private final Duration silence;
    private final Addressee meant;
    private final LiveListener listener;
    private final Consumer<LiveConnection> gone;
    private final StringBuilder data = new StringBuilder();
    private String event = "";
    private boolean over;
    private boolean calledOff;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile Runnable cancel = () -> {};
    private @Nullable ScheduledFuture<?> dog;

    LiveConnection(
            ScheduledExecutorService timer,
            Duration silence,
            Addressee meant,
            LiveListener listener,
            Consumer<LiveConnection> gone) {
        this.meant = meant;
        this.timer = timer;
        this.silence = silence;
        this.listener = listener;
        this.gone = gone;
    }

    /** What becomes of the answer: events if the server agrees, else its problem. */
    BodySubscriber<byte[]> body(ResponseInfo info) {
        if (info.statusCode() != 200) {
            return new LimitedBytes();
        }
        RemoteFailure elsewhere = meant.refusal(info.headers());
        if (elsewhere != null) {
            end(elsewhere);
        }
        return BodySubscribers.fromLineSubscriber(this, done -> new byte[0], StandardCharsets.UTF_8, null);
    }

    /** Says how the request is called off, before it is sent. */
    synchronized void onLeave(Runnable callOff) {
        cancel = callOff;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (isOpened(given)) {
            given.request(Long.MAX_VALUE);
        } else {
            given.cancel();
        }
        callOffIfOver();
    }

    private synchronized boolean isOpened(Flow.Subscription given) {
        if (over) {
            return false;
        }
        subscription = given;
        watch();
        listener.opened();
        return !over;
    }

    @Override
    public void onNext(String line) {
        take(line);
        callOffIfOver();
    }

    private synchronized void take(String line) {
        if (over) {
            return;
        }
        watch();
        if (line.isEmpty()) {
            dispatch();
        } else if (line.startsWith("event:")) {
            event = line.substring(6).strip();
        } else if (line.startsWith("data:")) {
            data.append(data.isEmpty() ? "" : "\n").append(line.substring(5).stripLeading());
        }
    }

    private void dispatch() {
        String name = event;
        String text = data.toString();
        event = "";
        data.setLength(0);
        try {
            if (name.equals("ops")) {
                RemoteReply.Ok<PullAnswer> page = Answers.readPull(text);
                listener.ops(page.value(), page.time());
            } else if (name.equals("frame")) {
                listener.frame(FrameMessages.read(text));
            } else if (name.equals("head")) {
                listener.behind();
            } else if (name.equals("bye")) {
                end(farewell(text));
            }
        } catch (WireFormatException e) {
            end(new RemoteFailure(Kind.UNAVAILABLE, "bad-answer", "An event is not of the protocol"));
        }
    }

    private static RemoteFailure farewell(String text) {
        Duration pause = null;
        String reason = "unknown";
        try {
            Json bye = Json.parse(text);
            Json millis = bye.get("retryAfterMs");
            Json why = bye.get("reason");
            pause = millis == null ? null : Duration.ofMillis(Math.min(millis.asLong(), 3_600_000));
            reason = why == null ? reason : why.asString();
        } catch (IllegalArgumentException | IllegalStateException e) {
            // a farewell in another form is one all the same
            reason = "unknown";
        }
        return new RemoteFailure(Kind.UNAVAILABLE, "live-ended", "The server ended the channel: " + reason, pause);
    }

    private void watch() {
        if (dog != null) {
            dog.cancel(false);
        }
        dog = timer.schedule(this::bark, silence.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void bark() {
        end(new RemoteFailure(Kind.UNAVAILABLE, "live-silent", "Nothing came for " + silence.toMillis() + " ms"));
    }

    @Override
    public void onError(Throwable failure) {
        end(new RemoteFailure(Kind.UNAVAILABLE, "network", "The live channel broke"));
    }

    @Override
    public void onComplete() {
        end(new RemoteFailure(Kind.UNAVAILABLE, "live-ended", "The live channel ended"));
    }

    void end(RemoteFailure failure) {
        leave(failure);
        callOffIfOver();
    }

    @Override
    public void close() {
        leave(null);
        callOffIfOver();
    }

    /** After this nobody is told of anything any more. */
    private synchronized void leave(@Nullable RemoteFailure why) {
        if (over) {
            return;
        }
        over = true;
        if (dog != null) {
            dog.cancel(false);
        }
        if (why != null) {
            listener.ended(why);
        }
    }

    /** Never with this locked: the client has a lock of its own for that, which it may hold while it calls here. */
    private void callOffIfOver() {
        if (Thread.holdsLock(this) || !isToCallOff()) {
            return;
        }
        Flow.Subscription given = subscription;
        if (given != null) {
            given.cancel();
        }
        cancel.run();
        gone.accept(this);
    }

    private synchronized boolean isToCallOff() {
        boolean first = over && !calledOff;
        calledOff |= over;
        return first;
    }
}
