package dev.weftwork.sync;

import static dev.weftwork.sync.Carried.bytes;
import static dev.weftwork.sync.Carried.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.store.Store;
import dev.weftwork.sync.AssetFailure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is not here comes when it is asked for, and nobody sees it before it is whole and right. */
final class AssetDownloadTest {
    private static final int LARGE = 3 << 20;
    private static final byte[] FOX = bytes(1, LARGE);

    private final Carried world = new Carried();
    private final Carried.Desk ann = world.desk(1);
    private final AssetRef fox = ann.show("fox", FOX);
    private final Carried.Desk bob = world.desk(2);

    private Freight freight() {
        return bob.wire.freight;
    }

    private static RemoteFailure away() {
        return new RemoteFailure(Kind.UNAVAILABLE, "network", "The network is gone");
    }

    @Test
    void whatNobodyAsksForIsNotFetched() {
        assertThat(bob.device.title("fox")).isEqualTo("fox");
        assertThat(bob.assets().state(fox)).isEqualTo(AssetState.ABSENT);
        assertThat(freight().downloads).isEmpty();
    }

    @Test
    void whatIsAskedForComesAndIsRight() {
        AssetFetch got = bob.get(fox);

        assertThat(got.kind()).isEqualTo(AssetFetch.Kind.HERE);
        assertThat(bob.content(fox)).hasValue(FOX);
        assertThat(bob.assets().state(fox)).isEqualTo(AssetState.HERE);
        assertThat(bob.get(fox).kind()).isEqualTo(AssetFetch.Kind.HERE);
        assertThat(freight().downloads).containsExactly(hash(fox));
    }

    @Test
    void whileItComesItsStateSaysSoAndAllWhoAskedAreTold() {
        freight().holds = true;
        CompletableFuture<AssetFetch> first = bob.assets().get(fox);
        CompletableFuture<AssetFetch> second = bob.assets().get(fox);
        world.time.runDue();

        assertThat(bob.assets().state(fox)).isEqualTo(AssetState.ARRIVING);
        assertThat(bob.traffic().bytesToFetch()).isEqualTo(LARGE);
        freight().letThrough();
        world.time.runDue();
        assertThat(first).isCompletedWithValueMatching(got -> got.kind() == AssetFetch.Kind.HERE);
        assertThat(second).isCompletedWithValueMatching(got -> got.kind() == AssetFetch.Kind.HERE);
        assertThat(freight().downloads).hasSize(1);
    }

    @Test
    void whatNobodyHasBroughtIsAbsent() {
        AssetHash nobody = hash(world.desk(3).put(bytes(9, 10)));
        AssetRef ref = new AssetRef.Opfs("assets/other/nobody", AssetFacts.of(null, 10, nobody));

        assertThat(bob.get(ref)).isEqualTo(new AssetFetch.Absent(nobody));
        assertThat(bob.traffic()).isEqualTo(AssetTraffic.NONE);
    }

    @Test
    void aReferenceWithoutAHashCannotBeFetched() {
        AssetRef ref = new AssetRef.Opfs("assets/other/anything", AssetFacts.NONE);

        assertThat(bob.get(ref)).isEqualTo(new AssetFetch.Nameless(ref));
    }

    @Test
    void withoutANetworkWhoAsksIsToldSo() {
        freight().failure = away();

        assertThat(bob.get(fox))
                .isInstanceOfSatisfying(
                        AssetFetch.Failed.class,
                        got -> assertThat(got.failure().reason()).isEqualTo(Reason.UNREACHABLE));
        assertThat(bob.assets().state(fox)).isEqualTo(AssetState.ABSENT);
        freight().failure = null;
        assertThat(bob.get(fox).kind()).isEqualTo(AssetFetch.Kind.HERE);
    }

    @Test
    void whatWasCutOffGoesOnFromThereInALaterProcess() {
        freight().cutAfter = 1 << 20;
        assertThat(bob.get(fox).kind()).isEqualTo(AssetFetch.Kind.FAILED);
        long before = freight().fetched;
        assertThat(before).isPositive().isLessThan(LARGE);
        assertThat(bob.content(fox)).isEmpty();
        bob.restart();

        assertThat(bob.get(fox).kind()).isEqualTo(AssetFetch.Kind.HERE);
        assertThat(freight().fetched).isEqualTo(LARGE - before);
        assertThat(bob.content(fox)).hasValue(FOX);
    }

    @Test
    void whatNobodyRefersToAnyMoreLeavesNoPartBehind() {
        freight().cutAfter = 1 << 20;
        assertThat(bob.get(fox).kind()).isEqualTo(AssetFetch.Kind.FAILED);
        assertThat(bob.blobs.drafts()).containsExactly(hash(fox));
        bob.device.store.removeWorkflow(Device.POSTER);
        bob.restart();

        assertThat(bob.blobs.drafts()).isEmpty();
    }

    @Test
    void whatComesDamagedIsNeverSeenAndFetchedAnew() {
        freight().damages = true;
        AssetFetch got = bob.get(fox);

        assertThat(got)
                .isInstanceOfSatisfying(
                        AssetFetch.Failed.class,
                        failed -> assertThat(failed.failure().reason()).isEqualTo(Reason.CORRUPT));
        assertThat(bob.content(fox)).isEmpty();
        freight().damages = false;
        assertThat(bob.get(fox).kind()).isEqualTo(AssetFetch.Kind.HERE);
        assertThat(bob.content(fox)).hasValue(FOX);
    }

