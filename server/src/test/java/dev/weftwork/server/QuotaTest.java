package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nobody takes up more of a server than the operator allows, and whoever is refused has changed nothing. */
@Timeout(300)
final class QuotaTest {
    @TempDir
    private Path directory;

    @Test
    void aPrincipalHasOnlySoManyChannels() {
        try (Site site = site(Quotas.USUAL.withChannels(2))) {
            Channel first = Channel.open(site.as(Site.ADA), "");
            Channel second = Channel.open(site.as(Site.ADA), "");
            HttpResponse<String> third = site.as(Site.ADA).get(Site.STUDIO + "/live");
            Channel another = Channel.open(site.as(Site.VERA), "");

            refused(third, "channel-quota");
            assertThat(another.status()).as("of another principal").isEqualTo(200);
            List.of(first, second, another).forEach(Channel::close);
        }
    }

    @Test
    void aChannelThatEndsMakesRoomForAnother() {
        StaticTokens tokens = new StaticTokens()
                .add(Site.ADA, Principal.of("ada", "studio", Role.EDITOR))
                .add(Site.GRACE, Principal.of("ada", "studio", Role.EDITOR));
        SyncServer.Builder builder = Site.builder(directory)
                .authenticator(tokens)
                .recheck(Duration.ofMillis(20))
                .quotas(Quotas.USUAL.withChannels(1));
        try (Site site = Site.start(builder);
                Channel first = Channel.open(site.as(Site.ADA), "")) {
            tokens.remove(Site.ADA);
            first.rest();

            // its last event is read a moment before it is over
            awaitWaiting(site.as(""), 0);
            try (Channel second = Channel.open(site.as(Site.GRACE), "")) {
                assertThat(second.status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aRefusedCursorTakesUpNoPlace() {
        try (Site site = site(Quotas.USUAL.withChannels(1))) {
            for (int i = 0; i < 3; i++) {
                assertThat(site.as(Site.ADA)
                                .get(Site.STUDIO + "/live?after=1.2.3")
                                .statusCode())
                        .isEqualTo(410);
            }
            try (Channel channel = Channel.open(site.as(Site.ADA), "")) {
                assertThat(channel.status()).isEqualTo(200);
            }
        }
    }

    @Test
    void onlySoManyPullsOfAPrincipalWait() {
        try (Site site = site(Quotas.USUAL.withWaiting(2))) {
            Http ada = site.as(Site.ADA);
            ada.get(Site.STUDIO);
            List<CompletableFuture<HttpResponse<String>>> parked = new ArrayList<>();
            parked.add(ada.later(ada.request(Site.STUDIO + "/ops?wait=25").GET()));
            parked.add(ada.later(ada.request(Site.STUDIO + "/ops?wait=25").GET()));
            awaitWaiting(ada, 2);

            refused(ada.get(Site.STUDIO + "/ops?wait=25"), "waiting-quota");
            assertThat(ada.get(Site.STUDIO + "/ops").statusCode())
                    .as("a pull that does not wait")
                    .isEqualTo(200);
            ada.post(Site.STUDIO + "/ops", Site.push(Site.op("d", 1, "title", Json.TRUE)));
            assertThat(parked).allSatisfy(pull -> assertThat(pull.join().body()).contains("\"seq\":1"));
            assertThat(ada.get(Site.STUDIO + "/ops?wait=25").body())
                    .as("once there is room again")
                    .contains("\"seq\":1");
        }
    }

    @Test
    void aQuotaOfNothingMakesNoSense() {
        assertThatThrownBy(() -> Quotas.USUAL.withChannels(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Quotas.USUAL.withWaiting(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private Site site(Quotas quotas) {
        return Site.start(Site.builder(directory).quotas(quotas));
    }

    private static void awaitWaiting(Http client, int count) {
        while (!client.get("/metrics").body().contains("weftwork_waiting " + count)) {
            Thread.onSpinWait();
        }
    }

    private static void refused(HttpResponse<String> response, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(429);
        assertThat(response.body()).contains("\"code\":\"" + code + "\"").contains("\"retryable\":true");
        assertThat(response.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    }
}
