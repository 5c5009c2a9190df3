package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.asset.AssetArrival;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.sync.AssetTransfer.Way;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One transfer, from its beginning to the word of its end. */
final class HaulageTest {
    private static final AssetHash FOX = new AssetHash("ab".repeat(32));

    private static Haul haul() {
        return new Haul(FOX, new AssetRef.Idb("image/fox", AssetFacts.of("image/x", 1000, FOX)), Way.DOWN, 1000);
    }

    /** A server that gives one answer to each download. */
    private record Server(CompletableFuture<RemoteReply<Long>> answer, CompletableFuture<String> asked)
            implements RemoteAssets {
        @Override
        public CompletableFuture<RemoteReply<Set<AssetHash>>> missing(Set<AssetHash> hashes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<RemoteReply<Long>> upload(
                AssetHash hash, long size, Source source, LongConsumer progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<RemoteReply<Long>> download(
                AssetHash hash, long from, Sink sink, LongConsumer progress) {
            asked.complete("asked");
            return answer;
        }
    }

    private static AssetStorage on(AssetAdapter place) {
        return AssetStorage.on(place, () -> 0);
    }

    @Test
    void whoHearsOfTheEndCanTakeThePartUpAtOnce() {
        ManualScheduler time = new ManualScheduler();
        AssetStorage assets = on(MemoryBlobs.create());
        Server server = new Server(
                CompletableFuture.completedFuture(new RemoteReply.Failed<>(
                        new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "network", "The connection was cut"))),
                new CompletableFuture<>());
        List<Boolean> free = new ArrayList<>();
        new Haulage(haul(), assets, server, time.lane("asset"), at -> {}, end -> {
                    try (AssetArrival arrival = assets.arrival(FOX).orElse(null)) {
                        free.add(arrival != null);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .begin();
        time.runDue();

        assertThat(free).containsExactly(true);
    }

    @Test
    @Timeout(600)
    void whatIsStoppedDoesNotWaitForTheServerAlsoAtAPlaceThatKeepsNoParts() throws Exception {
        try (Scheduler time = Scheduler.system()) {
            CompletableFuture<String> asked = new CompletableFuture<>();
            CompletableFuture<Haulage.End> ended = new CompletableFuture<>();
            Haulage haulage = new Haulage(
                    haul(),
                    on(new Partless()),
                    new Server(new CompletableFuture<>(), asked),
                    time.lane("asset"),
                    at -> {},
                    ended::complete);
            haulage.begin();
            asked.get(3, TimeUnit.MINUTES);
            haulage.stop();

            assertThat(ended).succeedsWithin(3, TimeUnit.MINUTES);
        }
    }
}