    @Test
    void allThatAWorkflowRefersToIsFetchedAhead() {
        AssetRef owl = ann.show("owl", bytes(2, 1000));
        world.time.advance(Duration.ofMinutes(1));
        CompletableFuture<List<AssetFetch>> all = bob.assets().prefetch(Device.POSTER);
        world.settle();

        assertThat(all)
                .isCompletedWithValueMatching(
                        got -> got.size() == 2 && got.stream().allMatch(each -> each.kind() == AssetFetch.Kind.HERE));
        assertThat(bob.assets().state(owl)).isEqualTo(AssetState.HERE);
    }

    @Test
    void whatIsFetchedAheadByItsHashIsTriedAgainUntilItIsThere() {
        freight().failure = away();
        CompletableFuture<List<AssetFetch>> first = bob.assets().prefetch(Set.of(hash(fox)));
        world.settle();

        assertThat(first).isCompletedWithValueMatching(got -> got.get(0).kind() == AssetFetch.Kind.FAILED);
        freight().failure = null;
        world.time.advance(Duration.ofMinutes(3));
        assertThat(bob.assets().state(fox)).isEqualTo(AssetState.HERE);
    }

    @Test
    void anEagerDeviceFetchesWhateverItsGraphsReferTo() {
        Carried.Desk eve = world.desk(3, builder -> builder.fetchAssets(AssetFetching.EAGER));
        world.settle();
        assertThat(eve.content(fox)).hasValue(FOX);

        AssetRef owl = ann.show("owl", bytes(2, 1000));
        world.settle();
        assertThat(eve.content(owl)).hasValue(bytes(2, 1000));
    }

    @Test
    void whatIsNotThereYetIsAskedForAgainByAnEagerDevice() {
        Carried.Desk eve = world.desk(3, builder -> builder.fetchAssets(AssetFetching.EAGER));
        ann.wire.freight.holds = true;
        AssetRef owl = ann.show("owl", bytes(2, 1000));
        world.settle();
        assertThat(eve.assets().state(owl)).isEqualTo(AssetState.ARRIVING);
        ann.wire.freight.letThrough();
        world.time.advance(Duration.ofMinutes(3));

        assertThat(eve.content(owl)).hasValue(bytes(2, 1000));
    }

    @Test
    void whoWaitsComesBeforeWhatGoesOnInTheBackground() {
        freight().holds = true;
        for (int i = 0; i < 3; i++) {
            bob.show("mine" + i, bytes(10 + i, 1000));
        }
        world.settle();
        assertThat(freight().held).hasSize(2);
        CompletableFuture<AssetFetch> asked = bob.assets().get(fox);
        world.time.runDue();

        assertThat(freight().downloads).containsExactly(hash(fox));
        freight().letThrough();
        world.time.runDue();
        assertThat(asked).isCompleted();
    }

    @Test
    void anEngineThatIsClosedFetchesNothing() {
        bob.device.engine.close();

        assertThat(bob.get(fox))
                .isInstanceOfSatisfying(
                        AssetFetch.Failed.class,
                        got -> assertThat(got.failure().reason()).isEqualTo(Reason.STOPPED));
    }

    @Test
    void aPlaceThatKeepsNoPartsGetsItAllTheSame() throws IOException {
        byte[] film = bytes(5, 9 << 20);
        AssetRef ref = ann.show("film", film);
        world.settle();
        Store store = Store.builder()
                .storage(MemoryStorage.create())
                .assets(new Partless())
                .scheduler(world.time)
                .open();
        Wire wire = new Wire(MemoryRemote.of(world.workspace, "ann"));
        try (Device eve = new Device(new MemoryDisk(), store, world.time, wire, builder -> builder)) {
            wire.freight.failure = away();
            CompletableFuture<AssetFetch> first = eve.engine.assets().get(ref);
            world.time.runDue();
            assertThat(first).isCompletedWithValueMatching(got -> got.kind() == AssetFetch.Kind.FAILED);
            wire.freight.failure = null;
            CompletableFuture<AssetFetch> second = eve.engine.assets().get(ref);
            world.time.runDue();

            assertThat(second).isCompletedWithValueMatching(got -> got.kind() == AssetFetch.Kind.HERE);
            try (InputStream content = eve.store.assets().get(ref).orElseThrow()) {
                assertThat(content.readAllBytes()).isEqualTo(film);
            }
        }
    }

    @Test
    void aStoreWithoutAPlaceForAssetsSyncsAsItDid() {
        Wire wire = new Wire(MemoryRemote.of(world.workspace, "ann"));
        try (Device eve = new Device(world.time, wire, 8, options -> options)) {
            world.settle();

            assertThat(eve.title("fox")).isEqualTo("fox");
            assertThat(eve.engine.status().assets()).isEqualTo(AssetTraffic.NONE);
            assertThatThrownBy(() -> eve.engine.assets().get(fox)).hasMessageContaining("assets(…) before open()");
        }
    }
}
