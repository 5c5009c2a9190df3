package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.server.blob.DirectoryBlobs;
import dev.weftwork.server.http.HttpService;
import dev.weftwork.server.sqlite.SqliteServerStorage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A save into which others write again and again keeps nobody waiting but its sender. */
final class ContendedSaveTest {
    private static final long NOON = 1_767_268_800_000L;
    private static final String SAVE = "{\"id\":\"poster\",\"definition\":{\"nodes\":[{\"id\":\"n\"}],\"edges\":[]}}";

    @TempDir
    private Path directory;

    private InterruptedStorage storage;
    private HttpService service;
    private Http ada;
    private int count;

    @BeforeEach
    void start() throws IOException {
        storage = new InterruptedStorage(SqliteServerStorage.at(directory));
        StaticTokens tokens = new StaticTokens().add(Site.ADA, Principal.of("ada", "studio", Role.EDITOR));
        service = HttpService.start(
                new HttpService.Settings(
                        new HttpService.Listening("127.0.0.1", 0),
                        new HttpService.Keeping(directory, DirectoryBlobs.at(directory.resolve("blobs"))),
                        new HttpService.Entrance(tokens, 100_000, Quotas.USUAL, SecretFields.NONE),
                        new HttpService.Times(
                                Duration.ofSeconds(30),
                                Duration.ofDays(90),
                                Duration.ofSeconds(1),
                                Duration.ofDays(90),
                                Duration.ofSeconds(2)),
                        // to the server, no time passes in which it would write documents anew by itself
                        () -> NOON),
                storage,
                new ServerMetrics());
        ada = new Http(URI.create("http://127.0.0.1:" + service.port()), Site.ADA);
        edit();
    }

    @AfterEach
    void close() {
        service.close();
        storage.close();
    }

    /** Somebody with the library changes the workflow. */
    private void edit() {
        count++;
        String text = Site.push(Site.op("laptop", count, "title", Json.of("t" + count)));
        assertThat(new Http(URI.create("http://127.0.0.1:" + service.port()), Site.ADA)
                        .post(Site.STUDIO + "/ops", text)
                        .body())
                .contains("\"applied\"");
    }

    @Test
    void whatASaveChangesIsWorkedOutAnewBesideTheThreadThatWrites() {
        ada.post("/api/workflows", "{\"id\":\"poster\",\"name\":\"n\",\"definition\":{\"nodes\":[]}}");
        storage.beforeSaves(5, this::edit);

        HttpResponse<String> saved = ada.post("/api/workflows", SAVE);

        assertThat(saved.statusCode()).as(saved.body()).isIn(200, 201);
        assertThat(storage.left()).as("interruptions to come").isZero();
        assertThat(storage.readsByTheWriter()).isZero();
    }

    @Test
    void aSaveThatNeverGetsItsTurnIsPutOffAndHasWrittenNothing() {
        storage.beforeSaves(1_000, this::edit);

        HttpResponse<String> refused = ada.post("/api/workflows", SAVE);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("\"code\":\"busy\"", "\"retryable\":true");
        assertThat(refused.headers().firstValueAsLong("Retry-After")).isPresent();
        storage.beforeSaves(0, () -> {});
        assertThat(ada.get(Site.STUDIO + "/ops").body()).doesNotContain("[\"node\",\"n\"");
    }
}
