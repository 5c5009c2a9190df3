package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weftwork.asset.AssetOptions;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import dev.weftwork.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host may close store, engine and the place for assets in any order: it is quiet, and nothing is lost. */
final class ClosingOrderTest {
    private static final byte[] PICTURE = Carried.bytes(7, 20_000);

    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final MemoryDisk disk = new MemoryDisk();
    private final MemoryBlobs all = MemoryBlobs.create();

    /** How the server is when things are closed. */
    private enum Network {
        THERE,
        AWAY,
        SILENT
    }

    /** A disk that may be full. */
    private static final class Disk implements StorageAdapter {
        private final StorageAdapter storage;
        private boolean full;

        Disk(StorageAdapter storage) {
            this.storage = storage;
        }

        @Override
        public StorageDescription description() {
            return storage.description();
        }

        @Override
        @SuppressWarnings("NullAway") // JDK 17 does not read the bound of T
        public <T extends @Nullable Object> T read(ReadWork<T> work) throws IOException {
            return storage.read(work);
        }

        @Override
        @SuppressWarnings("NullAway") // as above
        public <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
            if (full) {
                throw new StorageException(StorageException.Kind.FULL, "The disk is full", "Make room");
            }
            return storage.write(work);
        }

        @Override
        public void claim() {
            storage.claim();
        }

        @Override
        public void close() throws IOException {
            storage.close();
        }
    }

    /** One run of the host's program. */
    private final class Run {
        private final Disk storage = new Disk(MemoryStorage.on(disk));
        private final MemoryBlobs blobs = all.again();
        private final Wire wire = new Wire(MemoryRemote.of(server, "ann"));
        private final Store store =
                Store.builder().storage(storage).assets(blobs).scheduler(time).open();
        private final Device device = new Device(disk, store, time, wire, builder -> builder);

        void close(String what) {
            switch (what) {
                case "store" -> store.close();
                case "engine" -> device.engine.close();
                case "assets" -> blobs.close();
                default -> throw new IllegalArgumentException(what);
            }
        }
    }

    private static String logOf(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    private Run begin() {
        Run run = new Run();
        time.advance(Duration.ofSeconds(5));
        run.device.createPoster();
        time.advance(Duration.ofSeconds(5));
        return run;
    }

    @ParameterizedTest
    @CsvSource({
        "THERE, store engine assets", "THERE, store assets engine", "THERE, engine store assets",
        "THERE, engine assets store", "THERE, assets store engine", "THERE, assets engine store",
        "AWAY, store engine assets", "AWAY, store assets engine", "AWAY, engine store assets",
        "AWAY, engine assets store", "AWAY, assets store engine", "AWAY, assets engine store",
        "SILENT, store engine assets", "SILENT, store assets engine", "SILENT, engine store assets",
        "SILENT, engine assets store", "SILENT, assets store engine", "SILENT, assets engine store"
    })
    void everyOrderIsQuietAndLosesNothing(Network network, String order) {
        Run run = begin();
        run.device.node("shown", "shown");
        AssetRef picture = put(run);
        run.wire.silent = network == Network.SILENT;
        run.wire.failure = network == Network.AWAY
                ? new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network")
                : null;
        time.advance(Duration.ofSeconds(3));
        run.device.node("last", "made right before the end");

        String log = logOf(() -> {
            for (String what : List.of(order.split(" "))) {
                run.close(what);
                // what was under way comes to its end, and what would have been due is
                time.advance(Duration.ofMinutes(3));
            }
        });

        assertThat(log).doesNotContain("\tat ", "Exception", " ERROR ");
        Run next = new Run();
        assertThat(next.device.title("last")).isEqualTo("made right before the end");
        assertThat(next.store.assets().stat(picture)).isPresent();
        time.advance(Duration.ofMinutes(3));
        assertThat(server.history().toString()).contains("made right before the end");
        assertThat(next.store.oplog().pending()).isEmpty();
        next.device.close();
    }

    private static AssetRef put(Run run) {
        try {
            AssetRef ref = run.store.assets().put(new ByteArrayInputStream(PICTURE), AssetOptions.of("image/x"));
            run.store.updateNodeResult(Device.POSTER, NodeId.of("shown"), Result.asset(ref));
            return ref;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anEngineWhoseStoreIsClosedRestsAndCanBeAskedHowItIs() {
        Run run = begin();
        run.store.close();
        time.advance(Duration.ofMinutes(1));
        int calls = run.wire.calls.size();

        time.advance(Duration.ofHours(1));

        assertThat(run.wire.calls).hasSize(calls);
        assertThat(run.device.engine.status().enabled()).isFalse();
        assertThat(run.device.engine.status().pending()).isZero();
        assertThat(run.device.engine.syncNow()).isNotNull();
        assertThatIllegalStateException()
                .isThrownBy(run.device.engine::start)
                .withMessageContaining("The store is closed");
        assertThatCode(run.device.engine::close).doesNotThrowAnyException();
    }

    @Test
    void anEngineIsClosedAlsoIfTheDiskTakesNothingMore() {
        Run run = begin();
        run.storage.full = true;
        run.device.node("last", "made when the disk was full");

        assertThatCode(run.device.engine::close).doesNotThrowAnyException();

        int calls = run.wire.calls.size();
        time.advance(Duration.ofHours(1));
        assertThat(run.wire.calls).hasSize(calls);
        run.storage.full = false;
        run.store.close();
        Run next = new Run();
        time.advance(Duration.ofMinutes(3));
        assertThat(server.history().toString()).contains("made when the disk was full");
        next.device.close();
    }
}
