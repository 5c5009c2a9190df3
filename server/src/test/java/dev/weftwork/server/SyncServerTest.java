package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.wire.Answers;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class SyncServerTest {
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void whatWasAdmittedOutlivesTheServer() {
        Op op = Site.op("d", 1, "title", Json.of("Idea"));
        String first;
        PullAnswer before;
        try (Site site = Site.at(directory)) {
            first = results(site.as(Site.ADA).post(Site.STUDIO + "/ops", Site.push(op)));
            before = pull(site, "");
        }
        try (Site site = Site.at(directory)) {
            assertThat(results(site.as(Site.ADA).post(Site.STUDIO + "/ops", Site.push(op))))
                    .isEqualTo(first);
            assertThat(pull(site, "")).isEqualTo(before);
            assertThat(pull(site, before.cursor().text()).ops()).isEmpty();
        }
    }

    @Test
    void whatIsOldIsForgottenAndSaidToBe() throws IOException {
        Op op = Site.op("d", 1, "title", Json.of("Idea"));
        try (Site site = Site.at(directory, at(NEW_YEAR))) {
            site.as(Site.ADA).post(Site.STUDIO + "/ops", Site.push(op));
        }
        try (Site site = Site.at(directory, at(NEW_YEAR.plus(Duration.ofDays(91))))) {
            site.server.forget(Duration.ofDays(90));

            assertThat(site.as(Site.ADA).get(Site.STUDIO + "/ops").body()).contains("\"code\":\"cursor-too-old\"");
            assertThat(results(site.as(Site.ADA).post(Site.STUDIO + "/ops", Site.push(op))))
                    .contains("\"status\":\"duplicate\"");
            assertThat(site.as(Site.ADA).get(Site.STUDIO + "/snapshot").body()).contains("\"entities\":1");
        }
    }

    @Test
    void aGapBelowTheFloorIsNoDuplicate() throws IOException {
        try (Site site = Site.at(directory, at(NEW_YEAR))) {
            site.as(Site.ADA)
                    .post(
                            Site.STUDIO + "/ops",
                            Site.push(Site.op("d", 1, "title", Json.TRUE), Site.op("d", 3, "title", Json.TRUE)));
        }
        try (Site site = Site.at(directory, at(NEW_YEAR.plus(Duration.ofDays(91))))) {
            site.server.forget(Duration.ofDays(90));

            assertThat(results(site.as(Site.ADA)
                            .post(Site.STUDIO + "/ops", Site.push(Site.op("d", 2, "title", Json.TRUE)))))
                    .contains("\"status\":\"applied\",\"seq\":3,\"eff\":\"1002\"");
        }
    }

    @Test
    void aCopyThatComesBackAfterItsNumbersWereForgottenIsAFork() throws IOException {
        Op original = Site.op("d", 1, "title", Json.of("the original's"));
        try (Site site = Site.at(directory, at(NEW_YEAR))) {
            Http ada = site.as(Site.ADA);
            ada.post(Site.STUDIO + "/ops", Site.push(original));
            // far enough ahead to lie in another page of numbers
            ada.post(Site.STUDIO + "/ops", Site.push(Site.op("d", 1_000, "title", Json.TRUE)));
        }
        try (Site site = Site.at(directory, at(NEW_YEAR.plus(Duration.ofDays(91))))) {
            site.server.forget(Duration.ofDays(90));
            Http ada = site.as(Site.ADA);

            assertThat(results(ada.post(Site.STUDIO + "/ops", Site.push(renamed("copy-1", original)))))
                    .as("another operation of the same number")
                    .contains("\"op\":\"copy-1\",\"status\":\"forked\",\"code\":\"REPLICA_FORKED\"");
            assertThat(results(
                            ada.post(Site.STUDIO + "/ops", Site.push(Site.op("d", 1, "title", Json.of("the copy's"))))))
                    .as("the same id with other writes")
                    .contains("\"status\":\"forked\"");
            assertThat(results(ada.post(Site.STUDIO + "/ops", Site.push(original))))
                    .contains("\"status\":\"duplicate\"");
            assertThat(results(ada.post(Site.STUDIO + "/ops", Site.push(Site.op("d", 1_000, "title", Json.TRUE)))))
                    .contains("\"status\":\"duplicate\"");
            Op renumbered = Site.op("copy", 1, "title", Json.of("the copy's"));
            assertThat(results(ada.post(Site.STUDIO + "/ops", Site.push(renumbered))))
                    .as("once it has a device of its own")
                    .contains("\"status\":\"applied\"");
        }
    }

    private static Op renamed(String id, Op op) {
        return new Op(new OpId(id), op.workflow(), op.origin(), op.seen(), op.schema(), null, null, op.writes());
    }

    @Test
    void whatIsLongDeadIsRemovedForGood() throws IOException {
        try (Site site = Site.at(directory, at(NEW_YEAR))) {
            site.as(Site.ADA)
                    .post(
                            Site.STUDIO + "/ops",
                            Site.push(Site.op("d", 1, "life", Json.TRUE), Site.op("d", 2, "life", Json.FALSE)));
        }
        try (Site site = Site.at(directory, at(NEW_YEAR.plus(Duration.ofDays(91))))) {
            site.server.forget(Duration.ofDays(90));

            assertThat(site.as(Site.ADA).get(Site.STUDIO + "/snapshot").body()).contains("\"parts\":[]");
            assertThat(results(site.as(Site.ADA)
                            .post(Site.STUDIO + "/ops", Site.push(Site.op("d", 3, "life", Json.TRUE)))))
                    .contains("\"code\":\"ENTITY_PURGED\"");
        }
    }

    @Test
    void aLongDeadWorkflowTakesWhatIsInItAlong() throws IOException {
        EntityWrites own = EntityWrites.to(EntityKey.of(WorkflowId.of("poster")))
                .set("life", Json.FALSE)
                .build();
        Op buried = Site.op("d", 2, "life", Json.TRUE).withWrites(List.of(own));
        try (Site site = Site.at(directory, at(NEW_YEAR))) {
            site.as(Site.ADA).post(Site.STUDIO + "/ops", Site.push(Site.op("d", 1, "life", Json.TRUE), buried));
        }
        try (Site site = Site.at(directory, at(NEW_YEAR.plus(Duration.ofDays(91))))) {
            site.server.forget(Duration.ofDays(90));

            assertThat(site.as(Site.ADA).get(Site.STUDIO + "/snapshot").body()).contains("\"parts\":[]");
            assertThat(results(site.as(Site.ADA)
                            .post(Site.STUDIO + "/ops", Site.push(Site.op("d", 3, "title", Json.TRUE)))))
                    .contains("\"code\":\"ENTITY_PURGED\"");
        }
    }

    @Test
    void aRestoredServerRefusesEveryCursor() {
        String cursor;
        try (Site site = Site.at(directory)) {
            site.as(Site.ADA).post(Site.STUDIO + "/ops", Site.push(Site.op("d", 1, "title", Json.TRUE)));
            cursor = pull(site, "").cursor().text();
        }
        try (Site site = Site.start(Site.builder(directory).restored())) {
            assertThat(site.as(Site.ADA)
                            .get(Site.STUDIO + "/ops?after=" + cursor)
                            .body())
                    .contains("\"code\":\"cursor-foreign\"");
            assertThat(pull(site, pull(site, "").cursor().text()).ops()).isEmpty();
        }
    }

    @Test
    void closingAnswersWhoeverWaits() {
        Site site = Site.at(directory);
        Http ada = site.as(Site.ADA);
        ada.get(Site.STUDIO);
        CompletableFuture<HttpResponse<String>> parked =
                ada.later(ada.request(Site.STUDIO + "/ops?wait=25").GET());
        awaitWaiting(ada);

        site.close();

        assertThat(parked.join().statusCode()).isEqualTo(200);
        assertThat(parked.join().body()).contains("\"ops\":[]");
    }

    @Test
    @Timeout(300)
    void closingTwiceDoesNothing() {
        Site site = Site.at(directory);
        site.as(Site.ADA).get(Site.STUDIO);

        site.close();
        site.close();

        try (Site again = Site.at(directory)) {
            assertThat(again.as(Site.ADA).get(Site.STUDIO).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatLostIsKeptAndListed() {
        try (Site site = Site.at(directory)) {
            Http ada = site.as(Site.ADA);
            ada.post(Site.STUDIO + "/ops", Site.push(Site.op("laptop", 1, "title", Json.of("hers"))));
            ada.post(Site.STUDIO + "/ops", Site.push(Site.op("phone", 2, "title", Json.parse("NaN"))));
            ada.post(Site.STUDIO + "/ops", Site.push(Site.op("tablet", 3, "title", Json.of("last"))));

            String history = ada.get(Site.STUDIO + "/history?workflow=poster&kind=node&id=idea")
                    .body();
            String page =
                    ada.get(Site.STUDIO + "/history?workflow=poster&limit=2").body();

            assertThat(history)
                    .contains("\"register\":\"title\",\"value\":\"hers\",\"loser\":\"1001:1:laptop:laptop-1\"")
                    .contains("\"value\":{\"$raw\":\"NaN\"}")
                    .endsWith("\"more\":false}");
            assertThat(page).contains("\"value\":\"hers\"").endsWith("\"through\":2,\"more\":true}");
            assertThat(ada.get(Site.STUDIO + "/history?workflow=poster&kind=node&id=other")
                            .body())
                    .contains("\"losses\":[]");
        }
    }

    @Test
    void oneOperationMayBeLarge() {
        Op op = Site.op("d", 1, "config.text", Json.of("abcdefgh".repeat(1 << 20)));
        byte[] packed = Http.gzip(Site.push(op).getBytes(StandardCharsets.UTF_8));
        try (Site site = Site.at(directory)) {
            HttpResponse<String> answer = site.as(Site.ADA).post(Site.STUDIO + "/ops", packed, "gzip");

            assertThat(results(answer)).contains("\"status\":\"applied\"");
            assertThat(pull(site, "").ops().get(0).op()).isEqualTo(op);
        }
    }

    @Test
    void aClockThatJumpsAheadStopsAdmissionAndNothingElse() {
        AtomicReference<Instant> now = new AtomicReference<>(NEW_YEAR);
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
        try (Site site = Site.at(directory, clock)) {
            String push = Site.push(Site.op("d", 1, "title", Json.TRUE));
            now.set(NEW_YEAR.plus(Duration.ofDays(400)));

            assertThat(site.as(Site.ADA).post(Site.STUDIO + "/ops", push).body())
                    .contains("\"code\":\"clock\"");
            assertThat(pull(site, "").ops()).isEmpty();
            now.set(NEW_YEAR.plus(Duration.ofMinutes(50)));
            assertThat(results(site.as(Site.ADA).post(Site.STUDIO + "/ops", push)))
                    .contains("applied");
        }
    }

    @Test
    void operatorsSeeHowItGoes() {
        try (Site site = Site.at(directory)) {
            Http nobody = site.as("");
            site.as(Site.ADA).post(Site.STUDIO + "/ops", Site.push(Site.op("d", 1, "title", Json.TRUE)));

            assertThat(nobody.get("/health").statusCode()).isEqualTo(200);
            assertThat(nobody.get("/ready").statusCode()).isEqualTo(200);
            assertThat(nobody.get("/.well-known/weftwork").body()).contains("\"protocol\":1");
            assertThat(nobody.get("/metrics").body())
                    .contains("weftwork_ops_total{result=\"applied\"} 1")
                    .contains("weftwork_requests_total{route=\"workspace POST ops\",status=\"200\"} 1");
        }
    }

    @Test
    void operatorsSeeWhichRoutesAreSlowAndWaitingForNewsIsNot() throws IOException {
        try (Site site = Site.start(Site.builder(directory).slowAfter(Duration.ZERO))) {
            Http ada = site.as(Site.ADA);
            ada.post(Site.STUDIO + "/ops", Site.push(Site.op("d", 1, "title", Json.TRUE)));
            ada.get(Site.STUDIO + "/ops?wait=1");

            assertThat(ada.get("/metrics").body())
                    .contains("weftwork_slow_requests_total{route=\"workspace POST ops\"} 1")
                    .doesNotContain("weftwork_slow_requests_total{route=\"workspace GET ops\"}");
        }
        try (Site site = Site.start(Site.builder(directory).slowAfter(Duration.ofDays(1)))) {
            site.as(Site.ADA).get(Site.STUDIO + "/ops");

            assertThat(site.as(Site.ADA).get("/metrics").body()).doesNotContain("weftwork_slow_requests_total{");
        }
    }

    @Test
    void twoServersDoNotShareADirectory() throws IOException {
        try (Site site = Site.at(directory)) {
            assertThatThrownBy(() -> Site.builder(directory).start())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Another server uses");
            assertThat(site.as(Site.ADA).get(Site.STUDIO).statusCode()).isEqualTo(200);
        }
        Site.at(directory).close();
    }

    @Test
    void closingSaysByeToWhoeverListens() {
        Site site = Site.at(directory);
        try (Channel channel = Channel.open(site.as(Site.ADA), "")) {
            site.close();

            assertThat(channel.next("bye")).contains("\"reason\":\"drain\"").contains("\"retryAfterMs\":");
        }
    }

    @Test
    void aRetentionOfNothingIsRefused() {
        assertThatThrownBy(() -> SyncServer.builder().retention(Duration.ofDays(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aServerNeedsToKnowWhereAndWho() {
        assertThatThrownBy(() -> SyncServer.builder().start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("directory");
        assertThatThrownBy(() -> SyncServer.builder().directory(directory).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("authenticator");
    }

    private static void awaitWaiting(Http client) {
        while (!client.get("/metrics").body().contains("weftwork_waiting 1")) {
            Thread.onSpinWait();
        }
    }

    private static PullAnswer pull(Site site, String after) {
        return Answers.readPull(site.as(Site.ADA)
                        .get(Site.STUDIO + "/ops?after=" + after)
                        .body())
                .value();
    }

    private static String results(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().substring(response.body().indexOf("\"results\""));
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }
}
