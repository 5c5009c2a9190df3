package dev.weftwork.examples.folder;

import dev.weftwork.schedule.Lane;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemoteReply;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/** Answers calls one after another on a lane; what goes wrong becomes an answer, and so does closing. */
final class Desk {
    private final Lane lane;
    /** The calls that wait for an answer, and what ends each. */
    private final Map<Object, Runnable> waiting = new ConcurrentHashMap<>();

    private volatile boolean closed;

    Desk(Lane lane) {
        this.lane = lane;
    }

    /** What is done about a call. */
    interface Step {
        void run() throws IOException;
    }

    /** A call that waits for its answer from now on. */
    <T> CompletableFuture<RemoteReply<T>> open() {
        CompletableFuture<RemoteReply<T>> answer = new CompletableFuture<>();
        Object ticket = new Object();
        waiting.put(ticket, () -> answer.complete(closedReply()));
        CompletableFuture<?> unused = answer.whenComplete((reply, failure) -> waiting.remove(ticket));
        if (closed) {
            answer.complete(closedReply());
        }
        return answer;
    }

    /** Does something about a call, unless it has its answer. */
    <T> void step(CompletableFuture<RemoteReply<T>> answer, Step step) {
        try {
            lane.execute(() -> {
                try {
                    if (!answer.isDone()) {
                        step.run();
                    }
                } catch (IOException e) {
                    answer.complete(failed(Kind.UNAVAILABLE, "folder-away", String.valueOf(e.getMessage())));
                } catch (RuntimeException e) {
                    answer.complete(failed(Kind.UNAVAILABLE, "folder-damaged", String.valueOf(e.getMessage())));
                }
            });
        } catch (RejectedExecutionException e) {
            answer.complete(closedReply());
        }
    }

    void close() {
        closed = true;
        waiting.values().forEach(Runnable::run);
        lane.close();
    }

    static <T> RemoteReply<T> failed(Kind kind, String code, String message) {
        return new RemoteReply.Failed<>(new RemoteFailure(kind, code, message));
    }

    private static <T> RemoteReply<T> closedReply() {
        return failed(Kind.UNAVAILABLE, "closed", "This remote was closed; make another");
    }
}
