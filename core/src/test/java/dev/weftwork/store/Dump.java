package dev.weftwork.store;

import dev.weftwork.graph.Workflow;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.ReadTransaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeSet;

/** Everything there is, as text that can be held against another. */
final class Dump {
    private Dump() {}

    /** All that a store shows. */
    static String of(Store store) {
        StringBuilder text = new StringBuilder();
        for (WorkflowInfo info : store.workflows()) {
            text.append(info).append('\n').append(of(store.workflow(info.id())));
        }
        for (String name : store.slices().names()) {
            if (!List.of("workflow", "node", "edge", "viewport", "asset", "setting")
                    .contains(name)) {
                text.append(name).append(store.collection(name).all()).append('\n');
            }
        }
        return text.toString();
    }

    /** All that a store shows, what it has not written yet, and all that is on its disk. */
    static String of(Store store, MemoryDisk disk) {
        return of(store) + "unsaved " + store.oplog().unsaved() + '\n' + of(disk);
    }

    static String of(Workflow workflow) {
        StringBuilder text = new StringBuilder();
        text.append(workflow.id()).append(' ').append(workflow.name());
        text.append(" v").append(workflow.version()).append(" @").append(workflow.updatedAt());
        text.append(' ').append(workflow.viewport()).append(workflow.ext()).append('\n');
        workflow.nodes().forEach(node -> text.append("  ").append(node).append('\n'));
        workflow.edges().forEach(edge -> text.append("  ").append(edge).append('\n'));
        return text.toString();
    }

    /** All that a disk holds, but for the marks that say which processes are there. */
    static String of(MemoryDisk disk) {
        try (MemoryStorage storage = MemoryStorage.on(disk)) {
            return storage.read(Dump::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String of(ReadTransaction moment) throws IOException {
        TreeSet<String> rows = new TreeSet<>();
        StringBuilder text = new StringBuilder();
        text.append("floor ").append(moment.floor()).append(" head ").append(moment.head());
        text.append('\n');
        moment.settings("", (name, value) -> {
            if (!name.startsWith(Keys.PROCESS)) {
                text.append(name).append('=').append(value).append('\n');
            }
            if (name.startsWith(Keys.ROWS)) {
                moment.rows(name.substring(Keys.ROWS.length()), row -> rows.add(row.toString()));
            }
        });
        rows.forEach(row -> text.append(row).append('\n'));
        moment.log(
                moment.floor(),
                (at, body) -> text.append(at).append(' ').append(body).append('\n'));
        return text.toString();
    }
}
