package dev.weftwork.sync;

import static dev.weftwork.sync.Carried.bytes;
import static dev.weftwork.sync.Carried.hash;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.store.SliceConfig;
import dev.weftwork.sync.AssetFailure.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What synced graphs refer to gets to the server by itself, after its structure, and nothing of it twice. */
final class AssetUploadTest {
    private static final int LARGE = 3 << 20;

    private final Carried world = new Carried();
    private final Carried.Desk ann = world.desk(1);

    private Freight freight() {
        return ann.wire.freight;
    }

    private static RemoteFailure refusal(Kind kind, String code) {
        return new RemoteFailure(kind, code, "No: " + code);
    }

    @Test
    void whatAGraphRefersToIsSentBehindItsStructure() {
        AssetRef fox = ann.show("fox", bytes(1, LARGE));
        world.settle();

        assertThat(world.hasServer(hash(fox))).isTrue();
        assertThat(ann.wire.calls).containsSubsequence("sync", "missing", "upload");
        assertThat(ann.wire.calls.indexOf("upload")).isGreaterThan(ann.wire.calls.lastIndexOf("sync"));
        assertThat(ann.traffic()).isEqualTo(AssetTraffic.NONE);
    }

    @Test
    void nothingIsSentThatTheServerHas() {
        AssetRef fox = ann.show("fox", bytes(1, LARGE));
        world.settle();
        Carried.Desk bob = world.desk(2);
        bob.show("again", bytes(1, LARGE));
        ann.refer("twin", fox);
        world.settle();
        ann.restart();

        assertThat(bob.wire.freight.uploads).isEmpty();
        assertThat(freight().uploads).isEmpty();
        assertThat(freight().sent).isZero();
    }

    @Test
    void whatNobodyRefersToStaysHere() {
        AssetRef loose = ann.put(bytes(1, 1000));
        AssetRef gone = ann.show("gone", bytes(2, 1000));
        ann.device.store.removeWorkflow(Device.POSTER);
        world.settle();

        assertThat(freight().uploads).isEmpty();
        assertThat(world.hasServer(hash(loose)) || world.hasServer(hash(gone))).isFalse();
    }

    @Test
    void whatOnlySlicesReferToThatStayHereIsNotSent() {
        ann.device.store.collection("drafts");
        ann.device.store.slices().configure("drafts", SliceConfig.DEFAULT.withSync(false));
        AssetRef secret = ann.put(bytes(1, 1000));
        ann.device.store.collection("drafts").put("mine", secret.toJson());
        AssetRef shown = ann.show("fox", bytes(2, 1000));
        world.settle();

        assertThat(freight().uploads).containsExactly(hash(shown));
        ann.device.store.slices().configure("drafts", SliceConfig.DEFAULT);
        world.time.advance(Duration.ofMinutes(1));
        ann.device.engine.syncNow();
        world.settle();
        assertThat(world.hasServer(hash(secret))).isTrue();
    }

    @Test
    void noAssetLeavesWhileTheirSliceIsNotSynced() {
        ann.device.store.slices().configure("asset", SliceConfig.DEFAULT.withSync(false));
        ann.show("fox", bytes(1, 1000));
        world.settle();

        assertThat(ann.device.store.oplog().pending()).isEmpty();
        assertThat(freight().uploads).isEmpty();
    }

    @Test
    void twoMoveSideBySideUnlessAnotherNumberIsSet() {
        Carried.Desk bob = world.desk(2, builder -> builder.transfers(4));
        for (Carried.Desk desk : List.of(ann, bob)) {
            desk.wire.freight.holds = true;
            for (int i = 0; i < 9; i++) {
                desk.show("n" + i, bytes((int) desk.seed * 100 + i, 1000));
            }
            world.settle();
        }

        assertThat(freight().mostAtOnce).isEqualTo(2);
        assertThat(bob.wire.freight.mostAtOnce).isEqualTo(4);
        assertThat(ann.traffic().toSend()).isEqualTo(9);
        assertThat(ann.traffic().underWay()).isEqualTo(2);
        assertThat(ann.traffic().bytesToSend()).isEqualTo(9_000);
        freight().letThrough();
        world.settle();
        assertThat(freight().uploads).hasSize(9).doesNotHaveDuplicates();
    }

    @Test
    void operationsDoNotWaitForAssetsOnTheirWay() {
        freight().holds = true;
        ann.show("fox", bytes(1, LARGE));
        world.settle();
        ann.device.node("later", "edited while the fox is on its way");
        world.settle();

        assertThat(freight().held).hasSize(1);
        assertThat(ann.device.store.oplog().pending()).isEmpty();
    }

    @Test
    void whatWasCutOffGoesOnFromThereInALaterProcess() {
        freight().cutAfter = 1 << 20;
        AssetRef fox = ann.show("fox", bytes(1, LARGE));
        world.time.advance(Duration.ofMillis(2_500));
        long before = freight().sent;
        assertThat(before).isPositive().isLessThan(LARGE);
        ann.restart();

        assertThat(world.hasServer(hash(fox))).isTrue();
        assertThat(freight().sent).isEqualTo(LARGE - before);
    }

