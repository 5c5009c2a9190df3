package dev.weftwork.sqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.asset.AssetOrder;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.asset.DirectoryAssets;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed while it imports packages, at random moments: nothing half imported shows, and what it had put is
 * gone after the next start. The property {@code weftwork.kill.imports} says how often.
 */
final class KilledImportsTest {
    private static final int KILLS = Integer.getInteger("weftwork.kill.imports", 12);
    private static final long SEED = Long.getLong("weftwork.seed", 7_003L);
    /** How many kills have to hit an import; where chance brings fewer, there are more of them. */
    private static final int ENOUGH = KILLS / 4;

    private static final int MOST_KILLS = 10 * KILLS;
    private static final int PACKAGES_PER_KILL = 3;
    private static final int ASSETS = 12;
    private static final int NODES = 60;
    private static final int LONGEST_PAUSE_NANOS = 40_000_000;

    @TempDir
    private Path temp;

    private final Random random = new Random(SEED);
    private final List<String> durable = new ArrayList<>();
    private int insideImport;

    @Test
    void nothingHalfImportedShowsAndWhatWasPutIsCollected() throws Exception {
        int kill = 0;
        for (; kill < KILLS || (insideImport < ENOUGH && kill < MOST_KILLS); kill++) {
            int first = kill * PACKAGES_PER_KILL;
            write(first, first + PACKAGES_PER_KILL);
            Child child = Child.start(
                    ImportingProcess.class,
                    temp,
                    List.of(
                            temp.toString(),
                            temp.toString(),
                            Integer.toString(first),
                            Integer.toString(first + PACKAGES_PER_KILL - 1)));
            child.await(1 + random.nextInt(PACKAGES_PER_KILL), line -> line.equals("b"));
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
            child.kill();
            List<String> lines = child.lines();
            lines.stream().filter(line -> line.startsWith("a ")).forEach(line -> durable.add(line.substring(2)));
            insideImport += lines.get(lines.size() - 1).equals("b") ? 1 : 0;
            check();
        }
        System.out.printf(
                "killed imports: %d kills, %d of them inside an import, %d imports durable (seed %d)%n",
                kill, insideImport, durable.size(), SEED);
        assertThat(insideImport).as("kills inside an import").isGreaterThanOrEqualTo(ENOUGH);
    }

    private void write(int from, int to) throws IOException {
        try (Store store = Store.builder()
                .storage(MemoryStorage.create())
                .assets(MemoryBlobs.create())
                .open()) {
            for (int i = from; i < to; i++) {
                Workflow made = store.createWorkflow("Package " + i);
                List<AssetRef> refs = new ArrayList<>();
                for (int j = 0; j < ASSETS; j++) {
                    byte[] bytes = new byte[20_000];
                    random.nextBytes(bytes);
                    refs.add(store.assets().put(new ByteArrayInputStream(bytes), "image/png"));
                }
                store.edit(made.id(), draft -> {
                    for (int j = 0; j < NODES; j++) {
                        AssetRef ref = refs.get(j % ASSETS);
                        draft.addNode(NodeId.of("n" + j), "image", node -> node.config("image", ref.toJson()));
                    }
                });
                store.exportPackage(made.id(), temp.resolve(i + ".genaiw.zip"));
            }
        }
    }

    private void check() throws IOException {
        try (Store store = open()) {
            AssetStorage assets = store.assets();
            List<String> found = new ArrayList<>();
            for (WorkflowInfo info : store.workflows()) {
                found.add(info.id().value());
                checkWhole(store, info.id());
            }
            assertThat(found).containsAll(durable);
            awaitNoOrphans(assets);
            assertThat(assets.list(AssetOrder.OLDEST_FIRST)).hasSize(found.size() * ASSETS);
        }
    }

    /** The clean-up of a start goes on beside its host. */
    private static void awaitNoOrphans(AssetStorage assets) {
        long since = System.nanoTime();
        while (!assets.orphans().isEmpty()) {
            assertThat(System.nanoTime() - since)
                    .as("nanoseconds for which %s are left", assets.orphans())
                    .isLessThan(Child.PATIENCE.toNanos());
            LockSupport.parkNanos(LONGEST_PAUSE_NANOS);
        }
    }

    private static void checkWhole(Store store, WorkflowId id) {
        List<Node> nodes = List.copyOf(store.workflow(id).nodes());
        assertThat(nodes).hasSize(NODES);
        for (Node node : nodes) {
            AssetRef ref = AssetRef.read(node.config().get("image")).orElseThrow();
            assertThat(store.assets().verify(ref))
                    .as("whole asset of %s", node.id())
                    .contains(true);
        }
    }

    private Store open() {
        return Store.builder()
                .storage(SqliteStorage.at(temp.resolve("studio.db")))
                .assets(DirectoryAssets.at(temp))
                .open();
    }
}
