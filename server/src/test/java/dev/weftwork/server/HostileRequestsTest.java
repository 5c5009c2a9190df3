package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A great many requests that nobody honest would send. */
final class HostileRequestsTest {
    private static final int REQUESTS = Integer.getInteger("weftwork.hostile.requests", 100_000);
    private static final int AT_ONCE = 64;
    private static final long HEAP_BYTES = 256L << 20;
    private static final Pattern APPLIED = Pattern.compile("\"status\":\"applied\",\"seq\":(\\d+)");
    private static final Pattern HEAD = Pattern.compile("\"seq\":(\\d+),\"more\":(true|false)");

    @TempDir
    private Path directory;

    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final BitSet applied = new BitSet();
    private long slowest;
    private String slowestPath = "";

    @Test
    void noneBreaksTheServerOrItsNeighbours() {
        HostileRequests hostile = new HostileRequests(20_261_121);
        try (Site site = Site.at(directory)) {
            Http neighbour = site.as(Site.GRACE);
            neighbour.post("/v1/workspaces/~/ops", Site.push(Site.op("g", 1, "title", Json.of("mine"))));
            String before = neighbour.get("/v1/workspaces/~/ops").body().replaceAll("\"now\":\\d+", "");

            sendAll(site, hostile);

            assertThat(neighbour.get("/v1/workspaces/~/ops").body().replaceAll("\"now\":\\d+", ""))
                    .as("another workspace")
                    .isEqualTo(before);
            assertThat(head(site.as(Site.ADA)))
                    .as("operations in the log: those that were said to be admitted, and no others")
                    .isEqualTo(applied.length() - 1)
                    .isEqualTo(applied.cardinality());
            assertThat(site.as(Site.ADA).get(Site.STUDIO + "/snapshot").statusCode())
                    .isEqualTo(200);
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        assertThat(runtime.totalMemory() - runtime.freeMemory())
                .as("heap in use")
                .isLessThan(HEAP_BYTES);
        assertThat(statuses.keySet()).as("statuses %s", statuses).allMatch(status -> status < 500);
        assertThat(statuses.get(200)).as("requests that reached admission").isGreaterThan(REQUESTS * 2 / 5);
        System.out.printf(
                "Hostile requests by status: %s; admitted operations: %d; slowest: %d ms, %s%n",
                statuses, applied.cardinality(), slowest / 1_000_000, slowestPath);
    }

    /** Many connections, on each of which one request is under way. */
    private void sendAll(Site site, HostileRequests hostile) {
        List<RawConnection> connections = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            connections.add(new RawConnection(site.server.address(), Site.ADA));
        }
        for (int sent = 0; sent < REQUESTS; sent += AT_ONCE) {
            List<HostileRequests.Made> batch = new ArrayList<>();
            connections.forEach(connection -> batch.add(hostile.next()));
            long start = System.nanoTime();
            for (int i = 0; i < AT_ONCE; i++) {
                connections.get(i).send(batch.get(i));
            }
            for (int i = 0; i < AT_ONCE; i++) {
                note(batch.get(i), connections.get(i).receive(), System.nanoTime() - start);
            }
        }
        connections.forEach(RawConnection::close);
    }

    private void note(HostileRequests.Made made, RawConnection.Answer answer, long nanos) {
        statuses.merge(answer.status(), 1, Integer::sum);
        if (answer.status() >= 500) {
            throw new AssertionError(made + ": " + answer);
        }
        Matcher seqs = APPLIED.matcher(answer.body());
        while (seqs.find()) {
            applied.set(Integer.parseInt(seqs.group(1)));
        }
        if (nanos > slowest) {
            slowest = nanos;
            slowestPath = made.method() + " " + made.path();
        }
    }

    private static long head(Http client) {
        String cursor = "";
        while (true) {
            String page = client.get(Site.STUDIO + "/ops?workflow=none&after=" + cursor)
                    .body();
            Matcher found = HEAD.matcher(page);
            assertThat(found.find()).as(page).isTrue();
            if (found.group(2).equals("false")) {
                return Long.parseLong(found.group(1));
            }
            cursor = page.replaceAll(".*\"cursor\":\"([^\"]*)\".*", "$1");
        }
    }
}
