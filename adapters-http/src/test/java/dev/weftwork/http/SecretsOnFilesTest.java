package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import dev.weftwork.secret.Revealed;
import dev.weftwork.server.ServerMain;
import dev.weftwork.store.Store;
import dev.weftwork.testkit.Canary;
import dev.weftwork.testkit.JavaProcess;
import dev.weftwork.testkit.JavaProgram;
import java.io.IOException;
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
}
