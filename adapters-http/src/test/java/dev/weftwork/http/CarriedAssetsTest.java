package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.asset.DirectoryAssets;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.server.SyncServer;
import dev.weftwork.store.Store;
import dev.weftwork.sync.AssetFailure;
import dev.weftwork.sync.AssetFetch;
import dev.weftwork.sync.AssetFetching;
import dev.weftwork.sync.AssetTraffic;
import dev.weftwork.sync.AssetTransfer;
import dev.weftwork.sync.SyncEngine;
import dev.weftwork.sync.SyncListener;
import dev.weftwork.testkit.CuttingProxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole stores with their assets in directories, their engines, and the real server. */
final class CarriedAssetsTest {
    private static final WorkflowId POSTER = WorkflowId.of("poster");
    private static final Film FILM = new Film(8 << 20);

    @TempDir
    private Path directory;

    private SyncServer server;

    /** A device: what lies on its disks outlives its processes. */
    private final class Device implements AutoCloseable {
        private final BlockingQueue<AssetTransfer> moving = new LinkedBlockingQueue<>();
        private final BlockingQueue<AssetTransfer> moved = new LinkedBlockingQueue<>();
        final Store store;
        final SyncEngine engine;

        Device(MemoryDisk disk, String name, URI at, AssetFetching when) {
            store = Store.builder()
                    .storage(MemoryStorage.on(disk))
                    .assets(DirectoryAssets.at(directory.resolve(name)))
                    .open();
            engine = SyncEngine.builder(store)
                    .remote(HttpRemote.at(at, () -> Studio.TOKEN))
                    .fetchAssets(when)
                    .listener(new SyncListener() {
                        @Override
                        public void assetProgressed(AssetTransfer transfer, AssetTraffic all) {
                            moving.add(transfer);
                        }

                        @Override
                        public void assetEnded(AssetTransfer transfer, Optional<AssetFailure> failure) {
                            if (failure.isEmpty()) {
                                moved.add(transfer);
                            }
                        }
                    })
                    .start();
        }

        AssetRef show() throws IOException {
            AssetRef ref;
            try (InputStream content = FILM.open(0)) {
                ref = store.assets().put(content, "video/x");
            }
            store.createWorkflow(POSTER, "Poster", draft -> draft.addNode(NodeId.of("film"), "video", node -> {}));
            store.updateNodeResult(POSTER, NodeId.of("film"), Result.asset(ref));
            engine.syncNow().join();
            return ref;
        }

        AssetTransfer.Way awaitMoved() throws InterruptedException {
            AssetTransfer transfer = moved.poll(3, TimeUnit.MINUTES);
            assertThat(transfer).as("an asset that has moved").isNotNull();
            return transfer.way();
        }

        boolean isRight(AssetRef ref) {
            return store.assets().verify(ref).orElse(false);
        }

        @Override
        public void close() {
            engine.close();
            store.close();
        }
    }

    @BeforeEach
    void startServer() throws IOException {
        server = Studio.in(directory.resolve("server")).start();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    private Device device(String name, URI at) {
        return new Device(new MemoryDisk(), name, at, AssetFetching.LAZY);
    }

    @Test
    void anAssetReachesTheOtherDeviceWhenThatAsksForIt() throws Exception {
        try (Device laptop = device("laptop", server.address());
                Device phone = device("phone", server.address())) {
            AssetRef ref = laptop.show();
            assertThat(laptop.awaitMoved()).isEqualTo(AssetTransfer.Way.UP);
            phone.engine.syncNow().join();

            AssetFetch got = phone.engine.assets().get(ref).get(3, TimeUnit.MINUTES);

            assertThat(got.kind()).isEqualTo(AssetFetch.Kind.HERE);
            assertThat(phone.isRight(ref)).isTrue();
        }
    }

    @Test
    void anEagerDeviceHasItWithoutAsking() throws Exception {
        try (Device laptop = device("laptop", server.address());
                Device phone = new Device(new MemoryDisk(), "phone", server.address(), AssetFetching.EAGER)) {
            AssetRef ref = laptop.show();
            assertThat(laptop.awaitMoved()).isEqualTo(AssetTransfer.Way.UP);
            phone.engine.syncNow().join();

            assertThat(phone.awaitMoved()).isEqualTo(AssetTransfer.Way.DOWN);
            assertThat(phone.isRight(ref)).isTrue();
        }
    }

    @Test
    void aNetworkThatIsCutAgainAndAgainCarriesHardlyMore() throws Exception {
        long size = 8 << 20;
        try (CuttingProxy up = CuttingProxy.to(server.address(), size / 6, 5);
                CuttingProxy down = CuttingProxy.to(server.address(), size / 6, 5);
                Device laptop = device("laptop", up.address());
                Device phone = device("phone", down.address())) {
            AssetRef ref = laptop.show();
            assertThat(laptop.awaitMoved()).isEqualTo(AssetTransfer.Way.UP);
            phone.engine.syncNow().join();
            AssetFetch got = phone.engine.assets().get(ref).get(3, TimeUnit.MINUTES);

            assertThat(got.kind()).isEqualTo(AssetFetch.Kind.HERE);
            assertThat(phone.isRight(ref)).isTrue();
            assertThat(phone.engine.metrics().assetBytesFetched()).isEqualTo(size);
        }
    }

    @Test
    void aDownloadGoesOnInALaterProcess() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        AssetRef ref;
        try (Device laptop = device("laptop", server.address())) {
            ref = laptop.show();
            assertThat(laptop.awaitMoved()).isEqualTo(AssetTransfer.Way.UP);
        }
        try (Device phone = new Device(disk, "phone", server.address(), AssetFetching.LAZY)) {
            phone.engine.syncNow().join();
            CompletableFuture<AssetFetch> unused = phone.engine.assets().get(ref);
            assertThat(phone.moving.poll(3, TimeUnit.MINUTES)).isNotNull();
        }
        try (Device phone = new Device(disk, "phone", server.address(), AssetFetching.LAZY)) {
            AssetFetch got = phone.engine.assets().get(ref).get(3, TimeUnit.MINUTES);

            assertThat(got.kind()).isEqualTo(AssetFetch.Kind.HERE);
            assertThat(phone.isRight(ref)).isTrue();
            assertThat(phone.engine.metrics().assetBytesFetched()).isLessThan(8 << 20);
        }
    }
}
