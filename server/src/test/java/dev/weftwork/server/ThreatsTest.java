package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.testkit.JavaProgram;
import dev.weftwork.wire.Answers;
import dev.weftwork.wire.Requests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody may try who wishes the server or its users ill, one threat after the other. */
final class ThreatsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String BOB = "bob-works-beside-ada-0123456789";
    private static final String OPS = Site.STUDIO + "/ops";

    @TempDir
    private Path directory;

    private Site site;
    private Http ada;
    private Http bob;
    private Http grace;

    @BeforeEach
    void start() {
        StaticTokens tokens = new StaticTokens()
                .add(Site.ADA, Principal.of("ada", "studio", Role.EDITOR))
                .add(BOB, Principal.of("bob", "studio", Role.EDITOR))
                .add(Site.GRACE, Principal.of("grace", "attic", Role.ADMIN));
        site = Site.start(Site.builder(directory.resolve("server"))
                .authenticator(tokens)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC)));
        ada = site.as(Site.ADA);
        bob = site.as(BOB);
        grace = site.as(Site.GRACE);
        applied(ada, Site.op("laptop", 1, "title", Json.of("secret")));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void noRouteLeadsIntoAnotherTenantsWorkspace() {
        String before = state();
        for (Route route : Route.ofWorkspaces(site)) {
            for (String spelling : List.of("studio", "%73tudio", "attic%2F..%2Fstudio", "studio%00", "studio;attic")) {
                HttpResponse<String> answer = route.call(grace, spelling);

                assertThat(answer.statusCode()).as("%s as %s", route, spelling).isIn(400, 403, 404);
                assertThat(answer.body()).as("%s as %s", route, spelling).doesNotContain("secret");
            }
        }
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void noRouteTellsWhetherAnotherTenantsWorkspaceExists() {
        for (Route route : Route.ofWorkspaces(site)) {
            HttpResponse<String> present = route.call(grace, "studio");
            HttpResponse<String> absent = route.call(grace, "nowhere");

            assertThat(present.statusCode()).as(route.toString()).isEqualTo(absent.statusCode());
            assertThat(present.body()).as(route.toString()).isEqualTo(absent.body());
        }
    }

    @Test
    void noParameterLeadsOutOfATenantsOwnWorkspace() {
        String cursor = page(ada).replaceAll(".*\"cursor\":\"([^\"]*)\".*", "$1");
        for (Route route : Route.ofWorkspaces(site)) {
            for (String query : List.of("?after=" + cursor, "?workflow=poster", "?workspace=studio", "?audit=poster")) {
                if (!route.path().endsWith("/live")) {
                    assertThat(route.call(grace, "~", query).body())
                            .as("%s with %s", route, query)
                            .doesNotContain("secret", "laptop");
                }
            }
        }
    }

    @Test
    void whatABodySaysOfItsAuthorGivesNoRights() {
        String push = Site.push(Site.op("hers", 1, "title", Json.of("mine")));
        String claims =
                push.replace("{\"ops\"", "{\"principal\":\"ada\",\"workspace\":\"studio\",\"role\":\"admin\",\"ops\"");
        String before = state();

        assertThat(grace.post(OPS, claims).statusCode()).isEqualTo(403);
        assertThat(grace.post("/v1/workspaces/~/ops", claims).body()).contains("\"status\":\"applied\",\"seq\":1");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aReplayedRequestIsAnsweredAsBeforeAndChangesNothing() {
        String push = Site.push(Site.op("laptop", 2, "title", Json.of("once")));
        String first = results(ada.post(OPS, push));
        String before = state();

        for (int i = 0; i < 3; i++) {
            assertThat(results(ada.post(OPS, push))).isEqualTo(first);
        }
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aRequestThatSomebodyElseReplaysIsNotTheirs() {
        String push = Site.push(Site.op("laptop", 1, "title", Json.of("secret")));
        String before = state();

        assertThat(results(bob.post(OPS, push))).contains("\"code\":\"DEVICE_OF_ANOTHER\"");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void anOperationsIdWithOtherWritesIsRefused() {
        Op known = Site.op("laptop", 1, "title", Json.of("secret"));
        String before = state();

        assertThat(results(ada.post(OPS, Site.push(Site.op("laptop", 1, "title", Json.of("changed"))))))
                .contains("\"code\":\"OP_ID_REUSED\"");
        assertThat(results(bob.post(
                        OPS, Site.push(named(known.id(), Site.op("phone", 1, "title", Json.of("changed")))))))
                .contains("\"code\":\"OP_ID_REUSED\"");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aForgedDeviceIsRefused() {
        String before = state();

        assertThat(results(bob.post(OPS, Site.push(Site.op("laptop", 2, "title", Json.of("forged"))))))
                .contains("\"status\":\"forked\",\"code\":\"DEVICE_OF_ANOTHER\"");
        assertThat(state()).isEqualTo(before);
        applied(ada, Site.op("laptop", 2, "title", Json.of("hers")));
    }

    @Test
    void aNumberThatADeviceHasUsedIsRefused() {
        Op other = named(new OpId("another"), Site.op("laptop", 1, "title", Json.of("changed")));
        String before = state();

        assertThat(results(ada.post(OPS, Site.push(other)))).contains("\"code\":\"REPLICA_FORKED\"");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aClockFarInTheFutureIsCutToTheServersOwn() {
        Op future = at(Long.MAX_VALUE, Site.op("phone", 1, "title", Json.of("from the future")));

        assertThat(results(bob.post(OPS, Site.push(future)))).contains("\"status\":\"applied\"");
        AdmittedOp admitted =
                Answers.readPull(bob.get(OPS).body()).value().ops().get(1);
        assertThat(admitted.eff()).as("one above the first").isEqualTo((NOW.toEpochMilli() << 16) + 1);
    }

    @Test
    void aClockFarInTheFutureDoesNotOutliveAnHonestEdit() {
        applied(bob, at(Long.MAX_VALUE, Site.op("phone", 1, "title", Json.of("from the future"))));
        String clock = ada.get(OPS).body().replaceAll(".*\"hlc\":\"(\\d+)\".*?\"ops\".*", "$1");

        applied(ada, at(Long.parseLong(clock) + 1, Site.op("laptop", 2, "title", Json.of("after it"))));

        assertThat(part()).contains("after it").doesNotContain("from the future");
    }

    @Test
    void aGivenTimeLiftsNoOperationAboveWhatItsDeviceClaimed() {
        Op old = at(1_000_000, Site.op("phone", 1, "title", Json.of("lifted")));
        PushRequest push = new PushRequest(List.of(new PushRequest.Offer(old, Long.MAX_VALUE)));

        assertThat(results(bob.post(OPS, Requests.push(push)))).contains("\"eff\":\"1000000\"");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedHoweverItComes() {
        String many = Site.push(
                Site.op("laptop", 2, "title", Json.of("y".repeat(1 << 19))),
                Site.op("laptop", 3, "title", Json.of("y".repeat(1 << 19))));
        byte[] bytes = many.getBytes(StandardCharsets.UTF_8);

        unchanged(() -> {
            refused(once().post(OPS, many), 413);
            refused(once().post(OPS, Http.gzip(bytes), "gzip"), 413);
            refused(
                    once().send(ada.request(OPS)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(bytes)))),
                    413);
        });
    }

    @Test
    void aHeaderOrAnAddressThatIsTooLongIsRefused() {
        unchanged(() -> {
            assertThat(once().send(ada.request(OPS)
                                    .header("X-Long", "x".repeat(20_000))
                                    .GET())
                            .statusCode())
                    .isEqualTo(431);
            assertThat(once().get(OPS + "?after=" + "x".repeat(20_000)).statusCode())
                    .isIn(414, 431);
        });
    }

    @Test
    void aRefusalArrivesThoughTheBodyWasNotRead() {
        byte[] large = Http.gzip(new byte[0]);
        byte[] padded = Arrays.copyOf(large, 900_000);
        Http stranger = site.as("a-token-that-nobody-has");
        Http guest = site.as(Site.GRACE);

        for (int i = 0; i < 20; i++) {
            assertThat(stranger.post(OPS, padded, "gzip").statusCode()).isEqualTo(401);
            assertThat(guest.post(OPS, padded, "gzip").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void aBombOfGzipIsNotUnpacked() {
        byte[] bomb = Http.gzip(new byte[300 << 20]);
        byte[] nested = Http.gzip(bomb);
        ByteArrayOutputStream chained = new ByteArrayOutputStream();
        for (int i = 0; i < 40; i++) {
            chained.writeBytes(Http.gzip(new byte[2 << 20]));
        }

        unchanged(() -> {
            refused(once().post(OPS, bomb, "gzip"), 413);
            refused(once().post(OPS, nested, "gzip"), 400);
            refused(once().post(OPS, chained.toByteArray(), "gzip"), 413);
        });
    }

    @Test
    void aBombOfZipIsNotEvenOpened() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("../../../etc/passwd"));
            out.write(new byte[50 << 20]);
        }

        unchanged(() -> {
            refused(once().post(OPS, zip.toByteArray(), "gzip"), 400);
            refused(once().post(OPS, zip.toByteArray(), "zip"), 415);
            refused(once().post(OPS, zip.toByteArray(), "deflate"), 415);
            refused(once().post(OPS, zip.toByteArray(), "gzip, gzip"), 415);
            refused(once().post(OPS, zip.toByteArray(), "identity"), 400);
        });
    }

    @Test
    void jsonThatIsTooDeepIsRefused() {
        String deep = "[".repeat(65) + "]".repeat(65);
        String push = Site.push(Site.op("laptop", 2, "title", Json.of("HERE")));

        unchanged(() -> {
            refused(once().post(OPS, "[".repeat(500_000)), 400);
            refused(once().post(OPS, "{\"a\":".repeat(100_000)), 400);
            refused(once().post(OPS, push.replace("\"HERE\"", deep)), 400);
            refused(once().post(OPS, push.replace("\"HERE\"", "{\"$raw\":\"" + deep + "\"}")), 400);
            refused(
                    once().post(
                                    OPS,
                                    push.replaceFirst(
                                            "\\{", "{\"unknown\":" + "[".repeat(5_000) + "]".repeat(5_000) + ",")),
                    400);
        });
    }

    @Test
    void aKeyThatComesTwiceIsRefused() {
        String push = Site.push(Site.op("laptop", 2, "title", Json.of("HERE")));

        unchanged(() -> {
            refused(once().post(OPS, push.replaceFirst("\"ops\"", "\"ops\":[],\"ops\"")), 400);
            refused(once().post(OPS, push.replace("\"device\":", "\"device\":\"phone\",\"device\":")), 400);
            refused(once().post(OPS, push.replace("\"title\":", "\"title\":1,\"title\":")), 400);
            refused(once().post(OPS, push.replace("\"HERE\"", "{\"a\":1,\"a\":2}")), 400);
            refused(once().post(OPS, push.replace("\"ops\"", "\"unknown\":1,\"unknown\":2,\"ops\"")), 400);
        });
    }

    @Test
    void aTokenIsFoundNowhereButWhereItWasSent() throws IOException {
        String canary = "canary-0123456789abcdef-canary";
        Path tokens = Files.writeString(directory.resolve("tokens"), canary + " ada studio editor\n");
        JavaProgram program = JavaProgram.of(ServerMain.class, directory.resolve("program"));
        StringBuilder said = new StringBuilder();
        try (ServerProcess server =
                ServerProcess.start(program, directory.resolve("own"), "--tokens", tokens.toString())) {
            for (String token : List.of(canary, canary + "-changed")) {
                Http client = new Http(server.address(), token);
                for (Route route : Route.all(site)) {
                    for (String query :
                            List.of("?x=" + canary, "?after=" + canary, "?limit=" + canary, "?wait=" + canary)) {
                        if (!route.path().endsWith("/live") || query.startsWith("?after")) {
                            note(route.call(client, "studio", query), said);
                        }
                    }
                    note(route.call(client, canary), said);
                }
                note(client.get("/" + canary), said);
                note(client.get(Site.STUDIO + "/" + canary), said);
                note(client.get(Site.STUDIO + "/snapshot/" + canary), said);
                note(client.post(OPS, canary), said);
                note(client.post(OPS, "{\"" + canary + "\":[" + canary), said);
                note(client.post(OPS, canary.getBytes(StandardCharsets.UTF_8), canary), said);
                // the server may close the connection after such a thing
                note(new Http(server.address(), token).get(OPS + "?after=" + canary + "x".repeat(20_000)), said);
                client = new Http(server.address(), token);
                note(
                        client.send(
                                client.request(OPS).method(canary.toUpperCase(Locale.ROOT), BodyPublishers.noBody())),
                        said);
            }
            note(new Http(server.address(), "").get("/metrics"), said);
            server.process().end();
            said.append(server.process().log());
        }

        assertThat(said).contains("workspace POST ops", "weftwork_requests_total");
        assertThat(said.toString().toLowerCase(Locale.ROOT)).doesNotContain(canary);
    }

    private static void note(HttpResponse<String> response, StringBuilder said) {
        said.append(response.statusCode()).append(response.headers().map()).append(response.body());
    }

    /** On a connection of its own: the server may close one on which it refused a body that it did not read. */
    private Http once() {
        return site.as(Site.ADA);
    }

    private void unchanged(Runnable attack) {
        String before = state();
        attack.run();
        assertThat(state()).isEqualTo(before);
    }

    private String state() {
        return page(ada) + part();
    }

    private static String page(Http client) {
        return client.get(OPS).body().replaceAll("\"now\":\\d+", "");
    }

    /** The only part of the snapshot. */
    private String part() {
        String id = ada.get(Site.STUDIO + "/snapshot").body().replaceAll(".*\"id\":\"([0-9a-f]{64})\".*", "$1");
        HttpResponse<byte[]> part = ada.later(
                        ada.request(Site.STUDIO + "/snapshot/" + id).GET(), HttpResponse.BodyHandlers.ofByteArray())
                .join();
        return Http.gunzip(part.body());
    }

    private static void applied(Http client, Op op) {
        assertThat(results(client.post(OPS, Site.push(op)))).contains("\"status\":\"applied\"");
    }

    private static String results(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().substring(response.body().indexOf("\"results\""));
    }

    private static void refused(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    private static Op named(OpId id, Op op) {
        return new Op(id, op.workflow(), op.origin(), op.seen(), op.schema(), null, null, op.writes());
    }

    private static Op at(long claimed, Op op) {
        Op.Origin origin = new Op.Origin(op.origin().device(), op.origin().seq(), claimed);
        return Op.of(op.id(), op.workflow(), origin, op.writes());
    }
}
