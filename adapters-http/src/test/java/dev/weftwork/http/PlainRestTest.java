package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.server.SyncServer;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import dev.weftwork.sync.SyncResult;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web front end that knows only JSON and a device with the library edit one workflow. */
final class PlainRestTest {
    private static final WorkflowId POSTER = WorkflowId.of("poster");
    private static final String DOCUMENT = "{\"meta\":{\"n\":18446744073709551617},\"nodes\":["
            + "{\"id\":\"a\",\"type\":\"prompt\",\"position\":{\"x\":1.50,\"y\":2e0},\"data\":{\"seed\":1.0,\"text\":\"fox\"},\"z\":[]},"
            + "{\"id\":\"b\",\"data\":{\"label\":\"Render\"}}],"
            + "\"edges\":[{\"id\":\"e\",\"source\":\"a\",\"target\":\"b\",\"animated\":true}],\"viewport\":{\"x\":0,\"y\":0,\"zoom\":1.0}}";

    @TempDir
    private Path directory;

    private SyncServer server;
    private Store store;
    private SyncEngine engine;

    private final HttpClient web = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws IOException {
        server = Studio.in(directory).start();
        store = Store.builder().storage(MemoryStorage.create()).open();
        engine = SyncEngine.builder(store)
                .remote(HttpRemote.at(server.address(), () -> Studio.TOKEN))
                .start();
    }

    @AfterEach
    void close() {
        engine.close();
        store.close();
        server.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpRequest made =
                request.header("Authorization", "Bearer " + Studio.TOKEN).build();
        return web.sendAsync(made, BodyHandlers.ofString()).join();
    }

    private Json save(String definition) {
        String body = "{\"id\":\"poster\",\"name\":\"Poster\",\"definition\":" + definition + "}";
        HttpResponse<String> saved =
                send(HttpRequest.newBuilder(server.address().resolve("/api/workflows"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
        assertThat(saved.statusCode()).as(saved.body()).isIn(200, 201);
        return Json.parse(saved.body());
    }

    private String read() {
        HttpResponse<String> read = send(HttpRequest.newBuilder(server.address().resolve("/api/workflows/poster"))
                .GET());
        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        return Json.parse(read.body()).get("definition").text();
    }

    private void sync() {
        assertThat(engine.syncNow().join().kind()).isEqualTo(SyncResult.Kind.DONE);
    }

    @Test
    void bothSeeWhatTheOtherDidAndEveryOtherTokenStays() {
        save(DOCUMENT);
        sync();
        assertThat(store.workflow(POSTER).nodes()).hasSize(2);

        store.edit(POSTER, draft -> draft.config(NodeId.of("a"), "text", "a red fox"));
        sync();
        String theirs = DOCUMENT.replace("\"fox\"", "\"a red fox\"");
        assertThat(read()).isEqualTo(theirs);

        save(theirs.replace("Render", "Rendered"));
        sync();
        assertThat(store.workflow(POSTER).node(NodeId.of("b")).orElseThrow().title())
                .isEqualTo("Rendered");
        assertThat(read()).isEqualTo(theirs.replace("Render", "Rendered"));
    }

    @Test
    void aSaveThatDoesNotKnowOfAnEditKeepsIt() {
        save(DOCUMENT);
        sync();
        NodeId fresh = NodeId.of("c");
        store.edit(
                POSTER,
                draft -> draft.config(NodeId.of("a"), "text", "a red fox")
                        .addNode(fresh, "image", node -> node.at(3, 4))
                        .connect(NodeId.of("b"), fresh));
        sync();

        Json saved = save(DOCUMENT.replace("Render", "Rendered").replace("1.50", "7.25"));

        assertThat(saved.get("merged").asBoolean()).isTrue();
        assertThat(read()).contains("a red fox", "Rendered", "7.25", "\"id\":\"c\"", "18446744073709551617");
        sync();
        assertThat(store.workflow(POSTER).nodes()).extracting(Node::id).contains(fresh);
        assertThat(store.workflow(POSTER).edges()).hasSize(2);
    }

    @Test
    void deletingOverRestDeletesOnlyWhatWasSeen() {
        save(DOCUMENT);
        sync();
        store.edit(POSTER, draft -> draft.addNode(NodeId.of("c"), "image", node -> {}));
        sync();

        save("{\"nodes\":[{\"id\":\"a\"}],\"edges\":[]}");
        sync();

        assertThat(store.workflow(POSTER).nodes())
                .extracting(node -> node.id().value())
                .containsExactlyInAnyOrder("a", "c");
        assertThat(store.workflow(POSTER).edges()).isEmpty();
    }

    @Test
    void nodesAloneEraseNoEdge() {
        save(DOCUMENT);
        save("{\"nodes\":[{\"id\":\"a\"},{\"id\":\"b\"}]}");
        sync();

        assertThat(store.workflow(POSTER).edges()).extracting(Edge::id).hasSize(1);
        assertThat(read()).contains("\"animated\":true");
    }

    @Test
    void aSaveReachesAnOpenEditorByItself() {
        save(DOCUMENT);
        sync();
        CompletableFuture<Boolean> arrived = new CompletableFuture<>();
        store.observe(
                POSTER,
                change -> store.workflow(POSTER)
                        .node(NodeId.of("b"))
                        .filter(node -> node.title().equals("Rendered"))
                        .ifPresent(node -> arrived.complete(true)));

        save(DOCUMENT.replace("Render", "Rendered"));

        assertThat(arrived.orTimeout(3, TimeUnit.MINUTES).join()).isTrue();
    }

    @Test
    void aWorkflowThatWasBornInTheLibraryIsReadAndSavedOverRest() {
        store.createWorkflow(POSTER, "Poster", draft -> draft.addNode(NodeId.of("a"), "prompt", node -> node.at(1, 2)));
        sync();

        String read = read();
        assertThat(read)
                .isEqualTo("{\"nodes\":[{\"id\":\"a\",\"type\":\"prompt\",\"position\":{\"x\":1,\"y\":2},\"data\":{}}],"
                        + "\"edges\":[],\"name\":\"Poster\"}");
        save(read.replace("\"x\":1", "\"x\":5"));
        sync();

        assertThat(store.workflow(POSTER).node(NodeId.of("a")).orElseThrow().position())
                .hasToString("Point[x=5.0, y=2.0]");
        assertThat(read()).isEqualTo(read.replace("\"x\":1", "\"x\":5"));
    }
}
