package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.spi.FetchRefusedException;
import dev.weftwork.spi.FetchRefusedException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Assets are fetched from where the owner allowed it, and never from within the network. */
final class HttpFetcherTest {
    private final List<String> lookedUp = new ArrayList<>();
    private String asked = "media.example.com";
    private WebStub web;

    @BeforeEach
    void start() throws IOException {
        web = new WebStub();
    }

    @AfterEach
    void stop() throws IOException {
        web.close();
    }

    @Test
    void anAllowedAddressGivesItsBytesAndItsType() throws IOException {
        web.page("/fox.png?size=2", "image/png; charset=binary", "the fox");

        assertThat(fetch(fetcher(any -> true), "/fox.png?size=2")).isEqualTo("image/png:the fox");
        assertThat(web.asked).containsExactly("media.example.com:" + web.port() + "/fox.png?size=2");
    }

    @Test
    void chunksAreJoined() throws IOException {
        web.answer(
                "/fox",
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "4;x=y\r\nthe \r\nA\r\nfox's hole\r\n0\r\n\r\n");

        assertThat(fetch(fetcher(any -> true), "/fox")).isEqualTo("null:the fox's hole");
    }

    @Test
    void redirectsAreFollowedWithinWhatIsAllowed() throws IOException {
        web.redirect("/old", "/new").page("/new", "image/png", "moved");

        assertThat(fetch(fetcher(any -> true), "/old")).isEqualTo("image/png:moved");
    }

    @Test
    void aRedirectToAHostThatIsNotAllowedIsRefused() {
        web.redirect("/out", "http://internal.example.net:" + web.port() + "/secret")
                .page("/secret", "text/plain", "x");

        refused(fetcher(any -> true), "/out", Reason.HOST);
        assertThat(web.asked).hasSize(1);
    }

    @Test
    void aRedirectToAnotherKindOfAddressIsRefused() {
        web.redirect("/out", "file:///etc/passwd");

        refused(fetcher(any -> true), "/out", Reason.SCHEME);
    }

    @Test
    void aRedirectToANameWithinTheNetworkIsRefused() {
        web.redirect("/out", "http://inner.example.com:" + web.port() + "/secret");

        refused(fetcher(address -> !address.getHostAddress().equals("127.0.0.2")), "/out", Reason.PRIVATE_ADDRESS);
        assertThat(web.asked).hasSize(1);
    }

    @Test
    void anEndlessRedirectIsRefused() {
        web.redirect("/loop", "/loop");

        refused(fetcher(any -> true), "/loop", Reason.REDIRECTS);
    }

    @Test
    void thisMachineIsRefusedThoughItsNameIsAllowed() {
        refused(fetcher(PublicAddresses::contains), "/fox", Reason.PRIVATE_ADDRESS);
        assertThat(web.asked).isEmpty();
    }

    @Test
    void aNameThatStandsForOneAddressWithinTheNetworkAmongOthersIsRefused() {
        refused(fetcher(address -> !address.isLoopbackAddress(), "both.example.com"), "/fox", Reason.PRIVATE_ADDRESS);
        assertThat(web.asked).isEmpty();
    }

    @Test
    void aNameIsLookedUpOnceForEachRequestSoItCannotStandForAnotherAddressAMomentLater() throws IOException {
        web.page("/fox", "image/png", "fox");

        fetch(fetcher(any -> true), "/fox");

        // media.example.com is nowhere but in this test's own list of names, so nothing else can have looked it up
        assertThat(lookedUp).containsExactly("media.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://media.example.com/fox",
                "file:///etc/passwd",
                "jar:file:/x.jar!/y",
                "http://user:secret@media.example.com/fox",
                "//media.example.com/fox",
                "fox.png",
                "http:///fox"
            })
    void otherKindsOfAddressesAreRefused(String address) {
        refusedAt(fetcher(any -> true), URI.create(address), Reason.SCHEME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example.org/fox",
                "http://media.example.com.evil.org/fox",
                "http://xmedia.example.com/fox",
                "http://127.0.0.1/fox",
                "http://[::1]/fox",
                "http://[::ffff:127.0.0.1]/fox",
                "http://2130706433/fox",
                "http://media.example.com:22/fox"
            })
    void hostsThatNobodyAllowedAreRefused(String address) {
        refusedAt(fetcher(any -> true), URI.create(address), Reason.HOST);
        assertThat(lookedUp).isEmpty();
    }

    @Test
    void noRefusalShowsASecretOfTheAddress() {
        URI address = URI.create("http://user:secret@media.example.com/fox?token=secret");

        assertThatThrownBy(() -> fetcher(any -> true).fetch(address, (mime, body) -> body.readAllBytes()))
                .hasMessageContaining("media.example.com/fox")
                .hasMessageNotContaining("secret");
    }

    @Test
    void plainHttpIsRefusedUnlessAllowed() {
        refusedAt(HttpFetcher.from("media.example.com"), URI.create("http://media.example.com/fox"), Reason.SCHEME);
    }

    @Test
    void moreThanIsAllowedIsRefused() {
        web.page("/big", "image/png", "0123456789")
                .answer("/grows", "HTTP/1.1 200 OK\r\n\r\n0123456789")
                .answer("/chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n");
        HttpFetcher fetcher = fetcher(any -> true).maxBytes(9);

        refused(fetcher, "/big", Reason.TOO_LARGE);
        refused(fetcher, "/grows", Reason.TOO_LARGE);
        refused(fetcher, "/chunks", Reason.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\nshort",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nshort",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nContent-",
                "SSH-2.0-OpenSSH_9.6\r\n",
                "HTTP/1.1 500 Oops\r\n\r\n",
                ""
            })
    void answersThatAreCutOrNoneAreFailures(String answer) {
        web.answer("/fox", answer);

        assertThatThrownBy(() -> fetch(fetcher(any -> true), "/fox"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(FetchRefusedException.class);
    }

    private HttpFetcher fetcher(Predicate<InetAddress> allowed) {
        return fetcher(allowed, "media.example.com");
    }

    private HttpFetcher fetcher(Predicate<InetAddress> allowed, String host) {
        Map<String, List<String>> names = Map.of(
                "media.example.com", List.of("127.0.0.1"),
                "inner.example.com", List.of("127.0.0.2"),
                "both.example.com", List.of("93.184.216.34", "127.0.0.1"));
        asked = host;
        return new HttpFetcher(new HttpFetcher.Settings(
                new AllowedHosts(List.of("*.example.com:" + web.port(), "media.example.com")),
                true,
                1 << 20,
                5,
                Duration.ofMinutes(3),
                name -> {
                    lookedUp.add(name);
                    List<InetAddress> found = new ArrayList<>();
                    for (String address : names.getOrDefault(name, List.of())) {
                        found.add(InetAddress.getByName(address));
                    }
                    return found;
                },
                allowed,
                (SSLSocketFactory) SSLSocketFactory.getDefault()));
    }

    private String fetch(HttpFetcher fetcher, String path) throws IOException {
        return fetcher.fetch(
                URI.create("http://" + asked + ":" + web.port() + path),
                (mime, body) -> mime + ":" + new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
    }

    private void refused(HttpFetcher fetcher, String path, Reason reason) {
        refusedAt(fetcher, URI.create("http://" + asked + ":" + web.port() + path), reason);
    }

    private static void refusedAt(HttpFetcher fetcher, URI address, Reason reason) {
        assertThatThrownBy(() -> fetcher.fetch(address, (mime, body) -> body.readAllBytes()))
                .isInstanceOfSatisfying(
                        FetchRefusedException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }
}
