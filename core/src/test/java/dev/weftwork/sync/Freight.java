package dev.weftwork.sync;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A way of binaries that counts what goes over it, and can be told to fail, to be cut off, or to take its time. */
final class Freight implements RemoteAssets {
    RemoteAssets remote;
    private final List<String> calls;
    final List<AssetHash> uploads = new ArrayList<>();
    final List<AssetHash> downloads = new ArrayList<>();
    final Map<AssetHash, RemoteFailure> refused = new HashMap<>();
    final Deque<Runnable> held = new ArrayDeque<>();

    @Nullable RemoteFailure failure;

    /** After how many bytes a transfer is cut off. */
    long cutAfter = Long.MAX_VALUE;
    /** Whether transfers wait until they are let through. */
    boolean holds;
    /** Whether the question what is missing waits, too. */
    boolean holdsQuestions;
    /** Whether the way is out of order, in a way that it should not be. */
    boolean broken;
    /** Whether a bit is turned over on the way here. */
    boolean damages;

    long sent;
    long fetched;
    int mostAtOnce;

    Freight(RemoteAssets remote, List<String> calls) {
        this.remote = remote;
        this.calls = calls;
    }

    void letThrough() {
        holds = false;
        List<Runnable> all = new ArrayList<>(held);
        held.clear();
        all.forEach(Runnable::run);
    }

    @Override
    public CompletableFuture<RemoteReply<Set<AssetHash>>> missing(Set<AssetHash> hashes) {
        calls.add("missing");
        if (holdsQuestions) {
            CompletableFuture<RemoteReply<Set<AssetHash>>> later = new CompletableFuture<>();
            held.add(() -> later.complete(remote.missing(hashes).join()));
            return later;
        }
        return failure == null ? remote.missing(hashes) : failed(failure);
    }

    @Override
    public CompletableFuture<RemoteReply<Long>> upload(
            AssetHash hash, long size, Source source, LongConsumer progress) {
        calls.add("upload");
        uploads.add(hash);
        return pass(hash, () -> {
            long[] left = {cutAfter};
            Source counted = from -> new Counted(source.open(from), left);
            return remote.upload(hash, size, counted, progress).thenApply(reply -> cut(reply, left[0]));
        });
    }

    @Override
    public CompletableFuture<RemoteReply<Long>> download(AssetHash hash, long from, Sink sink, LongConsumer progress) {
        calls.add("download");
        downloads.add(hash);
        if (broken) {
            throw new IllegalStateException("The way is broken");
        }
        return pass(hash, () -> {
            long[] left = {cutAfter};
            Sink counted = bytes -> take(bytes, sink, left);
            return remote.download(hash, from, counted, progress).thenApply(reply -> cut(reply, left[0]));
        });
    }

    private void take(ByteBuffer bytes, Sink sink, long[] left) throws IOException {
        left[0] -= bytes.remaining();
        if (left[0] < 0) {
            throw new IOException("cut");
        }
        fetched += bytes.remaining();
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        copy.put(bytes).flip();
        if (damages) {
            copy.put(0, (byte) (copy.get(0) ^ 1));
        }
        sink.take(copy);
    }

    private CompletableFuture<RemoteReply<Long>> pass(AssetHash hash, Call call) {
        RemoteFailure why = failure == null ? refused.get(hash) : failure;
        if (why != null) {
            return failed(why);
        }
        if (!holds) {
            return call.make();
        }
        CompletableFuture<RemoteReply<Long>> later = new CompletableFuture<>();
        held.add(() -> {
            if (!later.isDone()) {
                later.complete(call.make().join());
            }
        });
        mostAtOnce = Math.max(mostAtOnce, held.size());
        return later;
    }

    private interface Call {
        CompletableFuture<RemoteReply<Long>> make();
    }

    private static RemoteReply<Long> cut(RemoteReply<Long> reply, long left) {
        return left < 0
                ? new RemoteReply.Failed<>(
                        new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "network", "The connection was cut"))
                : reply;
    }

    private static <T> CompletableFuture<RemoteReply<T>> failed(RemoteFailure failure) {
        return CompletableFuture.completedFuture(new RemoteReply.Failed<>(failure));
    }

    /** Content that is counted, and ends when the connection does. */
    private final class Counted extends FilterInputStream {
        private final long[] left;

        Counted(InputStream content, long[] left) {
            super(content);
            this.left = left;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            if (count > 0) {
                left[0] -= count;
                if (left[0] < 0) {
                    throw new IOException("cut");
                }
                sent += count;
            }
            return count;
        }
    }
}
