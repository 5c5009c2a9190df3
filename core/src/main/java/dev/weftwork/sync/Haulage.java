package dev.weftwork.sync;

import dev.weftwork.asset.AssetArrival;
import dev.weftwork.asset.AssetCorruptedException;
import dev.weftwork.asset.AssetOptions;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.schedule.Lane;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.StorageException;
import dev.weftwork.sync.AssetFailure.Reason;
import dev.weftwork.sync.AssetTransfer.Way;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves one asset, once. Works on a lane of its own, since reading, hashing and writing may take long; whoever began it is
 * told of the end on that lane or on a thread of the remote.
 */
final class Haulage {
    private final Haul haul;
    private final AssetStorage assets;
    private final RemoteAssets remote;
    private final Lane work;
    private final LongConsumer progress;
    private final Consumer<End> end;
    private volatile boolean stopped;
    private volatile @Nullable CompletableFuture<?> call;
    /** What is being fetched for a place that keeps no parts. */
    private volatile @Nullable FetchedContent whole;
    /** Why the place here did not take or give bytes; the remote knows only that it did not. */
    private volatile @Nullable StorageException place;

    /**
     * How it ended.
     *
     * @param ref leads to the content here, if it ended well
     * @param failure why not, otherwise
     * @param asked how long the server wants to be left alone, if it said so
     * @param moved how many bytes went over
     */
    record End(
            @Nullable AssetRef ref,
            @Nullable AssetFailure failure,
            @Nullable Duration asked,
            long moved) {}

    Haulage(Haul haul, AssetStorage assets, RemoteAssets remote, Lane work, LongConsumer progress, Consumer<End> end) {
        this.haul = haul;
        this.assets = assets;
        this.remote = remote;
        this.work = work;
        this.progress = progress;
        this.end = end;
    }

    void begin() {
        on(() -> guarded(haul.way() == Way.UP ? this::send : this::fetch));
    }

    /** Gives it up; what has come, here or there, stays. */
    void stop() {
        stopped = true;
        CompletableFuture<?> running = call;
        if (running != null) {
            running.cancel(true);
        }
        FetchedContent content = whole;
        if (content != null) {
            content.stop();
        }
    }

    /** Something that may find the place out of order. */
    private interface Work {
        void run() throws IOException;
    }

    private void guarded(Work task) {
        try {
            task.run();
        } catch (AssetCorruptedException e) {
            failed(Reason.CORRUPT, e.getMessage());
        } catch (IOException | StorageException e) {
            failed(Reason.PLACE, e.getMessage());
        } catch (RuntimeException e) {
            failed(Reason.REFUSED, String.valueOf(e));
        }
    }

    private void on(Runnable task) {
        try {
            work.execute(task);
        } catch (RejectedExecutionException e) {
            failed(Reason.STOPPED, "The engine was closed");
        }
    }

    private void send() {
        long size = haul.size();
        RemoteAssets.Source source = from -> {
            try {
                Optional<InputStream> content = assets.get(haul.ref(), from, size - from);
                return content.orElseThrow(() -> new IOException("The asset is not here any more"));
            } catch (StorageException | AssetCorruptedException e) {
                throw new IOException(e.getMessage(), e);
            }
        };
        await(remote.upload(haul.hash(), size, source, progress), this::sent);
    }

    private void sent(RemoteReply<Long> reply) {
        if (reply instanceof RemoteReply.Failed<Long> refused) {
            end.accept(refused(refused.failure()));
        } else {
            end.accept(new End(haul.ref(), null, null, ((RemoteReply.Ok<Long>) reply).value()));
        }
    }

    private void fetch() throws IOException {
        Optional<AssetArrival> arrival = assets.arrival(haul.hash());
        if (arrival.isPresent()) {
            fetch(arrival.get());
            return;
        }
        AssetOptions named = haul.ref().mime().map(AssetOptions::of).orElse(AssetOptions.NONE);
        try (FetchedContent content = new FetchedContent(remote, haul.hash(), progress)) {
            whole = content;
            if (stopped) {
                content.stop();
            }
            AssetRef ref = assets.put(content, named.expecting(haul.hash()));
            end.accept(arrived(ref, ref.bytes().orElse(haul.moved())));
        } catch (FetchedContent.Refusal e) {
            end.accept(refused(e.failure()));
        }
    }

    private void fetch(AssetArrival arrival) throws IOException {
        try {
            fetchRest(arrival);
        } catch (RuntimeException | Error e) {
            // nobody could go on with what has come while it is open
            arrival.close();
            throw e;
        }
    }

    private void fetchRest(AssetArrival arrival) {
        long here = arrival.length();
        progress.accept(here);
        if (haul.size() > 0 && here == haul.size()) {
            // the process died between the last byte and the name
            landed(arrival, new RemoteReply.Ok<>(0L, new RemoteTime(0, 0)));
            return;
        }
        RemoteAssets.Sink sink = bytes -> take(arrival, bytes);
        await(remote.download(haul.hash(), here, sink, progress), reply -> landed(arrival, reply));
    }

    private void take(AssetArrival arrival, ByteBuffer bytes) throws IOException {
        try {
            arrival.take(bytes);
        } catch (StorageException e) {
            place = e;
            throw new IOException(e.getMessage(), e);
        }
    }

    private void landed(AssetArrival arrival, RemoteReply<Long> reply) {
        guarded(() -> {
            End how;
            try (arrival) {
                how = outcome(arrival, reply);
            }
            // told when the part is let go of: whoever hears it may take it up once more at once
            end.accept(how);
        });
    }

    private End outcome(AssetArrival arrival, RemoteReply<Long> reply) throws IOException {
        if (reply instanceof RemoteReply.Failed<Long> failed
                && !failed.failure().code().equals("bad-range")) {
            return refused(failed.failure());
        }
        // where there is more here than there, the hash tells so and all begins anew
        long came = reply instanceof RemoteReply.Ok<Long> ok ? ok.value() : 0;
        return arrived(arrival.finish(haul.ref().mime().orElse(null)), came);
    }

    private static End arrived(AssetRef ref, long moved) {
        return new End(ref, null, null, moved);
    }

    private void await(CompletableFuture<RemoteReply<Long>> future, Consumer<RemoteReply<Long>> then) {
        call = future;
        if (stopped) {
            future.cancel(true);
        }
        CompletableFuture<?> unused = future.whenComplete((reply, thrown) -> on(() -> then.accept(
                thrown == null
                        ? reply
                        : new RemoteReply.Failed<>(new RemoteFailure(
                                RemoteFailure.Kind.UNAVAILABLE, "call-failed", String.valueOf(thrown))))));
    }

    private End refused(RemoteFailure failure) {
        StorageException here = place;
        AssetFailure why = here == null
                ? HaulFailures.of(haul, failure)
                : new AssetFailure(haul.hash(), haul.way(), Reason.PLACE, String.valueOf(here.getMessage()));
        return new End(null, why, failure.retryAfter(), haul.moved());
    }

    private void failed(Reason reason, @Nullable String message) {
        AssetFailure why = new AssetFailure(haul.hash(), haul.way(), reason, String.valueOf(message));
        end.accept(new End(null, why, null, haul.moved()));
    }
}
