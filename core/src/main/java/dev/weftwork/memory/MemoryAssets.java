package dev.weftwork.memory;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One principal's way to the binaries of a {@link MemoryWorkspace}. What came before a source failed is kept. */
final class MemoryAssets implements RemoteAssets {
    private static final int PIECE = 64 << 10;
    private static final RemoteTime NO_TIME = new RemoteTime(0, 0);

    private final Map<AssetHash, byte[]> blobs;
    private final Map<AssetHash, byte[]> begun;
    private final boolean writable;
    private final Supplier<@Nullable RemoteFailure> refusal;

    MemoryAssets(
            Map<AssetHash, byte[]> blobs,
            Map<AssetHash, byte[]> begun,
            boolean writable,
            Supplier<@Nullable RemoteFailure> refusal) {
        this.blobs = blobs;
        this.begun = begun;
        this.writable = writable;
        this.refusal = refusal;
    }

    @Override
    public CompletableFuture<RemoteReply<Set<AssetHash>>> missing(Set<AssetHash> hashes) {
        return answer(() ->
                ok(hashes.stream().filter(hash -> !blobs.containsKey(hash)).collect(Collectors.toUnmodifiableSet())));
    }

    @Override
    public CompletableFuture<RemoteReply<Long>> upload(
            AssetHash hash, long size, Source source, LongConsumer progress) {
        return answer(() -> {
            if (!writable) {
                return failed(Kind.FORBIDDEN, "read-only", "Who may only read may bring nothing");
            }
            if (blobs.containsKey(hash)) {
                progress.accept(size);
                return ok(0L);
            }
            return take(hash, size, source, progress);
        });
    }

    private RemoteReply<Long> take(AssetHash hash, long size, Source source, LongConsumer progress) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(begun.getOrDefault(hash, new byte[0]));
        long before = whole.size();
        try (InputStream in = source.open(before)) {
            byte[] piece = new byte[PIECE];
            for (int count = in.read(piece); count >= 0 && whole.size() <= size; count = in.read(piece)) {
                whole.write(piece, 0, count);
                progress.accept(whole.size());
                RemoteFailure cut = refusal.get();
                if (cut != null) {
                    begun.put(hash, whole.toByteArray());
                    return new RemoteReply.Failed<>(cut);
                }
            }
        } catch (IOException e) {
            begun.put(hash, whole.toByteArray());
            return failed(Kind.BAD_REQUEST, SOURCE, "What was to be sent could not be read");
        }
        begun.remove(hash);
        if (whole.size() != size || !hash.equals(of(whole.toByteArray()))) {
            return failed(Kind.BAD_REQUEST, WRONG_HASH, "What came is not what the hash says; nothing of it is kept");
        }
        blobs.put(hash, whole.toByteArray());
        return ok(whole.size() - before);
    }

    private static AssetHash of(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return AssetHash.of(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public CompletableFuture<RemoteReply<Long>> download(AssetHash hash, long from, Sink sink, LongConsumer progress) {
        return answer(() -> {
            byte[] bytes = blobs.get(hash);
            if (bytes == null) {
                return failed(Kind.UNSUPPORTED, ABSENT, "Nobody has brought it");
            }
            if (from > bytes.length) {
                return failed(Kind.BAD_REQUEST, "bad-range", "There are " + bytes.length + " bytes and no more");
            }
            return give(bytes, (int) from, sink, progress);
        });
    }

    private RemoteReply<Long> give(byte[] bytes, int from, Sink sink, LongConsumer progress) {
        for (int at = from; at < bytes.length; at += PIECE) {
            int count = Math.min(PIECE, bytes.length - at);
            RemoteFailure cut = refusal.get();
            if (cut != null) {
                return new RemoteReply.Failed<>(cut);
            }
            try {
                sink.take(ByteBuffer.wrap(bytes, at, count).slice().asReadOnlyBuffer());
            } catch (IOException e) {
                return failed(Kind.BAD_REQUEST, SINK, "What came could not be written down");
            }
            progress.accept(at + count);
        }
        return ok((long) bytes.length - from);
    }

    private <T> CompletableFuture<RemoteReply<T>> answer(Supplier<RemoteReply<T>> work) {
        RemoteFailure refused = refusal.get();
        return CompletableFuture.completedFuture(refused == null ? work.get() : new RemoteReply.Failed<>(refused));
    }

    private static <T> RemoteReply<T> ok(T value) {
        return new RemoteReply.Ok<>(value, NO_TIME);
    }

    private static <T> RemoteReply<T> failed(Kind kind, String code, String message) {
        return new RemoteReply.Failed<>(new RemoteFailure(kind, code, message));
    }
}
