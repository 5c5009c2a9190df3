package dev.weftwork.benchmarks;

import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How fast the server takes in what eight devices push at once. */
final class ServerIngest implements Measurement {
    private static final int CLIENTS = 8;
    private static final int BATCHES = 25;
    private static final int BATCH = 100;
    private static final int NODES = 1_000;
    private static final int OPS = CLIENTS * BATCHES * BATCH;
    private static final int WARM_UPS = 4;
    private static final int ROUNDS = 7;

    private RawIngest.Rows written = new RawIngest.Rows(List.of(), List.of(), List.of());

    @Override
    public List<String> figures() {
        return List.of("server-ingest", "server-ingest-rate");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        // the other side writes what ours wrote
        ours(scratch, new Stopwatch(new Series()));
        Series series = Rounds.run(WARM_UPS, ROUNDS, watch -> ours(scratch, watch), watch -> limit(scratch, watch));
        String detail = CLIENTS + " clients, " + BATCHES + " batches of " + BATCH
                + " moves each, bodies packed beforehand, one workspace: " + series.detail("inserts", "ours");
        double perSecond = OPS / series.millis("ours") * 1e3;
        double inserted = OPS / series.millis("inserts") * 1e3;
        return List.of(
                new Figure("server-ingest", series.ratio("inserts", "ours"), "x", "bar >= 0.5", detail),
                new Figure(
                        "server-ingest-rate",
                        perSecond,
                        "1/s",
                        "no bar",
                        "CPU " + Figure.number(series.cpuMillis("ours") / OPS * 1e3) + " us an operation, clients"
                                + " included, against " + Figure.number(series.cpuMillis("inserts") / OPS * 1e3)
                                + "; raw inserts " + Figure.number(inserted) + " 1/s"));
    }

    private void ours(Scratch scratch, Stopwatch watch) throws Exception {
        Path directory = scratch.directory("server");
        List<IngestLoad> loads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            loads.add(IngestLoad.of(NODES, BATCHES, BATCH));
        }
        Principal principal = new Principal("benchmarks", SyncSite.WORKSPACE, Map.of(SyncSite.WORKSPACE, Role.EDITOR));
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (SyncSite site = SyncSite.start(directory, token -> token.equals(SyncSite.TOKEN) ? principal : null)) {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            URI place = URI.create(site.address() + "/v1/workspaces/" + SyncSite.WORKSPACE + "/ops");
            for (IngestLoad load : loads) {
                post(client, place, load.birth());
            }
            watch.start();
            List<Future<Integer>> running = new ArrayList<>();
            for (IngestLoad load : loads) {
                running.add(threads.submit(() -> post(client, place, load.batches())));
            }
            int answered = 0;
            for (Future<Integer> each : running) {
                answered += each.get();
            }
            watch.lap("ours");
            if (answered != CLIENTS * BATCHES) {
                throw new IllegalStateException("Only " + answered + " batches were answered");
            }
        } finally {
            threads.shutdownNow();
        }
        written = RawIngest.Rows.of(directory, SyncSite.WORKSPACE);
        if (written.ops().size() != OPS + CLIENTS) {
            throw new IllegalStateException("The server took " + written.ops().size() + " of " + OPS);
        }
        // the births, which are not measured
        written.ops().subList(0, CLIENTS).clear();
        written.answers().subList(0, CLIENTS).clear();
    }

    private static int post(HttpClient client, URI place, List<byte[]> bodies) throws Exception {
        for (byte[] body : bodies) {
            post(client, place, body);
        }
        return bodies.size();
    }

    private static void post(HttpClient client, URI place, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(place)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .header("Accept-Encoding", "gzip")
                .header("Authorization", "Bearer " + SyncSite.TOKEN)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("The server answered " + response.statusCode());
        }
    }

    private void limit(Scratch scratch, Stopwatch watch) throws Exception {
        try (RawIngest raw = RawIngest.open(scratch.directory("raw"))) {
            watch.start();
            raw.run(written);
            watch.lap("inserts");
        }
    }
}
