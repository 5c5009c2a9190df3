package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.ForwardingAssets;
import dev.weftwork.spi.StoredAsset;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import was killed: what it left goes at the next start, and nothing that anybody is about to refer to. */
final class KilledImportTest {
    private static final String KILLED = "killed";
    private static final Duration A_WHILE = Duration.ofSeconds(5);

    private final Site site = new Site();
    private final MemoryBlobs blobs = MemoryBlobs.create();

    @TempDir
    private Path directory;

    /** Runs something before the next put. */
    private static final class Before extends ForwardingAssets {
        private final AssetAdapter place;
        private Runnable before = () -> {};

        Before(AssetAdapter place) {
            this.place = place;
        }

        @Override
        protected AssetAdapter place() {
            return place;
        }

        @Override
        public StoredAsset put(Filling filling) throws IOException {
            Runnable now = before;
            before = () -> {};
            now.run();
            return super.put(filling);
        }
    }

    private Host start(String process, AssetAdapter place) {
        return site.start(builder -> {
            builder.assets(place);
            ((ManualScheduler) builder.scheduler).process(process, KILLED::equals);
            return builder;
        });
    }

    private static AssetRef put(Store store, String text) throws IOException {
        return store.assets().put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "image/png");
    }

    /** What a process leaves that is killed when it has put an asset and not written the graph yet. */
    private AssetRef leaveBehind(String text) throws IOException {
        Host host = start(KILLED, blobs.again());
        AssetRef ref = put(host.store(), text);
        MemoryStorage.on(site.disk).write(transaction -> {
            transaction.setting(
                    Keys.IMPORT + "one",
                    KILLED + "\n" + ref.hash().orElseThrow().hex());
            return true;
        });
        site.crash(host);
        return ref;
    }

    /** A package of two assets. */
    private Path packed(String first, String second) throws IOException {
        Path file = directory.resolve("poster.genaiw.zip");
        try (Store store = Store.builder()
                .storage(MemoryStorage.create())
                .assets(MemoryBlobs.create())
                .open()) {
            Workflow made = store.createWorkflow("Poster");
            AssetRef one = put(store, first);
            AssetRef two = put(store, second);
            store.edit(made.id(), draft -> {
                draft.addNode(NodeId.of("a"), "image", node -> node.config("image", one.toJson()));
                draft.addNode(NodeId.of("b"), "image", node -> node.config("image", two.toJson()));
            });
            store.exportPackage(made.id(), file);
        }
        return file;
    }

    @Test
    void whatNobodyRefersToGoes() throws IOException {
        AssetRef left = leaveBehind("left");

        Store store = start("next", blobs.again()).store();
        site.pass(A_WHILE);

        assertThat(store.assets().stat(left)).isEmpty();
    }

    @Test
    void whatARunningImportOfAnotherProcessFoundHereStays() throws IOException {
        Path file = packed("first", "second");
        leaveBehind("first");
        Before place = new Before(blobs.again());
        Host importing = start("importing", place);
        importing.store().flush();
        place.before = () -> {
            start("starting", blobs.again());
            site.sleep(importing);
            site.pass(A_WHILE);
            site.wake(importing);
        };

        ImportedPackage imported = importing.store().importPackage(file);

        for (Node node : importing.store().workflow(imported.id()).nodes()) {
            AssetRef ref = AssetRef.read(node.config().get("image")).orElseThrow();
            assertThat(importing.store().assets().verify(ref))
                    .as("%s", node.id())
                    .isEqualTo(Optional.of(true));
        }
    }

    @Test
    void whatTheHostHasPutSinceStays() throws IOException {
        leaveBehind("picture");
        Store store = start("next", blobs.again()).store();
        Sample.create(store);

        AssetRef ref = put(store, "picture");
        site.pass(A_WHILE);
        store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "image", ref.toJson());

        assertThat(store.assets().verify(ref)).contains(true);
    }
}