    @Test
    void withoutANetworkAssetsWaitAndArriveByThemselves() {
        freight().failure = refusal(Kind.UNAVAILABLE, "network");
        AssetRef fox = ann.show("fox", bytes(1, 1000));
        world.settle();
        ann.device.node("more", "operations go on");
        world.settle();

        assertThat(ann.device.store.oplog().pending()).isEmpty();
        freight().failure = null;
        world.time.advance(Duration.ofMinutes(3));
        assertThat(world.hasServer(hash(fox))).isTrue();
        assertThat(ann.traffic()).isEqualTo(AssetTraffic.NONE);
    }

    @Test
    void pausesGrowWhileTheServerIsAway() {
        ann.show("fox", bytes(1, 1000));
        freight().failure = refusal(Kind.UNAVAILABLE, "network");
        world.time.advance(Duration.ofHours(1));

        assertThat(ann.wire.count("missing")).isBetween(10L, 100L);
    }

    @Test
    void aRefusedTokenPausesUntilThereIsAnother() {
        AssetRef fox = ann.put(bytes(1, 1000));
        freight().refused.put(hash(fox), refusal(Kind.UNAUTHORIZED, "token"));
        ann.refer("fox", fox);
        world.settle();

        assertThat(freight().uploads).hasSize(1);
        assertThat(ann.traffic().failures()).extracting(AssetFailure::reason).containsExactly(Reason.UNAUTHORIZED);
        freight().refused.clear();
        ann.device.engine.reconnected();
        world.time.runDue();
        assertThat(world.hasServer(hash(fox))).isTrue();
    }

    @Test
    void aFullWorkspaceHoldsBackOneAssetAndNotTheOthers() {
        AssetRef film = ann.put(bytes(1, LARGE));
        freight().refused.put(hash(film), refusal(Kind.UNAVAILABLE, "storage-quota"));
        ann.refer("film", film);
        AssetRef fox = ann.show("fox", bytes(2, 1000));
        world.settle();

        assertThat(world.hasServer(hash(fox))).isTrue();
        assertThat(ann.traffic().toSend()).isEqualTo(1);
        assertThat(ann.traffic().failures()).extracting(AssetFailure::reason).containsExactly(Reason.QUOTA);
        freight().refused.clear();
        world.time.advance(SyncOptions.DEFAULT.lastRetry());
        assertThat(world.hasServer(hash(film))).isTrue();
    }

    @Test
    void whatTheServerNeverTakesIsToldAndKept() {
        AssetRef film = ann.put(bytes(1, LARGE));
        freight().refused.put(hash(film), refusal(Kind.TOO_LARGE, "too-large"));
        ann.refer("film", film);
        world.time.advance(Duration.ofHours(1));

        assertThat(freight().uploads).hasSize(1);
        assertThat(ann.traffic().failures())
                .containsExactly(new AssetFailure(hash(film), AssetTransfer.Way.UP, Reason.TOO_LARGE, "No: too-large"));
        assertThat(ann.device.events).contains("asset ended UP TOO_LARGE");
        freight().refused.clear();
        ann.device.engine.syncNow();
        world.settle();
        assertThat(world.hasServer(hash(film))).isTrue();
        assertThat(ann.traffic()).isEqualTo(AssetTraffic.NONE);
    }

    @Test
    void aDamagedAssetIsToldAndNotSentAgainAndAgain() {
        AssetRef film = ann.put(bytes(1, LARGE));
        freight().refused.put(hash(film), refusal(Kind.BAD_REQUEST, RemoteAssets.WRONG_HASH));
        ann.refer("film", film);
        world.time.advance(Duration.ofHours(1));

        assertThat(freight().uploads).hasSize(1);
        assertThat(ann.traffic().failures()).extracting(AssetFailure::reason).containsExactly(Reason.CORRUPT);
    }

    @Test
    void whoMayOnlyReadSendsNothingMore() {
        AssetRef film = ann.put(bytes(1, LARGE));
        freight().refused.put(hash(film), refusal(Kind.FORBIDDEN, "read-only"));
        ann.refer("film", film);
        ann.show("fox", bytes(2, 1000));
        world.time.advance(Duration.ofHours(1));

        assertThat(freight().uploads).hasSizeLessThanOrEqualTo(2);
        assertThat(ann.traffic().toSend()).isPositive();
    }

    @Test
    void everyStartIsToldWithItsEndAndTheBytesBetween() {
        ann.show("fox", bytes(1, LARGE));
        world.settle();

        assertThat(ann.device.events.stream().filter(event -> event.startsWith("asset")))
                .startsWith("asset started UP")
                .contains("asset progressed 1048576 of " + LARGE)
                .endsWith("asset progressed " + LARGE + " of " + LARGE, "asset ended UP");
        assertThat(ann.device.engine.metrics().assetBytesSent()).isEqualTo(LARGE);
        assertThat(ann.device.engine.metrics().uploads().snapshot().total()).isEqualTo(1);
    }

    @Test
    void stoppingEndsWhatMovesAndStartingGoesOn() {
        freight().holds = true;
        AssetRef fox = ann.show("fox", bytes(1, LARGE));
        world.settle();
        ann.device.engine.stop();
        world.settle();

        assertThat(ann.device.events).contains("asset ended UP STOPPED");
        freight().letThrough();
        ann.device.engine.start();
        world.settle();
        assertThat(world.hasServer(hash(fox))).isTrue();
        assertThat(world.time.failures()).isEmpty();
    }
}
