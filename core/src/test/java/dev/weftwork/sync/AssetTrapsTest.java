package dev.weftwork.sync;

import static dev.weftwork.sync.Carried.bytes;
import static dev.weftwork.sync.Carried.hash;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.store.SliceConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Moments in which carrying assets might go on for ever, stop for ever, or carry what is private. */
final class AssetTrapsTest {
    private final Carried world = new Carried();

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
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
}
