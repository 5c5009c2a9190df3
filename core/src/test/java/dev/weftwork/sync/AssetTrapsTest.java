package dev.weftwork.sync;

import static dev.weftwork.sync.Carried.bytes;
import static dev.weftwork.sync.Carried.hash;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetRef;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.store.ReferenceWatch;
import dev.weftwork.store.Replication;
import dev.weftwork.store.SliceConfig;
import dev.weftwork.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Moments in which carrying assets might go on for ever, stop for ever, or carry what is private. */
final class AssetTrapsTest {
    private final Carried world = new Carried();

    @Test
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aDownloadThatIsRefusedRestsBeforeItIsTriedAgain() {
        Carried.Desk ann = world.desk(1);
        AssetRef fox = ann.show("fox", bytes(1, 1000));
        world.settle();
        Carried.Desk bob = world.desk(2);
        bob.wire.freight.refused.put(hash(fox), new RemoteFailure(Kind.FORBIDDEN, "forbidden", "Not for you"));

        CompletableFuture<List<AssetFetch>> unused = bob.assets().prefetch(Set.of(hash(fox)));
        world.time.runDue();

        assertThat(bob.wire.freight.downloads.size()).isLessThan(5);
    }

    @Test
    void whatOnlyAVersionOfAPrivateSliceRefersToStaysHere() {
        Carried.Desk ann = world.desk(1);
        ann.device.createPoster();
        world.settle();
        ann.device.store.slices().configure("node", SliceConfig.DEFAULT.withSync(false));
        ann.show("secret", bytes(7, 1000));

        ann.device.store.versions(Device.POSTER).save("Ann", "");
        ann.device.engine.syncNow();
        world.settle();

        assertThat(ann.wire.freight.uploads).isEmpty();
    }

    @Test
    void whoPrefetchesFromAStoppedEngineHearsSo() {
        Carried.Desk ann = world.desk(1);
        AssetRef fox = ann.show("fox", bytes(1, 1000));
        world.settle();
        Carried.Desk bob = world.desk(2);
        bob.device.engine.syncNow();
        bob.device.engine.stop();
        world.time.runDue();

        CompletableFuture<List<AssetFetch>> future = bob.assets().prefetch(Set.of(hash(fox)));
        for (int i = 0; i < 20; i++) {
            world.time.advance(Duration.ofMinutes(5));
        }

        assertThat(future).isDone();
    }

    @Test
    void whoAsksForContentThatIsBeingOfferedHearsWhatCameOfIt() {
        Carried.Desk ann = world.desk(1);
        ann.wire.freight.holdsQuestions = true;
        AssetRef fox = ann.show("fox", bytes(1, 1000));
        world.settle();
        assertThat(ann.wire.freight.held).isNotEmpty();

        ann.blobs.remove(AssetKey.endOf(fox.locator()).orElseThrow());
        ann.wire.freight.holds = true;
        CompletableFuture<AssetFetch> asked = ann.assets().get(fox);
        world.time.runDue();
        ann.wire.freight.holdsQuestions = false;
        ann.wire.freight.letThrough();
        world.settle();

        assertThat(asked).isCompletedWithValue(new AssetFetch.Absent(hash(fox)));
    }

    @Test
    void whatHasComeCanBeGoneOnWithAfterARemoteThatThrew() {
        Carried.Desk ann = world.desk(1);
        AssetRef fox = ann.show("fox", bytes(1, 3 << 20));
        world.settle();
        Carried.Desk bob = world.desk(2);
        bob.wire.freight.cutAfter = 1 << 20;
        assertThat(bob.get(fox).kind()).isEqualTo(AssetFetch.Kind.FAILED);
        long before = bob.wire.freight.fetched;
        bob.wire.freight.broken = true;
        assertThat(bob.get(fox).kind()).isEqualTo(AssetFetch.Kind.FAILED);
        bob.wire.freight.broken = false;
        bob.wire.freight.cutAfter = Long.MAX_VALUE;

        assertThat(bob.get(fox).kind()).isEqualTo(AssetFetch.Kind.HERE);
        assertThat(bob.wire.freight.fetched).isEqualTo(3 << 20).isGreaterThan(before);
    }

    @Test
    void whoPrefetchesWithoutSyncingLeavesNoWatchBehind() {
        List<String> watches = new ArrayList<>();
        Store store = Store.builder()
                .storage(MemoryStorage.on(new MemoryDisk()))
                .assets(MemoryBlobs.create())
                .scheduler(world.time)
                .open();
        Device device = new Device(
                new MemoryDisk(),
                watched(store, watches),
                world.time,
                new Wire(MemoryRemote.of(world.workspace, "ann")),
                builder -> builder);
        device.engine.stop();
        world.settle();
        CompletableFuture<List<AssetFetch>> unused = device.engine.assets().prefetch(Device.POSTER);
        world.settle();
        device.engine.close();

        assertThat(watches).isNotEmpty();
        assertThat(watches.stream().filter("closed"::equals))
                .hasSameSizeAs(watches.stream().filter("opened"::equals).toList());
    }

    /** A store that notes which watches were opened and closed. */
    private static Store watched(Store store, List<String> notes) {
        return through(
                Store.class,
                store,
                Map.of(
                        "replication",
                        replication -> through(
                                Replication.class, (Replication) replication, Map.of("watchReferences", watch -> {
                                    notes.add("opened");
                                    return through(
                                            ReferenceWatch.class, (ReferenceWatch) watch, Map.of("close", none -> {
                                                notes.add("closed");
                                                return none;
                                            }));
                                }))));
    }

    private static <T> T through(Class<T> type, T real, Map<String, UnaryOperator<@Nullable Object>> looks) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    try {
                        return looks.getOrDefault(method.getName(), UnaryOperator.identity())
                                .apply(method.invoke(real, given));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
