package dev.weftwork.testkit.simulator;

import dev.weftwork.spi.LiveChannel;
import dev.weftwork.spi.LiveListener;
import dev.weftwork.spi.LiveRequest;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemotePlace;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SnapshotRequest;
import dev.weftwork.spi.SyncAnswer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The server's door, at which somebody notes what there was behind each cursor that it hands out. In some runs it hands
 * out small pages only.
 */
final class SeenRemote implements RemoteAdapter {
    private final RemoteAdapter remote;
    private final Views views;
    private final int page;

    SeenRemote(RemoteAdapter remote, Views views, int page) {
        this.remote = remote;
        this.views = views;
        this.page = page;
    }

    private PullRequest small(PullRequest request) {
        int limit = Math.min(page, request.limit());
        return new PullRequest(request.after(), limit, request.patience(), request.workflows(), request.audit());
    }

    private PullAnswer note(PullAnswer answer) {
        if (!answer.more()) {
            views.standsAt(answer.cursor());
        }
        return answer;
    }

    @Override
    public boolean expect(@Nullable RemotePlace place) {
        return remote.expect(place);
    }

    @Override
    public CompletableFuture<RemoteReply<RemoteHello>> hello() {
        return remote.hello();
    }

    @Override
    public CompletableFuture<RemoteReply<PushAnswer>> push(PushRequest request) {
        return remote.push(request);
    }

    @Override
    public CompletableFuture<RemoteReply<SyncAnswer>> sync(PushRequest push, PullRequest pull) {
        return remote.sync(push, small(pull))
                .thenApply(reply -> reply.map(answer -> {
                    note(answer.pull());
                    return answer;
                }));
    }

    @Override
    public CompletableFuture<RemoteReply<PullAnswer>> pull(PullRequest request) {
        return remote.pull(small(request)).thenApply(reply -> reply.map(this::note));
    }

    @Override
    public CompletableFuture<RemoteReply<SnapshotManifest>> snapshot(SnapshotRequest request) {
        return remote.snapshot(request)
                .thenApply(reply -> reply.map(manifest -> {
                    views.standsAt(manifest.cursor());
                    return manifest;
                }));
    }

    @Override
    public CompletableFuture<RemoteReply<SnapshotPage>> part(SnapshotPart part) {
        return remote.part(part);
    }

    @Override
    public LiveChannel live(LiveRequest request, LiveListener listener) {
        return remote.live(request, new LiveListener() {
            @Override
            public void opened() {
                listener.opened();
            }

            @Override
            public void ops(PullAnswer answer, RemoteTime time) {
                listener.ops(note(answer), time);
            }

            @Override
            public void behind() {
                listener.behind();
            }

            @Override
            public void ended(RemoteFailure failure) {
                listener.ended(failure);
            }
        });
    }

    @Override
    public void close() {
        remote.close();
    }
}
