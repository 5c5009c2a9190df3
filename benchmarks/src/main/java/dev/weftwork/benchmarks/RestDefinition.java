package dev.weftwork.benchmarks;

import dev.weftwork.graph.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.sqlite.SQLiteConfig;

/**
 * A definition of 10,000 nodes, 11,000 edges and 10 MB over plain REST: saved with one node moved, as an editor does, and
 * read; beside SQLite that keeps and gives the same text as one row.
 */
final class RestDefinition implements Measurement {
    private static final int NODES = 10_000;
    private static final int EDGES = 11_000;
    private static final int WARM_UPS = 10;
    private static final int ROUNDS = 50;

    private final HttpClient web = HttpClient.newHttpClient();

    @Override
    public List<String> figures() {
        return List.of("rest-save", "rest-save-p99", "rest-load", "rest-load-p99", "rest-first-save");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        String definition = definition();
        Series series;
        double first;
        try (SyncSite site = SyncSite.start(scratch.directory("server"));
                Connection raw = open(scratch)) {
            long start = System.nanoTime();
            save(site.address(), definition);
            first = (System.nanoTime() - start) / 1e6;
            int[] round = new int[2];
            series = Rounds.run(
                    WARM_UPS,
                    ROUNDS,
                    watch -> ours(site.address(), moved(definition, ++round[0]), watch),
                    watch -> raw(raw, moved(definition, ++round[1]), watch));
        }
        String size = definition.length() / 1_000_000 + " MB; ";
        return List.of(
                ratio("rest-save", "save", series, size),
                p99("rest-save-p99", "save", series),
                ratio("rest-load", "load", series, size),
                p99("rest-load-p99", "load", series),
                new Figure("rest-first-save", first, "ms", "told alone", "the server's first, 10,000 nodes made"));
    }

    private static Figure ratio(String name, String lap, Series series, String size) {
        String raw = "raw-" + lap;
        return new Figure(name, series.ratio(lap, raw), "x", "raw SQLite is 1", size + series.detail(lap, raw));
    }

    private static Figure p99(String name, String lap, Series series) {
        double[] times = series.millisOf(lap);
        Arrays.sort(times);
        double worst = times[(int) Math.ceil(times.length * 0.99) - 1];
        return new Figure(
                name,
                worst,
                "ms",
                "bar <= 500 ms",
                times.length + " calls, median " + Figure.number(times[times.length / 2]));
    }

    private void ours(URI server, String definition, Stopwatch watch) throws Exception {
        watch.start();
        save(server, definition);
        watch.lap("save");
        watch.start();
        String read = load(server);
        watch.lap("load");
        Json kept = Json.parse(read).get("definition");
        if (kept == null || !kept.text().equals(definition)) {
            throw new IllegalStateException("What came back is not what was sent");
        }
    }

    private void save(URI server, String definition) throws Exception {
        String body = "{\"id\":\"poster\",\"name\":\"Poster\",\"definition\":" + definition + "}";
        send(HttpRequest.newBuilder(server.resolve("/api/workflows"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private String load(URI server) throws Exception {
        return send(
                HttpRequest.newBuilder(server.resolve("/api/workflows/poster")).GET());
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = web.send(
                request.header("Authorization", "Bearer " + SyncSite.TOKEN).build(), BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException("The server answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private static Connection open(Scratch scratch) throws Exception {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        Connection raw = config.createConnection("jdbc:sqlite:" + scratch.fresh("raw"));
        try (Statement statement = raw.createStatement()) {
            statement.execute(
                    "CREATE TABLE workflow_definitions (id TEXT PRIMARY KEY, definition TEXT NOT NULL) STRICT");
        }
        return raw;
    }

    private static void raw(Connection raw, String definition, Stopwatch watch) throws SQLException {
        watch.start();
        try (PreparedStatement put = raw.prepareStatement("INSERT INTO workflow_definitions VALUES ('poster', ?)"
                + " ON CONFLICT (id) DO UPDATE SET definition = excluded.definition")) {
            put.setString(1, definition);
            put.executeUpdate();
        }
        watch.lap("raw-save");
        watch.start();
        try (Statement get = raw.createStatement();
                ResultSet rows = get.executeQuery("SELECT definition FROM workflow_definitions WHERE id = 'poster'")) {
            if (!rows.next() || rows.getString(1).length() != definition.length()) {
                throw new IllegalStateException("What came back is not what was kept");
            }
        }
        watch.lap("raw-load");
    }

    private static String moved(String definition, int round) {
        return definition.replaceFirst("\"x\":-?\\d+", "\"x\":" + round);
    }

    private static String definition() {
        Random random = new Random(7);
        StringBuilder out = new StringBuilder("{\"nodes\":[");
        for (int i = 0; i < NODES; i++) {
            out.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"node-")
                    .append(i)
                    .append("\",\"type\":\"prompt\",\"position\":{\"x\":");
            out.append(random.nextInt(10_000))
                    .append(",\"y\":")
                    .append(random.nextInt(10_000))
                    .append("},\"data\":{\"label\":\"Step ");
            out.append(i).append("\",\"seed\":").append(random.nextLong()).append(",\"text\":\"");
            for (int word = 0; word < 100; word++) {
                out.append(Integer.toString(random.nextInt(1 << 20), 36)).append(' ');
            }
            out.append(
                    "\",\"list\":[1,2.50,true,null],\"options\":{\"steps\":20,\"scale\":7.5,\"name\":\"euler\"}},\"selected\":false}");
        }
        out.append("],\"edges\":[");
        for (int i = 0; i < EDGES; i++) {
            out.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"edge-")
                    .append(i)
                    .append("\",\"source\":\"node-")
                    .append(random.nextInt(NODES));
            out.append("\",\"target\":\"node-")
                    .append(random.nextInt(NODES))
                    .append("\",\"sourceHandle\":\"out\",\"targetHandle\":\"in\",\"animated\":true}");
        }
        return out.append("],\"viewport\":{\"x\":0,\"y\":0,\"zoom\":1}}").toString();
    }
}
