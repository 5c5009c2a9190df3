package dev.weftwork.sync;

import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A store and its engine in the one virtual time of a test. */
final class Device implements AutoCloseable {
    static final WorkflowId POSTER = WorkflowId.of("poster");

    final MemoryDisk disk;
    final Store store;
    final SyncEngine engine;
    final List<String> events = new ArrayList<>();

    Device(ManualScheduler time, RemoteAdapter remote, long seed, UnaryOperator<SyncOptions> options) {
        this(new MemoryDisk(), time, remote, seed, options);
    }

    Device(MemoryDisk disk, ManualScheduler time, RemoteAdapter remote, long seed, UnaryOperator<SyncOptions> options) {
        this(
                disk,
                Store.builder()
                        .storage(MemoryStorage.on(disk))
                        .scheduler(time)
                        .ids(Ids.seeded(seed, time::wallMillis))
                        .open(),
                time,
                remote,
                builder -> builder.options(options));
    }

    Device(
            MemoryDisk disk,
            Store store,
            ManualScheduler time,
            RemoteAdapter remote,
            UnaryOperator<SyncEngineBuilder> more) {
        this.disk = disk;
        this.store = store;
        engine = more.apply(SyncEngine.builder(store)
                        .remote(remote)
                        .scheduler(time)
                        .chance(() -> 0.5)
                        .listener(new Diary(events)))
                .start();
    }

    Commit node(String id, String title) {
        NodeId node = NodeId.of(id);
        boolean known =
                store.find(POSTER).flatMap(workflow -> workflow.node(node)).isPresent();
        return store.edit(POSTER, draft -> {
            if (known) {
                draft.updateNode(node, each -> each.title(title));
            } else {
                draft.addNode(node, "prompt", each -> each.title(title));
            }
        });
    }

    void createPoster() {
        store.createWorkflow(POSTER, "Poster", draft -> {});
    }

    String title(String id) {
        return store.workflow(POSTER).node(NodeId.of(id)).map(Node::title).orElse("none");
    }

    /** All that the store shows, as text. */
    String shows() {
        StringBuilder text = new StringBuilder();
        store.workflows().forEach(info -> {
            Workflow workflow = store.workflow(info.id());
            text.append(info).append(workflow.version()).append('\n');
            workflow.nodes()
                    .forEach(node -> text.append(node).append(node.version()).append('\n'));
            workflow.edges()
                    .forEach(edge -> text.append(edge).append(edge.version()).append('\n'));
        });
        return text.toString();
    }

    @Override
    public void close() {
        engine.close();
        store.close();
    }
}
