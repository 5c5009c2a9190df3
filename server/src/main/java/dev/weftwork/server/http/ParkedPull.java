package dev.weftwork.server.http;

import dev.weftwork.spi.PullRequest;
import dev.weftwork.wire.Answers;
import dev.weftwork.wire.Page;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A pull, which waits if there is nothing. */
final class ParkedPull implements Waiters.Waiter {
    private final Workspaces workspaces;
    private final Places places;
    private final Readings readings;
    private final Call call;
    private final PullRequest request;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();

    ParkedPull(Workspaces workspaces, Places places, Readings readings, Call call) {
        this.workspaces = workspaces;
        this.places = places;
        this.readings = readings;
        this.call = call;
        this.request = call.pull();
    }

    CompletableFuture<Reply> answer(ScheduledExecutorService timer) throws IOException {
        Reply now = page(request.patience().isZero() || workspaces.waiters().draining());
        if (now != null) {
            return CompletableFuture.completedFuture(now);
        }
        places.take(call.principal().id());
        // nobody hears anything by a token whose time is over
        long patience = Math.min(request.patience().toMillis(), call.millisLeft(workspaces.shownMillis()));
        ScheduledFuture<?> timeout = timer.schedule(this::drain, patience, TimeUnit.MILLISECONDS);
        workspaces.waiters().add(call.workspace(), this);
        call.request().addFailureListener(reply::completeExceptionally);
        CompletableFuture<?> unused = reply.whenComplete((answer, failure) -> {
            timeout.cancel(false);
            workspaces.waiters().remove(call.workspace(), this);
            places.giveBack(call.principal().id());
        });
        look(); // something may have happened while it was being parked
        return reply;
    }

    @Override
    public void look() {
        end(false);
    }

    @Override
    public void drain() {
        end(true);
    }

    private void end(boolean anyway) {
        if (reply.isDone()) {
            return;
        }
        try {
            Reply now = page(anyway);
            if (now != null) {
                reply.complete(now);
            }
        } catch (IOException | RuntimeException e) {
            reply.completeExceptionally(e);
        }
    }

    private @Nullable Reply page(boolean evenIfEmpty) throws IOException {
        Readings.Room room = readings.room();
        try {
            return workspaces.read(call.workspace(), reader -> {
                Page page = Pages.read(reader, request, room);
                return page.ops().isEmpty() && !evenIfEmpty
                        ? null
                        : Reply.json(Answers.pull(page, workspaces.time(reader)));
            });
        } finally {
            room.giveBack();
        }
    }
}
