package dev.weftwork.sqlite.crash;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Made the golden files in {@code src/test/resources/golden}: one for each schema version, with something of everything,
 * and beside it a text of what has to be found in it. No build runs this. A new schema version gets a new pair of files
 * by the command below, and the old ones stay as they are for ever. Only as long as nothing has been released may a
 * change of the format replace {@code v1.db}; {@code v1-rows.db} is what it was before rows held pages.
 *
 * <pre>java -cp TEST_CLASS_PATH dev.weftwork.sqlite.crash.GoldenFile src/test/resources/golden/v1</pre>
 */
final class GoldenFile {
    private static final WorkflowId POSTER = WorkflowId.of("01900000-0000-7000-8000-000000000001");
    private static final WorkflowId EMPTY = WorkflowId.of("an id of another program / ä 漢");
    private static final WorkflowId REMOVED = WorkflowId.of("removed");
    private static final NodeId IDEA = NodeId.of("idea");
    private static final NodeId IMAGE = NodeId.of("image");
    private static final NodeId GROUP = NodeId.of("group");
    private static final NodeId GONE = NodeId.of("gone");

    private final ManualScheduler scheduler = new ManualScheduler(1_760_000_000_000L);
    private final Ids ids = Ids.seeded(1, scheduler::wallMillis);
    private final Path file;

    private GoldenFile(Path file) {
        this.file = file;
    }

    /** Takes the name of the files to make, without an ending. */
    public static void main(String[] args) throws IOException, SQLException {
        Path file = Path.of(args[0] + ".db");
        Files.createDirectories(file.toAbsolutePath().getParent());
        new GoldenFile(file).make(Path.of(args[0] + ".txt"));
    }

    private void make(Path expectation) throws IOException, SQLException {
        try (Store store = open(file)) {
            fill(store);
            store.flush();
        }
        // Rows are folded now. What follows stays in the log of a copy that is never closed.
        Path working = Files.createTempDirectory("golden").resolve("working.db");
        Files.copy(file, working);
        try (Store store = open(working)) {
            goOn(store);
            store.flush();
            try (Connection connection = Specimens.raw(working);
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
            Files.delete(file);
            Files.copy(working, file);
            Files.writeString(expectation, content(store, working));
        }
        Scratch.delete(working.getParent());
    }

    /** What has to be found: what a person sees, and every register with its stamp. */
    static String content(Store store, Path file) throws IOException {
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            List<String> registers = new ArrayList<>(storage.read(Stored::of).registers());
            registers.sort(null);
            return shown(store) + String.join("\n", registers) + "\n";
        }
    }

    /** What a person sees, in words that do not depend on how classes print themselves. */
    static String shown(Store store) {
        StringBuilder text = new StringBuilder();
        for (WorkflowInfo info : store.workflows()) {
            Workflow workflow = store.workflow(info.id());
            text.append("workflow ").append(info.id()).append(" \"").append(info.name());
            text.append("\" changed ").append(info.updatedAt()).append('\n');
            for (Node node : workflow.nodes()) {
                text.append("  node ").append(node.id()).append(' ').append(node.type());
                text.append(" \"").append(node.title()).append("\" ").append(node.status());
                new TreeMap<>(node.config())
                        .forEach((key, value) ->
                                text.append(", ").append(key).append(" = ").append(value.text()));
                text.append('\n');
            }
            for (Edge edge : workflow.edges()) {
                text.append("  edge ").append(edge.id()).append(" from ").append(edge.source());
                text.append(" to ").append(edge.target()).append('\n');
            }
        }
        store.collection(Dump.COLLECTION)
                .all()
                .forEach((id, value) -> text.append("item ")
                        .append(id)
                        .append(" = ")
                        .append(value.text())
                        .append('\n'));
        return text.append("--\n").toString();
    }

    private Store open(Path place) {
        return Store.builder()
                .storage(SqliteStorage.at(place))
                .scheduler(scheduler)
                .ids(ids)
                .open();
    }

    private void fill(Store store) {
        store.createWorkflow(
                POSTER,
                "Poster",
                draft -> draft.addNode(GROUP, "group", node -> node.sized(800, 600))
                        .addNode(
                                IDEA,
                                "prompt",
                                node -> node.title("Idea")
                                        .at(40, 40.5)
                                        .parent(GROUP)
                                        .config("text", "a red fox \"quoted\" \\ \t ä 漢 \uD83E\uDD8A")
                                        .config("seed", Json.parse("123456789012345678901234567890"))
                                        .config("strength", Json.parse("1.50"))
                                        .config("nested", Json.parse("{\"z\":[1,{\"a\":null}],\"a\":true}"))
                                        .ext("color", Json.of("#fff")))
                        .addNode(IMAGE, "image", node -> node.title("Render").at(-320, 1e-7))
                        .addNode(GONE, "note", node -> node.config("text", "removed later"))
                        .addEdge(Edge.of(EdgeId.of("idea-image"), IDEA, IMAGE)
                                .withHandles("out", "prompt")
                                .withType("smooth")
                                .withExt("label", Json.of("uses")))
                        .addEdge(Edge.of(EdgeId.of("hidden"), GONE, IMAGE))
                        .ext("unknown", Json.parse("[1.0,2e3]")));
        scheduler.advance(Duration.ofSeconds(1));
        store.createWorkflow(EMPTY, "", draft -> {});
        store.createWorkflow(REMOVED, "Removed", draft -> draft.addNode(IDEA, "prompt", node -> {}));
        store.flush();
        scheduler.advance(Duration.ofSeconds(1));
        store.removeWorkflow(REMOVED);
        store.edit(POSTER, draft -> draft.removeNode(GONE));
        store.setViewport(POSTER, new Viewport(10, -20, 0.5));
        store.updateNodeResult(POSTER, IDEA, Result.done("fox"));
        store.collection(Dump.COLLECTION).put("fox.png", Json.parse("{\"bytes\":12345}"));
        store.collection(Dump.COLLECTION).put("gone.png", "removed");
        store.collection(Dump.COLLECTION).remove("gone.png");
    }

    private void goOn(Store store) {
        scheduler.advance(Duration.ofSeconds(1));
        store.renameWorkflow(POSTER, "Poster, second try");
        store.edit(POSTER, draft -> draft.moveNode(IMAGE, 320, 40).config(IDEA, "text", "a blue fox"));
        store.flush();
        store.updateNodeResult(POSTER, IMAGE, Result.failed("no such model"));
        store.edit(POSTER, draft -> draft.config(IDEA, "strength", null));
        store.collection(Dump.COLLECTION).put("log.txt", "written after the last fold");
    }
}
