package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads, real ones, edit and read at once; nothing is lost, torn or seen twice. */
final class ThreadsTest {
    private static final int THREADS = 16;
    private static final int OPS = 1_000;

    private final MemoryDisk disk = new MemoryDisk();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS + 4);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Store open() {
        return Store.builder().storage(MemoryStorage.on(disk)).open();
    }

    private interface Work {
        void run(int thread) throws Exception;
    }

    private List<Future<?>> start(Work work) {
        List<Future<?>> started = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            Callable<Boolean> task = () -> {
                work.run(thread);
                return true;
            };
            started.add(threads.submit(task));
        }
        return started;
    }

    private static void join(List<Future<?>> started) throws Exception {
        for (Future<?> each : started) {
            each.get(2, TimeUnit.MINUTES);
        }
    }

    private static int count(Store store, NodeId id) {
        Json count = Sample.node(store, id).config("count");
        return count == null ? 0 : Math.toIntExact(count.asLong());
    }

    private static Commit increment(Store store, NodeId id) {
        return store.edit(Sample.POSTER, draft -> {
            Json count = draft.node(id).orElseThrow().config("count");
            draft.config(id, "count", count == null ? 1 : count.asLong() + 1);
        });
    }

    @Test
    void sixteenThreadsThatCountInOnePlaceLoseNoUpdate() throws Exception {
        try (Store store = open()) {
            Sample.create(store);
            AtomicInteger told = new AtomicInteger();
            store.observe(Sample.POSTER, change -> told.incrementAndGet());

            join(start(thread -> {
                for (int i = 0; i < OPS; i++) {
                    Commit commit = increment(store, Sample.IDEA);
                    if (i % 100 == thread) {
                        commit.awaitDurable();
                    }
                }
            }));

            assertThat(count(store, Sample.IDEA)).isEqualTo(THREADS * OPS);
            assertThat(Sample.node(store, Sample.IDEA).version()).isEqualTo(THREADS * OPS + 1);
        }
        try (Store again = open()) {
            assertThat(count(again, Sample.IDEA)).isEqualTo(THREADS * OPS);
            assertThat(Sample.node(again, Sample.IDEA).version()).isEqualTo(THREADS * OPS + 1);
        }
    }

    @Test
    void readersNeverSeeHalfOfAnEdit() throws Exception {
        try (Store store = open()) {
            Sample.create(store);
            store.setNodes(
                    Sample.POSTER,
                    nodes -> nodes.stream()
                            .map(node -> node.toBuilder().title("start").build())
                            .toList());
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger seen = new AtomicInteger();
            Future<?> reader = threads.submit(() -> {
                while (!over.get()) {
                    Workflow now = store.workflow(Sample.POSTER);
                    Node idea = now.node(Sample.IDEA).orElseThrow();
                    Node image = now.node(Sample.IMAGE).orElseThrow();
                    assertThat(idea.title()).isEqualTo(image.title());
                    seen.incrementAndGet();
                }
            });

            join(start(thread -> {
                // however few cores there are, the reader gets to look while there are edits to come
                for (int i = 0; i < OPS / 4 || (seen.get() < 100 && !reader.isDone()); i++) {
                    String title = thread + " " + i;
                    store.edit(
                            Sample.POSTER,
                            draft -> draft.updateNode(Sample.IDEA, node -> node.title(title))
                                    .updateNode(Sample.IMAGE, node -> node.title(title)));
                }
            }));

            over.set(true);
            reader.get(1, TimeUnit.MINUTES);
            assertThat(seen).hasValueGreaterThanOrEqualTo(100);
        }
    }

    @Test
    void severalStoresOnOneDiskLoseNoUpdate() throws Exception {
        try (Store first = open()) {
            first.createWorkflow(Sample.POSTER, "Poster", draft -> {
                for (int i = 0; i < THREADS; i++) {
                    draft.addNode(NodeId.of("n" + i), "counter", node -> {});
                }
            });
        }
        List<Store> stores = List.of(open(), open(), open(), open());
        try {

            join(start(thread -> {
                Store mine = stores.get(thread % stores.size());
                NodeId id = NodeId.of("n" + thread);
                for (int i = 0; i < OPS / 4; i++) {
                    Commit commit = increment(mine, id);
                    if (i % 7 == 0) {
                        commit.awaitDurable();
                    }
                }
            }));
        } finally {
            stores.forEach(Store::close);
        }
        try (Store again = open()) {
            for (int i = 0; i < THREADS; i++) {
                assertThat(count(again, NodeId.of("n" + i))).as("counter %d", i).isEqualTo(OPS / 4);
            }
        }
    }

    @Test
    void whatWasTakenBeforeTheStoreClosedIsStored() throws Exception {
        for (int round = 0; round < 20; round++) {
            WorkflowId id = WorkflowId.of("w" + round);
            Store store = open();
            store.createWorkflow(id, "", draft -> {});
            List<AtomicInteger> taken = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                taken.add(new AtomicInteger());
            }
            List<Future<?>> started = start(thread -> {
                try {
                    while (true) {
                        NodeId node = NodeId.of(thread + "-" + taken.get(thread).get());
                        store.edit(id, draft -> draft.addNode(node, "t", details -> {}));
                        taken.get(thread).incrementAndGet();
                    }
                } catch (IllegalStateException closed) {
                    assertThat(closed).hasMessageContaining("closed");
                }
            });
            while (taken.stream().mapToInt(AtomicInteger::get).sum() < 50) {
                Thread.onSpinWait();
            }

            store.close();

            join(started);
            try (Store again = open()) {
                assertThat(again.workflow(id).nodeCount())
                        .isEqualTo(taken.stream().mapToInt(AtomicInteger::get).sum());
            }
        }
    }

    @Test
    void manyThreadsLoadListenAndLetGoAtOnce() throws Exception {
        try (Store store = open()) {
            for (int i = 0; i < 50; i++) {
                store.createWorkflow(WorkflowId.of("w" + i), "n" + i, Sample::fill);
            }
        }
        try (Store store = open()) {
            AtomicInteger told = new AtomicInteger();
            join(start(thread -> {
                for (int i = 0; i < 200; i++) {
                    WorkflowId id = WorkflowId.of("w" + (i * 7 + thread) % 50);
                    Subscription subscription = store.observe(id, change -> told.incrementAndGet());
                    store.edit(
                            id,
                            draft -> draft.config(
                                    Sample.IDEA, "by" + thread, draft.before().version()));
                    assertThat(store.workflows()).hasSize(50);
                    subscription.close();
                }
            }));
            store.flush();
            assertThat(store.metrics().loads().snapshot().failed()).isZero();
        }
        try (Store again = open()) {
            long versions = again.workflows().stream()
                    .mapToLong(info -> again.workflow(info.id())
                                    .node(Sample.IDEA)
                                    .orElseThrow()
                                    .config()
                                    .size()
                            - 2)
                    .sum();
            assertThat(versions).isEqualTo(50L * THREADS);
        }
    }
}
