package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.Json;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.server.blob.DirectoryBlobs;
import dev.weftwork.server.http.HttpService;
import dev.weftwork.server.sqlite.SqliteServerStorage;
import dev.weftwork.server.storage.ServerStorage;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.server.storage.WorkspaceWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is away for a while costs time and nothing else. */
final class FailingStorageTest {
    @TempDir
    private Path directory;

    @Test
    void aServerWithoutItsStorageIsAliveButNotReadyAndSaysWhenToComeBack() throws IOException {
        String push = Site.push(Site.op("d", 1, "title", Json.TRUE));
        try (Failing storage = new Failing(SqliteServerStorage.at(directory));
                HttpService service = HttpService.start(settings(), storage, new ServerMetrics())) {
            Http ada = new Http(URI.create("http://127.0.0.1:" + service.port()), Site.ADA);
            assertThat(ada.get("/ready").statusCode()).isEqualTo(200);

            storage.away = true;

            assertThat(ada.get("/health").statusCode()).isEqualTo(200);
            assertThat(ada.get("/ready").statusCode()).isEqualTo(503);
            unavailable(ada.get(Site.STUDIO + "/ops"));
            unavailable(ada.get(Site.STUDIO + "/ops?wait=25"));
            unavailable(ada.get(Site.STUDIO + "/live"));
            unavailable(ada.get(Site.STUDIO + "/snapshot"));
            unavailable(ada.post(Site.STUDIO + "/ops", push));

            storage.away = false;

            assertThat(ada.get("/ready").statusCode()).isEqualTo(200);
            assertThat(ada.post(Site.STUDIO + "/ops", push).body()).contains("\"status\":\"applied\",\"seq\":1");
        }
    }

    @Test
    void whoHasOldHistoryForgottenHearsThatNothingCanBeWritten() throws IOException {
        try (Failing storage = new Failing(SqliteServerStorage.at(directory));
                HttpService service = HttpService.start(settings(), storage, new ServerMetrics())) {
            Http ada = new Http(URI.create("http://127.0.0.1:" + service.port()), Site.ADA);
            ada.post(Site.STUDIO + "/ops", Site.push(Site.op("d", 1, "title", Json.TRUE)));

            storage.full = true;

            assertThatThrownBy(() -> service.forgetNow(Duration.ofDays(1))).isInstanceOf(IOException.class);
        }
    }

    private HttpService.Settings settings() {
        StaticTokens tokens = new StaticTokens().add(Site.ADA, Principal.of("ada", "studio", Role.EDITOR));
        return new HttpService.Settings(
                new HttpService.Listening("127.0.0.1", 0),
                new HttpService.Keeping(directory, DirectoryBlobs.at(directory.resolve("blobs"))),
                new HttpService.Entrance(tokens, 1_000, Quotas.USUAL, SecretFields.NONE),
                new HttpService.Times(
                        Duration.ofMinutes(1),
                        Duration.ofDays(90),
                        Duration.ofDays(90),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1)),
                System::currentTimeMillis);
    }

    private static void unavailable(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
        assertThat(response.body()).contains("\"code\":\"storage\"").contains("\"retryable\":true");
        assertThat(response.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    }

    /** A storage that can go away and come back. */
    private static final class Failing implements ServerStorage {
        private final ServerStorage other;
        private volatile boolean away;
        private volatile boolean full;

        Failing(ServerStorage other) {
            this.other = other;
        }

        private void beThere() throws IOException {
            if (away) {
                throw new IOException("The disk is away");
            }
        }

        @Override
        public String id() {
            return other.id();
        }

        @Override
        public <T> CompletableFuture<T> write(String workspace, Work<WorkspaceWriter, T> work) {
            return away || full
                    ? CompletableFuture.failedFuture(new IOException("The disk takes nothing"))
                    : other.write(workspace, work);
        }

        @Override
        public <T extends @Nullable Object> T read(String workspace, Work<WorkspaceReader, T> work) throws IOException {
            beThere();
            return other.read(workspace, work);
        }

        @Override
        public @Nullable String noted(String name) throws IOException {
            beThere();
            return other.noted(name);
        }

        @Override
        public CompletableFuture<Boolean> note(String name, String text) {
            return away ? CompletableFuture.failedFuture(new IOException("The disk is away")) : other.note(name, text);
        }

        @Override
        public void check() throws IOException {
            beThere();
            other.check();
        }

        @Override
        public List<String> workspaces() throws IOException {
            beThere();
            return other.workspaces();
        }

        @Override
        public void close() {
            other.close();
        }
    }
}
