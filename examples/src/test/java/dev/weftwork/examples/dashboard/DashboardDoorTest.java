package dev.weftwork.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who does not know the address gets nowhere, and what makes no sense is answered with a sentence. */
@Timeout(300)
final class DashboardDoorTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Scheduler time = Scheduler.system();
    private final Store store = Store.builder().storage(MemoryStorage.create()).open();
    private final SyncEngine engine = SyncEngine.builder(store)
            .remote(MemoryRemote.of(MemoryWorkspace.create("studio", time), "ann"))
            .start();
    private Dashboard dashboard;

    @BeforeEach
    void open() throws IOException {
        dashboard = Dashboard.open(store, engine, 0);
    }

    @AfterEach
    void close() {
        dashboard.close();
        engine.close();
        store.close();
        time.close();
    }

    private HttpResponse<String> post(URI to, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(to).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(URI from) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(from).build(), BodyHandlers.ofString());
    }

    private String refusal(int status, String command, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(dashboard.address().resolve(command), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return Json.parse(answer.body()).get("message").asString();
    }

    @Test
    void whoDoesNotKnowTheAddressGetsNowhere() throws Exception {
        URI door = dashboard.address().resolve("/");
        assertThat(dashboard.address().getPath()).matches("/[0-9a-f]{32}/");

        for (String guess : new String[] {"", "figures", "dashboard.js", "0".repeat(32) + "/figures"}) {
            assertThat(get(door.resolve("/" + guess)).statusCode()).isEqualTo(404);
        }
        assertThat(post(door.resolve("/stop"), "").statusCode()).isEqualTo(404);
        assertThat(engine.status().enabled()).isTrue();
    }

    @Test
    void thePageRunsNothingFromElsewhereAndTellsItsAddressToNobody() throws Exception {
        HttpResponse<String> page = get(dashboard.address());

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void whatMakesNoSenseIsAnsweredWithASentence() throws Exception {
        assertThat(refusal(400, "configure", "{\"debounceMs\":-5}")).contains("debounce");
        assertThat(refusal(400, "configure", "{\"debounceMs\":\"soon\"}")).contains("whole number");
        assertThat(refusal(400, "configure", "{\"live\":1}")).contains("neither true nor false");
        assertThat(refusal(400, "configure", "{\"colour\":1}")).contains("no setting 'colour'");
        assertThat(refusal(400, "configure", "{\"maxQueueSize\":99999999999}")).contains("0 sets no limit");
        assertThat(refusal(400, "sync", "[]")).contains("no JSON object");
        assertThat(refusal(400, "sync", "{")).isNotEmpty();
        assertThat(refusal(400, "retry", "{}")).contains("'op' is missing");
        assertThat(refusal(409, "retry", "{\"op\":\"nobody\"}")).contains("not among the refused");
        assertThat(refusal(409, "settle", "{\"keep\":\"mine\",\"workflow\":\"w\",\"entity\":\"e\",\"field\":\"f\"}"))
                .contains("nothing to decide");
        assertThat(refusal(404, "explode", "")).contains("no such command");
        assertThat(engine.options().debounce()).hasSeconds(2);
    }

    @Test
    void whoAsksIsAnsweredAsSoonAsThereIsNews() throws Exception {
        Json first = Json.parse(get(dashboard.address().resolve("figures")).body());
        store.createWorkflow("Poster");
        engine.syncNow().join();
        Json next = Json.parse(get(dashboard
                        .address()
                        .resolve("figures?seen=" + first.get("revision").text()))
                .body());

        assertThat(next.get("revision").asLong())
                .isGreaterThan(first.get("revision").asLong());
        assertThat(next.get("counters").get("pushed").asLong()).isEqualTo(1);
    }
}
