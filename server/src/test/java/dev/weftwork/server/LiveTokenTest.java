package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.weftwork.graph.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A channel and a waiting pull last no longer than the token that they were opened with. */
@Timeout(300)
final class LiveTokenTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void aTokenThatIsTakenBackEndsItsChannel() {
        StaticTokens tokens = new StaticTokens().add(Site.ADA, Principal.of("ada", "studio", Role.EDITOR));
        try (Site site = site(tokens);
                Channel channel = Channel.open(site.as(Site.ADA), "")) {
            tokens.remove(Site.ADA);

            assertThat(channel.next("bye")).contains("\"reason\":\"token\"");
            assertThat(channel.rest()).allMatch(String::isEmpty);
            assertThat(Channel.open(site.as(Site.ADA), "").status()).isEqualTo(401);
        }
    }

    @Test
    void aTokenThatNoLongerLeadsToTheWorkspaceEndsItsChannel() {
        StaticTokens tokens = new StaticTokens().add(Site.ADA, Principal.of("ada", "studio", Role.EDITOR));
        try (Site site = site(tokens);
                Channel channel = Channel.open(site.as(Site.ADA), "")) {
            tokens.add(Site.ADA, Principal.of("ada", "attic", Role.EDITOR));

            assertThat(channel.next("bye")).contains("\"reason\":\"token\"");
        }
    }

    @Test
    void aTokenThatIsStillGoodKeepsItsChannel() {
        StaticTokens tokens = new StaticTokens().add(Site.ADA, Principal.of("ada", "studio", Role.EDITOR));
        CountingAuthenticator counting = new CountingAuthenticator(tokens);
        try (Site site = site(counting);
                Channel channel = Channel.open(site.as(Site.ADA), "")) {
            counting.awaitCalls(5);
            site.as(Site.ADA).post(Site.STUDIO + "/ops", Site.push(Site.op("d", 1, "title", Json.TRUE)));

            assertThat(channel.next("ops")).contains("\"seq\":1");
        }
    }

    @Test
    void anAuthenticatorThatCannotTellEndsNoChannel() {
        StaticTokens tokens = new StaticTokens().add(Site.ADA, Principal.of("ada", "studio", Role.EDITOR));
        CountingAuthenticator counting = new CountingAuthenticator(tokens);
        try (Site site = site(counting);
                Channel channel = Channel.open(site.as(Site.ADA), "")) {
            counting.fail(true);
            counting.awaitCalls(5);
            counting.fail(false);
            site.as(Site.ADA).post(Site.STUDIO + "/ops", Site.push(Site.op("d", 1, "title", Json.TRUE)));

            assertThat(channel.next("ops")).contains("\"seq\":1");
        }
    }

    @Test
    void whereNobodyCanCheckATokenItIsNotCalledBad() {
        SyncServer.Builder builder = Site.builder(directory).authenticator(token -> {
            throw new UncheckedIOException(new IOException("away"));
        });
        try (Site site = Site.start(builder)) {
            HttpResponse<String> put = site.as(Site.ADA).get(Site.STUDIO + "/ops");

            assertThat(put.statusCode()).isEqualTo(503);
            assertThat(put.body()).contains("\"code\":\"identity\"", "\"retryable\":true");
            assertThat(put.headers().firstValue("Retry-After")).contains("5");
        }
    }

    @Test
    void aChannelEndsInTheMomentInWhichItsTokenDoes() {
        Principal ada = new Principal("ada", "studio", Map.of("studio", Role.EDITOR), NOON.plusMillis(150));
        SyncServer.Builder builder = Site.builder(directory)
                .authenticator(token -> ada)
                .clock(Clock.fixed(NOON, ZoneOffset.UTC))
                .recheck(Duration.ofDays(1));
        try (Site site = Site.start(builder);
                Channel channel = Channel.open(site.as(Site.ADA), "")) {
            assertThat(channel.next("bye")).contains("\"reason\":\"token\"");
        }
    }

    @Test
    void aPullWaitsNoLongerThanItsTokenIsGood() {
        Principal ada = new Principal("ada", "studio", Map.of("studio", Role.EDITOR), NOON.plusMillis(150));
        SyncServer.Builder builder =
                Site.builder(directory).authenticator(token -> ada).clock(Clock.fixed(NOON, ZoneOffset.UTC));
        try (Site site = Site.start(builder)) {
            Http client = site.as(Site.ADA);
            CompletableFuture<HttpResponse<String>> parked =
                    client.later(client.request(Site.STUDIO + "/ops?wait=25").GET());

            assertThat(parked.join().body()).contains("\"ops\":[]");
        }
    }

    @Test
    void aFileOfTokensIsReadAgainWhenItChanges() throws IOException {
        Path file = Files.writeString(directory.resolve("tokens"), line(Site.ADA, "ada") + line(Site.GRACE, "grace"));
        TokenFile tokens = TokenFile.at(file);

        Files.writeString(file, line(Site.ADA, "ada"));
        assertThat(tokens.authenticate(Site.ADA)).isNotNull();
        assertThat(tokens.authenticate(Site.GRACE)).isNull();

        Files.writeString(file, "nonsense\n");
        assertThat(tokens.authenticate(Site.ADA))
                .as("of a file that makes no sense")
                .isNotNull();

        Files.delete(file);
        assertThat(tokens.authenticate(Site.ADA)).as("of a file that is gone").isNotNull();
    }

    @Test
    void oneTokenInAFileMayLeadToSeveralWorkspaces() throws IOException {
        String elsewhere = Site.ADA + " ada workshop viewer\n";
        Path file = Files.writeString(directory.resolve("tokens"), line(Site.ADA, "ada") + elsewhere);

        assertThat(TokenFile.at(file).authenticate(Site.ADA)).isNotNull().satisfies(ada -> {
            assertThat(ada.home()).isEqualTo("studio");
            assertThat(ada.roles()).containsOnly(entry("studio", Role.EDITOR), entry("workshop", Role.VIEWER));
        });
    }

    private static String line(String token, String principal) {
        return token + " " + principal + " studio editor\n";
    }

    private Site site(Authenticator authenticator) {
        return Site.start(Site.builder(directory).authenticator(authenticator).recheck(Duration.ofMillis(20)));
    }
}
