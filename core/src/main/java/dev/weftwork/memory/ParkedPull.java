package dev.weftwork.memory;

import dev.weftwork.schedule.Cancellable;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import java.util.concurrent.CompletableFuture;

/** A pull that waits for something to happen. */
final class ParkedPull implements MemoryRemote.Waiting {
    private final MemoryRemote remote;
    private final PullRequest request;
    private final CompletableFuture<RemoteReply<PullAnswer>> answer = new CompletableFuture<>();
    private final Runnable look = this::look;

    ParkedPull(MemoryRemote remote, PullRequest request) {
        this.remote = remote;
        this.request = request;
    }

    CompletableFuture<RemoteReply<PullAnswer>> park() {
        Cancellable timeout = remote.workspace()
                .scheduler()
                .schedule(request.patience(), () -> answer.complete(remote.page(request)));
        remote.waiting().add(this);
        remote.workspace().listeners().add(look);
        CompletableFuture<?> unused = answer.whenComplete((reply, failure) -> {
            timeout.cancel();
            remote.waiting().remove(this);
            remote.workspace().listeners().remove(look);
        });
        look(); // something may have happened while it was being parked
        return answer;
    }

    private void look() {
        RemoteReply<PullAnswer> now = remote.page(request);
        boolean nothing =
                now instanceof RemoteReply.Ok<PullAnswer> ok && ok.value().ops().isEmpty();
        if (!nothing) {
            answer.complete(now);
        }
    }

    @Override
    public void end(RemoteFailure failure) {
        answer.complete(new RemoteReply.Failed<>(failure));
    }
}
