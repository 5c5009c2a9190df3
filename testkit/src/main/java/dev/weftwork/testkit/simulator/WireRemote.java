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
import dev.weftwork.wire.Answers;
import dev.weftwork.wire.Page;
import dev.weftwork.wire.Requests;
import dev.weftwork.wire.SnapshotLines;
import dev.weftwork.wire.SyncRequest;
import dev.weftwork.wire.WireFormatException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A way on which messages travel as the text that the protocol says, of which the end may be missing. */
final class WireRemote implements RemoteAdapter {
    private final RemoteAdapter remote;
    private final Chance chance;
    private final DoubleSupplier cut;

    WireRemote(RemoteAdapter remote, Chance chance, DoubleSupplier cut) {
        this.remote = remote;
        this.chance = chance;
        this.cut = cut;
    }

    /** A body did not arrive whole, and whoever read it noticed. */
    private static final class CutException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static RemoteFailure cutFailure() {
        return new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "cut", "The body ended too early");
    }

    /** Carries a text over and reads it there. */
    private <T> T carry(String text, Function<String, T> read) {
        boolean whole = !chance.happens(cut.getAsDouble());
        String arrived = whole ? text : text.substring(0, chance.below(text.length()));
        try {
            T message = read.apply(arrived);
            if (!whole) {
                throw new Broken("wire", "a body of which the end is missing was read: " + arrived);
            }
            return message;
        } catch (WireFormatException e) {
            if (whole) {
                throw new Broken("wire", "what was written cannot be read (" + e.getMessage() + "): " + text);
            }
            throw new CutException();
        }
    }

    private <T> CompletableFuture<RemoteReply<T>> exchange(
            Supplier<CompletableFuture<RemoteReply<T>>> call,
            BiFunction<T, RemoteTime, String> write,
            Function<String, RemoteReply.Ok<T>> read) {
        CompletableFuture<RemoteReply<T>> made;
        try {
            made = call.get();
        } catch (CutException e) {
            return CompletableFuture.completedFuture(new RemoteReply.Failed<>(cutFailure()));
        }
        return made.thenApply(reply -> {
            if (!(reply instanceof RemoteReply.Ok<T> ok)) {
                return reply;
            }
            try {
                return carry(write.apply(ok.value(), ok.time()), read);
            } catch (CutException e) {
                return new RemoteReply.Failed<>(cutFailure());
            }
        });
    }

    @Override
    public boolean expect(@Nullable RemotePlace place) {
        return remote.expect(place);
    }

    @Override
    public CompletableFuture<RemoteReply<RemoteHello>> hello() {
        return exchange(remote::hello, (hello, time) -> Answers.hello(bounded(hello), time), Answers::readHello);
    }

    /** A server in memory takes any number of bytes, which is more than the protocol can say. */
    private static RemoteHello bounded(RemoteHello hello) {
        return new RemoteHello(
                hello.server(),
                hello.workspace(),
                hello.principal(),
                hello.writable(),
                hello.maxOps(),
                Math.min(hello.maxBytes(), 1 << 20),
                hello.features());
    }

    @Override
    public CompletableFuture<RemoteReply<PushAnswer>> push(PushRequest request) {
        return exchange(
                () -> remote.push(carry(Requests.push(request), Requests::readPush)), Answers::push, Answers::readPush);
    }

    @Override
    public CompletableFuture<RemoteReply<SyncAnswer>> sync(PushRequest push, PullRequest pull) {
        return exchange(
                () -> {
                    SyncRequest arrived = carry(Requests.sync(new SyncRequest(push, pull, false)), Requests::readSync);
                    return remote.sync(arrived.push(), arrived.pull());
                },
                (answer, time) -> Answers.sync(answer.push(), Page.of(answer.pull()), time),
                Answers::readSync);
    }

    @Override
    public CompletableFuture<RemoteReply<PullAnswer>> pull(PullRequest request) {
        return exchange(
                () -> remote.pull(request), (answer, time) -> Answers.pull(Page.of(answer), time), Answers::readPull);
    }

    @Override
    public CompletableFuture<RemoteReply<SnapshotManifest>> snapshot(SnapshotRequest request) {
        return exchange(() -> remote.snapshot(request), Answers::manifest, Answers::readManifest);
    }

    @Override
    public CompletableFuture<RemoteReply<SnapshotPage>> part(SnapshotPart part) {
        return remote.part(part).thenApply(reply -> {
            if (!(reply instanceof RemoteReply.Ok<SnapshotPage> ok)) {
                return reply;
            }
            if (chance.happens(cut.getAsDouble())) {
                // parts are named by a hash of their bytes, so whoever fetches one knows
                return new RemoteReply.Failed<>(cutFailure());
            }
            String lines = ok.value().entities().stream()
                    .map(row -> SnapshotLines.line(row) + '\n')
                    .collect(Collectors.joining());
            return new RemoteReply.Ok<>(SnapshotLines.read(lines), ok.time());
        });
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
                try {
                    RemoteReply.Ok<PullAnswer> arrived = carry(Answers.pull(Page.of(answer), time), Answers::readPull);
                    listener.ops(arrived.value(), arrived.time());
                } catch (CutException e) {
                    listener.ended(cutFailure());
                }
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
