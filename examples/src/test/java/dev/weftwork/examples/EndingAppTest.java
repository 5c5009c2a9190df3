package dev.weftwork.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Node;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.http.HttpRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.server.StaticTokens;
import dev.weftwork.server.SyncServer;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process that is told to end has written its edits, and sent them if the server is there. */
@Timeout(600)
final class EndingAppTest {
    private static final String TOKEN = "take-32-random-characters-instead";
    private static final WorkflowId POSTER = WorkflowId.of("poster");

    @TempDir
    Path directory;

    private SyncServer server() throws IOException {
        return SyncServer.builder()
                .directory(directory.resolve("server"))
                .authenticator(new StaticTokens().add(TOKEN, Principal.of("ada", "studio", Role.EDITOR)))
                .start();
    }

    private Process start(URI server, boolean endsByItself, boolean syncsFirst) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.sqlite.tmpdir=" + directory,
                "-cp",
                classPath(),
                EndingApp.class.getName()));
        command.addAll(List.of(
                file().toString(),
                server.toString(),
                TOKEN,
                Boolean.toString(endsByItself),
                Boolean.toString(syncsFirst)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private Path file() {
        return directory.resolve("studio.db");
    }

    /** All that the running tests see, whether as modules or on the class path. */
    private static String classPath() {
        String name = EndingApp.class.getName().replace('.', '/') + ".class";
        String place = String.valueOf(EndingApp.class.getClassLoader().getResource(name));
        String own = Path.of(URI.create(place.substring(0, place.length() - name.length())))
                .toString();
        return String.join(
                File.pathSeparator,
                own,
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path", ""));
    }

    private static void awaitEdit(Process process) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo("edited");
    }

    private List<String> titlesAt(SyncServer server) {
        try (Store other = Store.builder().storage(MemoryStorage.create()).open();
                SyncEngine engine = SyncEngine.builder(other)
                        .remote(HttpRemote.at(server.address(), () -> TOKEN))
                        .start()) {
            engine.syncNow().join();
            return titles(other);
        }
    }

    private static List<String> titles(Store store) {
        return store.find(POSTER).stream()
                .flatMap(workflow -> workflow.nodes().stream())
                .map(Node::title)
                .toList();
    }

    @Test
    void aSignalLetsItSendItsLastEdit() throws Exception {
        try (SyncServer server = server()) {
            Process app = start(server.address(), false, true);
            awaitEdit(app);
            assertThat(titlesAt(server)).isEmpty();

            app.destroy();

            assertThat(app.waitFor()).isNotZero();
            assertThat(titlesAt(server)).containsExactly("the last edit");
        }
    }

    @Test
    void anExitOfItsOwnDoes() throws Exception {
        try (SyncServer server = server()) {
            Process app = start(server.address(), true, true);

            assertThat(app.waitFor()).isZero();
            assertThat(titlesAt(server)).containsExactly("the last edit");
        }
    }

    @Test
    void whereTheServerIsSilentItEndsAllTheSameAndHasTheEditAtItsNextStart() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            attach();
            URI nobody = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            Process app = start(nobody, false, false);
            awaitEdit(app);

            app.destroy();

            assertThat(app.waitFor()).isNotZero();
        }
        StorageAdapter file = SqliteStorage.at(file());
        try (Store store = Store.builder().storage(file).open()) {
            assertThat(titles(store)).containsExactly("the last edit");
            assertThat(store.oplog().pending()).isNotEmpty();
        }
    }

    /** Lets the store know its server before that falls silent. */
    private void attach() throws IOException {
        try (SyncServer server = server();
                Store store = Store.builder().storage(SqliteStorage.at(file())).open();
                SyncEngine engine = SyncEngine.builder(store)
                        .remote(HttpRemote.at(server.address(), () -> TOKEN))
                        .start()) {
            engine.syncNow().join();
        }
    }
}
