package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.server.StaticTokens;
import dev.weftwork.server.SyncServer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemotePlace;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import dev.weftwork.sync.SyncResult;
import dev.weftwork.wire.Answers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What belongs to one user of one server reaches no other, whatever becomes of the token and the address meanwhile. */
final class OtherPlaceTest {
    private static final String ADA = "a token long enough for ada";
    private static final String MALLORY = "a token long enough for mallory";
    private static final NodeId NODE = NodeId.of("n");

    @TempDir
    private Path directory;

    private volatile String token = ADA;

    private SyncServer server(String data, int port, String workspaceOfMallory) throws IOException {
        StaticTokens tokens = new StaticTokens()
                .add(ADA, Principal.of("ada", "studio", Role.EDITOR))
                .add(MALLORY, Principal.of("mallory", workspaceOfMallory, Role.EDITOR));
        return SyncServer.builder()
                .directory(directory.resolve(data))
                .port(port)
                .authenticator(tokens)
                .start();
    }

    private SyncEngine engine(Store store, URI address) {
        return SyncEngine.builder(store)
                .remote(HttpRemote.at(address, () -> token))
                .start();
    }

    private static Store store() {
        return Store.builder().storage(MemoryStorage.create()).open();
    }

    private static Kind kind(SyncResult result) {
        assertThat(result).isInstanceOf(SyncResult.Failed.class);
        return ((SyncResult.Failed) result).failure().kind();
    }

    @ParameterizedTest(name = "mallory is at home in {0}")
    @ValueSource(strings = {"elsewhere", "studio"})
    void aTokenOfSomebodyElseMovesNothingIntoTheirWorkspace(String home) throws IOException {
        try (SyncServer server = server("data", 0, home);
                Store adas = store();
                SyncEngine engine = engine(adas, server.address())) {
            WorkflowId own = adas.createWorkflow("Ada's").id();
            assertThat(engine.flush().join()).isInstanceOf(SyncResult.Done.class);

            token = MALLORY;
            try (Store mallorys = store();
                    SyncEngine second = engine(mallorys, server.address())) {
                WorkflowId theirs = mallorys.createWorkflow("Mallory's").id();
                assertThat(second.flush().join()).isInstanceOf(SyncResult.Done.class);
                adas.edit(own, draft -> draft.addNode(NODE, "prompt", node -> node.title("private")));
                assertThat(kind(engine.flush().join())).isEqualTo(Kind.OTHER_PLACE);
                assertThat(second.syncNow().join()).isInstanceOf(SyncResult.Done.class);

                // in a workspace of both, what the other does is hers to see
                assertThat(home.equals("studio") || adas.find(theirs).isEmpty()).isTrue();
                assertThat(mallorys.find(own).flatMap(workflow -> workflow.node(NODE)))
                        .isEmpty();
                assertThat(adas.oplog().pending()).hasSize(1);
            }
            token = ADA;
            assertThat(engine.syncNow().join()).isInstanceOf(SyncResult.Done.class);
            assertThat(adas.oplog().pending()).isEmpty();
        }
    }

    @Test
    void anotherServerAtTheSameAddressIsTakenForNoRestoredOne() throws IOException {
        try (Store store = store()) {
            SyncServer first = server("first", 0, "studio");
            URI address = first.address();
            SyncEngine engine = engine(store, address);
            WorkflowId id = store.createWorkflow("Ada's").id();
            assertThat(engine.flush().join()).isInstanceOf(SyncResult.Done.class);
            first.close();
            try (SyncServer second = server("second", address.getPort(), "studio")) {
                assertThat(second.address()).isEqualTo(address);
                store.edit(id, draft -> draft.addNode(NODE, "prompt", node -> {}));
                SyncResult refused = engine.flush().join();
                while (kind(refused) == Kind.UNAVAILABLE) {
                    refused = engine.syncNow().join();
                }
                assertThat(kind(refused)).isEqualTo(Kind.OTHER_PLACE);
                assertThat(engine.status().error())
                        .hasValueSatisfying(error -> assertThat(error).contains("server"));
                try (Store other = store();
                        SyncEngine look = engine(other, address)) {
                    assertThat(look.syncNow().join()).isInstanceOf(SyncResult.Done.class);
                    assertThat(other.workflows()).isEmpty();
                }
            }
            try (SyncServer back = server("first", address.getPort(), "studio");
                    Store other = store();
                    SyncEngine look = engine(other, back.address())) {
                SyncResult again = engine.syncNow().join();
                while (again.kind() != SyncResult.Kind.DONE) {
                    assertThat(kind(again)).isEqualTo(Kind.UNAVAILABLE);
                    again = engine.syncNow().join();
                }
                assertThat(look.syncNow().join()).isInstanceOf(SyncResult.Done.class);
                assertThat(other.find(id).map(Workflow::nodes).orElseThrow()).hasSize(1);
            }
            engine.close();
        }
    }

    private static String head(Map<String, String> fields) {
        StringBuilder head = new StringBuilder("Cache-Control: no-store\r\nContent-Type: application/json\r\n");
        fields.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.toString();
    }

    private static RemoteFailure pullBehind(String greeting, Map<String, String> fields) {
        RemotePlace own = new RemotePlace("s", "studio", "ada");
        String nothing = "{\"now\":1,\"hlc\":\"2\",\"ops\":[],\"cursor\":\"1\",\"seq\":1,\"more\":false}";
        String page = StubServer.answer("200 OK", head(fields), nothing);
        try (StubServer server = StubServer.saying(greeting, page);
                HttpRemote remote = HttpRemote.at(server.address(), () -> ADA)) {
            assertThat(remote.expect(own)).isTrue();
            assertThat(remote.hello().join()).isInstanceOf(RemoteReply.Ok.class);
            RemoteReply<PullAnswer> reply =
                    remote.pull(PullRequest.after(RemoteCursor.START, 10)).join();
            assertThat(server.requests().get(1))
                    .contains(
                            "Weftwork-Server: s\r\n", "Weftwork-Workspace: studio\r\n", "Weftwork-Principal: ada\r\n");
            return reply instanceof RemoteReply.Failed<PullAnswer> failed
                    ? failed.failure()
                    : new RemoteFailure(Kind.UNSUPPORTED, "answered", "");
        }
    }

    private static String greeting(Set<String> features) {
        RemoteHello hello = new RemoteHello("s", "studio", "ada", true, 1, 1, features);
        return StubServer.answer("200 OK", "", Answers.hello(hello, new RemoteTime(1, 2)));
    }

    @Test
    void anAnswerThatSaysItIsOfAnotherIsNotTaken() {
        Map<String, String> fields =
                Map.of("Weftwork-Server", "s", "Weftwork-Workspace", "studio", "Weftwork-Principal", "mall%C3%B6ry");

        RemoteFailure failure = pullBehind(greeting(Set.of()), fields);

        assertThat(failure.code()).isEqualTo(RemotePlace.OTHER_PRINCIPAL);
        assertThat(failure.message()).contains("mallöry");
    }

    @Test
    void anAnswerWithoutANameIsTakenFromAnOldServerOnly() {
        assertThat(pullBehind(greeting(Set.of()), Map.of()).code()).isEqualTo("answered");
        assertThat(pullBehind(greeting(Set.of(RemoteHello.CHECKS_PLACE)), Map.of())
                        .code())
                .isEqualTo("nameless");
    }
}
