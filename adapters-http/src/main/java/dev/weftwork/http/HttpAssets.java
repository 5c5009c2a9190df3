package dev.weftwork.http;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.wire.BlobMessages;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * The binaries of a workspace over HTTP: resumable uploads as the IETF has drafted them, downloads by ranges. A transfer on
 * which nothing moves for as long as a call may take counts as cut off. It is gone on with where it stood, up to eight times
 * in a row without any progress.
 */
final class HttpAssets implements RemoteAssets {
    private final Transport transport;

    HttpAssets(Transport transport) {
        this.transport = transport;
    }

    @Override
    public CompletableFuture<RemoteReply<Set<AssetHash>>> missing(Set<AssetHash> hashes) {
        List<AssetHash> left = new ArrayList<>(Objects.requireNonNull(hashes, "Hashes are needed; none will do"));
        return missing(left, new HashSet<>());
    }

    private CompletableFuture<RemoteReply<Set<AssetHash>>> missing(List<AssetHash> left, Set<AssetHash> missing) {
        if (left.isEmpty()) {
            return CompletableFuture.completedFuture(new RemoteReply.Ok<>(Set.copyOf(missing), new RemoteTime(0, 0)));
        }
        int count = Math.min(BlobMessages.MOST, left.size());
        List<String> asked = left.subList(0, count).stream().map(AssetHash::hex).toList();
        return transport
                .<Set<String>>post(
                        "/blobs/missing",
                        () -> BlobMessages.question(asked),
                        body -> BlobMessages.readAnswer(body.text()))
                .thenCompose(reply -> {
                    if (reply instanceof RemoteReply.Ok<Set<String>> ok) {
                        ok.value().forEach(hex -> missing.add(new AssetHash(hex)));
                        return missing(left.subList(count, left.size()), missing);
                    }
                    return CompletableFuture.completedFuture(
                            new RemoteReply.Failed<>(((RemoteReply.Failed<Set<String>>) reply).failure()));
                });
    }

    @Override
    public CompletableFuture<RemoteReply<Long>> upload(
            AssetHash hash, long size, Source source, LongConsumer progress) {
        Objects.requireNonNull(hash, "A hash is needed; it is what the asset goes by");
        Objects.requireNonNull(source, "A source is needed; it gives the bytes");
        Objects.requireNonNull(progress, "A callback is needed; one that does nothing will do");
        if (size < 0) {
            throw new IllegalArgumentException("An asset of " + size + " bytes makes no sense; it has zero or more");
        }
        Uploading uploading = new Uploading(transport, hash, size, source, progress);
        return untilCancelled(uploading.begin(), uploading::stop);
    }

    @Override
    public CompletableFuture<RemoteReply<Long>> download(AssetHash hash, long from, Sink sink, LongConsumer progress) {
        Objects.requireNonNull(hash, "A hash is needed; it is what the asset goes by");
        Objects.requireNonNull(sink, "A sink is needed; it takes the bytes");
        Objects.requireNonNull(progress, "A callback is needed; one that does nothing will do");
        if (from < 0) {
            throw new IllegalArgumentException("A start at byte " + from + " makes no sense; use 0 for all of it");
        }
        Downloading downloading = new Downloading(transport, hash, from, sink, progress);
        return untilCancelled(downloading.go(), downloading::stop);
    }

    private static <T> CompletableFuture<T> untilCancelled(CompletableFuture<T> work, Runnable stop) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        CompletableFuture<?> unused = work.whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        unused = answer.whenComplete((value, failure) -> {
            if (answer.isCancelled()) {
                stop.run();
            }
        });
        return answer;
    }
}
