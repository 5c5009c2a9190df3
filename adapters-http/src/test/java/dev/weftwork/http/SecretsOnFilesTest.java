package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.secret.Revealed;
import dev.weftwork.server.ServerMain;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import dev.weftwork.sync.SyncResult;
import dev.weftwork.testkit.Canary;
import dev.weftwork.testkit.JavaProcess;
import dev.weftwork.testkit.JavaProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A secret value that a person types reaches no file: not the device's database, its write-ahead log or its log lines,
 * and nothing of the server. All files are searched, in every state that they pass through.
 */
final class SecretsOnFilesTest {
    private static final String TOKEN = "a-token-long-enough-for-ada";

    // put together here, so that no class file holds them
    private final String secret = String.join("-", "sk", "blauer", "hering", "1848");
    private final String open = String.join("-", "harmless", "roter", "fuchs", "0815");

    @TempDir
    private Path directory;

    private JavaProgram program;
    private JavaProcess server;
    private JavaProcess device;
    private String address;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(directory.resolve("tokens"), TOKEN + " ada studio editor\n");
        server = JavaProgram.of(ServerMain.class, directory.resolve("server-process"))
                .start(
                        "--directory",
                        directory.resolve("server").toString(),
                        "--port",
                        "0",
                        "--tokens",
                        directory.resolve("tokens").toString());
        address = server.await("Listening on ");
        program = JavaProgram.of(SecretDevice.class, directory.resolve("device-process"));
        device = live();
    }

    @AfterEach
    void end() {
        device.kill();
        server.kill();
    }

    private JavaProcess live() throws IOException {
        JavaProcess process = program.start(database().toString(), address, TOKEN);
        process.await("ready");
        return process;
    }

    private Path database() {
        return directory.resolve("device.db");
    }

    private void set(String value) throws IOException {
        device.tell("apiKey " + value);
        device.await("durable");
    }

    private void assertNowhere(String when) throws IOException {
        assertThat(Canary.of(secret).in(directory))
                .as("files that hold the secret %s", when)
                .isEmpty();
        assertThat(Canary.of(open).in(directory))
                .as("files that hold what is no secret %s", when)
                .isNotEmpty();
    }

    @Test
    void aSecretValueReachesNoFile() throws IOException {
        device.tell("text " + open);
        device.await("durable");
        set(secret);
        assertNowhere("while the device runs");

        set(secret + " a second one");
        for (String step : List.of("undo", "undo", "redo")) {
            device.tell(step);
            device.await("durable");
        }
        assertNowhere("after steps back and forth");
        device.tell("export " + shared());
        device.await("exported");
        assertNowhere("as a package");
        assertThat(Canary.of("\"$enc\":{\"v\":1").in(Files.readAllBytes(shared())))
                .as("the envelope in the package")
                .isNotEmpty();

        device.kill();
        assertNowhere("after a kill");

        device = live();
        set(secret + " once more");
        device.tell("sync");
        device.await("synced");
        assertNowhere("after a sync");
        assertThat(Canary.of(open).in(directory.resolve("server")))
                .as("what is no secret, at the server")
                .isNotEmpty();

        device.end();
        server.end();
        assertNowhere("when both have ended");
        List<String> enveloped = Canary.of("\"$enc\":{\"v\":1").in(directory.resolve("server"));
        assertThat(enveloped).as("the envelope at the server").isNotEmpty();
        try (Store store = SecretDevice.open(database())) {
            assertThat(store.secrets().reveal(SecretDevice.POSTER, SecretDevice.CALL, "apiKey"))
                    .isEqualTo(new Revealed.Open("key-1", Json.of(secret + " once more")));
        }
    }

    private Path shared() {
        return directory.resolve("shared.genaiw.zip");
    }

    @Test
    void whoHasTheKeyReadsWhatAPackageBrings() throws IOException {
        device.tell("text " + open);
        device.await("durable");
        set(secret);
        device.tell("export " + shared());
        device.await("exported");

        try (Store store = SecretDevice.open(directory.resolve("other").resolve("device.db"))) {
            WorkflowId imported = store.importPackage(shared()).id();

            assertThat(store.secrets().reveal(imported, SecretDevice.CALL, "apiKey"))
                    .isEqualTo(new Revealed.Open("key-1", Json.of(secret)));
        }
        assertNowhere("after an import");
    }

    private void sync(Store store) {
        HttpRemote remote = HttpRemote.at(URI.create(address), () -> TOKEN);
        try (SyncEngine engine = SyncEngine.builder(store).remote(remote).start()) {
            assertThat(engine.syncNow().join().kind()).isEqualTo(SyncResult.Kind.DONE);
        }
    }

    private static void apiKey(Store store, String value) {
        store.updateNodeConfig(SecretDevice.POSTER, SecretDevice.CALL, "apiKey", value)
                .awaitDurable();
    }

    /** What the server has got by then is out of reach; the files of this device are not. */
    @Test
    void aFieldThatIsMarkedLaterLeavesInItsEnvelopeAndNoFileKeepsItNotEvenAConflict() throws IOException {
        device.end();
        Path mine = Files.createDirectory(directory.resolve("mine"));
        Path file = mine.resolve("device.db");
        Path theirs = Files.createDirectory(directory.resolve("theirs"));
        try (Store ann = SecretDevice.unmarked(file);
                Store bob = SecretDevice.unmarked(theirs.resolve("device.db"))) {
            sync(ann);
            sync(bob);
            apiKey(ann, secret + " mine");
            apiKey(bob, secret + " theirs");
            sync(ann);
            sync(bob);
            sync(ann);
            assertThat(ann.replication().conflicts()).isNotEmpty();
        }
        assertThat(Canary.of(secret).in(mine)).as("before").isNotEmpty();

        try (Store ann = SecretDevice.open(file)) {
            ann.exportPackage(SecretDevice.POSTER, shared());
            assertThat(Canary.of(secret).in(Files.readAllBytes(shared())))
                    .as("a package that is made before anything was encrypted")
                    .isEmpty();
            ann.secrets().protect();
            sync(ann);
            assertThat(ann.secrets().protect().complete()).isTrue();
            assertThat(ann.replication().conflicts()).isNotEmpty();
            assertThat(Canary.of(secret).in(mine)).as("while it is open").isEmpty();
        }
        assertThat(Canary.of(secret).in(mine)).as("when it is closed").isEmpty();
    }
}
