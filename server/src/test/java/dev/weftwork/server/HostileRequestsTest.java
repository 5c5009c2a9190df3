package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A great many requests that nobody honest would send. */
final class HostileRequestsTest {
    private static final int REQUESTS = Integer.getInteger("weftwork.hostile.requests", 100_000);
    private static final int AT_ONCE = 64;
    private static final long HEAP_BYTES = 256L << 20;

    @TempDir
    private Path directory;

    private record Timed(long nanos, String what) {}

    @Test
    void noneBreaksTheServerOrItsNeighbours() {
        HostileRequests hostile = new HostileRequests(20_261_121);
        Map<Integer, Integer> statuses = new TreeMap<>();
        List<Timed> slowest = new ArrayList<>();
        try (Site site = Site.at(directory)) {
            Http neighbour = site.as(Site.GRACE);
            neighbour.post("/v1/workspaces/~/ops", Site.push(Site.op("g", 1, "title", Json.of("mine"))));
            String before = neighbour.get("/v1/workspaces/~/ops").body().replaceAll("\"now\":\\d+", "");

            Http ada = site.as(Site.ADA);
            for (int sent = 0; sent < REQUESTS; sent += AT_ONCE) {
                send(ada, hostile, statuses, slowest);
            }

            assertThat(neighbour.get("/v1/workspaces/~/ops").body().replaceAll("\"now\":\\d+", ""))
                    .as("another workspace")
                    .isEqualTo(before);
            assertThat(ada.get(Site.STUDIO + "/snapshot").statusCode()).isEqualTo(200);
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        assertThat(runtime.totalMemory() - runtime.freeMemory())
                .as("heap in use")
                .isLessThan(HEAP_BYTES);
        assertThat(statuses.keySet()).as("statuses %s", statuses).allMatch(status -> status < 500);
        assertThat(statuses.get(200)).as("requests that reached admission").isGreaterThan(REQUESTS / 20);
        System.out.println("Hostile requests by status: " + statuses + "; slowest: " + slowest.get(0));
    }

    private static void send(Http ada, HostileRequests hostile, Map<Integer, Integer> statuses, List<Timed> slowest) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            HostileRequests.Made made = hostile.next();
            long start = System.nanoTime();
            all.add(ada.later(request(ada, made)).thenAccept(response -> {
                synchronized (statuses) {
                    note(made, response, System.nanoTime() - start, statuses, slowest);
                }
            }));
        }
        all.forEach(CompletableFuture::join);
    }

    private static void note(
            HostileRequests.Made made,
            HttpResponse<String> response,
            long nanos,
            Map<Integer, Integer> statuses,
            List<Timed> slowest) {
        statuses.merge(response.statusCode(), 1, Integer::sum);
        assertThat(response.statusCode()).as("%s: %s", made, response.body()).isLessThan(500);
        slowest.add(new Timed(nanos, made.path()));
        slowest.sort(Comparator.comparingLong(Timed::nanos).reversed());
        slowest.subList(1, slowest.size()).clear();
    }

    private static HttpRequest.Builder request(Http client, HostileRequests.Made made) {
        byte[] body = made.body().getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder builder = client.request(made.path());
        if (made.packed()) {
            builder.header("Content-Encoding", "gzip");
        }
        if (made.method().equals("GET")) {
            return builder.GET();
        }
        return builder.header("Content-Type", "application/json")
                .method(made.method(), BodyPublishers.ofByteArray(made.packed() ? Http.gzip(body) : body));
    }
}
