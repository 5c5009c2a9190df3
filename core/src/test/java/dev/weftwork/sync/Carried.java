package dev.weftwork.sync;

import dev.weftwork.asset.AssetOptions;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Devices with assets, and what a test does with them. */
final class Carried {
    final ManualScheduler time = new ManualScheduler();
    final MemoryWorkspace workspace = MemoryWorkspace.create("studio", time);

    /** A device, its disk and its way to the server; all but the process outlives a restart. */
    final class Desk {
        final MemoryDisk disk = new MemoryDisk();
        final MemoryBlobs blobs = MemoryBlobs.create();
        final long seed;
        private final UnaryOperator<SyncEngineBuilder> more;
        Wire wire;
        Device device;

        Desk(long seed, UnaryOperator<SyncEngineBuilder> more) {
            this.seed = seed;
            this.more = more;
            wire = new Wire(MemoryRemote.of(workspace, "ann"));
            device = start();
        }

        private Device start() {
            Store store = Store.builder()
                    .storage(MemoryStorage.on(disk))
                    .assets(blobs.again())
                    .scheduler(time)
                    .ids(Ids.seeded(seed, time::wallMillis))
                    .open();
            return new Device(disk, store, time, wire, more);
        }

        /** The same device in a new process. */
        void restart() {
            device.close();
            wire = new Wire(MemoryRemote.of(workspace, "ann"));
            device = start();
            settle();
        }

        AssetTransfers assets() {
            return device.engine.assets();
        }

        AssetRef put(byte[] content) {
            try {
                return device.store.assets().put(new ByteArrayInputStream(content), AssetOptions.of("image/x"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Puts content and has a node of the poster refer to it. */
        AssetRef show(String node, byte[] content) {
            AssetRef ref = put(content);
            refer(node, ref);
            return ref;
        }

        void refer(String node, AssetRef ref) {
            if (device.store.find(Device.POSTER).isEmpty()) {
                device.createPoster();
            }
            device.node(node, node);
            device.store.updateNodeResult(Device.POSTER, NodeId.of(node), Result.asset(ref));
        }

        AssetFetch get(AssetRef ref) {
            CompletableFuture<AssetFetch> answer = assets().get(ref);
            time.runDue();
            return answer.getNow(new AssetFetch.Nameless(ref));
        }

        Optional<byte[]> content(AssetRef ref) {
            return device.store.assets().get(ref).map(stream -> {
                try (InputStream in = stream) {
                    return in.readAllBytes();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        AssetTraffic traffic() {
            return device.engine.status().assets();
        }
    }

    Desk desk(long seed) {
        return desk(seed, builder -> builder);
    }

    Desk desk(long seed, UnaryOperator<SyncEngineBuilder> more) {
        Desk desk = new Desk(seed, more);
        settle();
        return desk;
    }

    /** Time for a sync or two. */
    void settle() {
        time.advance(Duration.ofSeconds(5));
    }

    boolean hasServer(AssetHash hash) {
        return MemoryRemote.of(workspace, "judge")
                .assets()
                .orElseThrow()
                .missing(java.util.Set.of(hash))
                .join()
                .map(java.util.Set::isEmpty)
                .equals(new dev.weftwork.spi.RemoteReply.Ok<>(true, new dev.weftwork.spi.RemoteTime(0, 0)));
    }

    static AssetHash hash(AssetRef ref) {
        return ref.hash().orElseThrow();
    }

    static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
