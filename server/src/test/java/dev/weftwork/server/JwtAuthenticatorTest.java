package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class JwtAuthenticatorTest {
    private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private RSAKey key;
    private JwtAuthenticator authenticator;

    @BeforeEach
    void publishKeys() throws JOSEException, IOException {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        Path keys = directory.resolve("jwks.json");
        Files.writeString(keys, new JWKSet(key.toPublicJWK()).toString());
        authenticator = JwtAuthenticator.of(keys.toUri(), "https://id.example.com", "weftwork");
    }

    @Test
    void aTokenSaysWhoAndWhere() throws JOSEException {
        String token = sign(claims().build(), key);

        assertThat(authenticator.authenticate(token))
                .isEqualTo(new Principal(
                        "ada", "studio", Map.of("studio", Role.EDITOR, "attic", Role.VIEWER), LATER.plusSeconds(60)));
    }

    @Test
    void aTokenOfAnotherKeyIsRefused() throws JOSEException {
        RSAKey other = new RSAKeyGenerator(2048).keyID("k1").generate();

        assertThat(authenticator.authenticate(sign(claims().build(), other))).isNull();
    }

    @Test
    void aTokenForAnotherOrByAnotherOrTooOldIsRefused() throws JOSEException {
        assertThat(authenticator.authenticate(
                        sign(claims().audience("elsewhere").build(), key)))
                .isNull();
        assertThat(authenticator.authenticate(
                        sign(claims().issuer("https://evil.example.com").build(), key)))
                .isNull();
        assertThat(authenticator.authenticate(
                        sign(claims().expirationTime(Date.from(Instant.EPOCH)).build(), key)))
                .isNull();
        assertThat(authenticator.authenticate(sign(claims().expirationTime(null).build(), key)))
                .isNull();
    }

    @Test
    void aTokenOfNobodyIsRefused() throws JOSEException {
        assertThat(authenticator.authenticate(sign(claims().subject(" ").build(), key)))
                .isNull();
    }

    @Test
    void aTokenWithoutARealSignatureIsRefused() throws JOSEException {
        SignedJWT symmetric = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims().build());
        symmetric.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));

        assertThat(authenticator.authenticate(new PlainJWT(claims().build()).serialize()))
                .isNull();
        assertThat(authenticator.authenticate(symmetric.serialize())).isNull();
        assertThat(authenticator.authenticate("nonsense")).isNull();
        assertThat(authenticator.authenticate("")).isNull();
    }

    @Test
    void aTokenThatNobodyCanCheckIsNotRefused() throws JOSEException, IOException {
        String token = sign(claims().build(), key);
        Files.delete(directory.resolve("jwks.json"));

        assertThatThrownBy(() -> authenticator.authenticate(token)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> authenticator.authenticate(token))
                .as("nor where the keys are not asked for again so soon")
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> authenticator.authenticate(token)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aTokenOfAKeyThatWasNotThereAMomentAgoIsRefused() throws JOSEException {
        RSAKey unknown = new RSAKeyGenerator(2048).keyID("k2").generate();
        for (int i = 0; i < 4; i++) {
            assertThat(authenticator.authenticate(sign(claims().build(), unknown)))
                    .isNull();
        }
    }

    @Test
    void theKeysThatWereFetchedLastCountWhileTheirAddressIsAway() throws JOSEException, IOException {
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean away = new AtomicBoolean();
        byte[] keys = Files.readAllBytes(directory.resolve("jwks.json"));
        HttpServer provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(away.get() ? 503 : 200, away.get() ? -1 : keys.length);
            if (!away.get()) {
                exchange.getResponseBody().write(keys);
            }
            exchange.close();
        });
        provider.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/keys");
            JwtAuthenticator impatient =
                    JwtAuthenticator.of(address, "https://id.example.com", "weftwork", Duration.ofMillis(200));
            String token = sign(claims().build(), key);
            assertThat(impatient.authenticate(token)).isNotNull();

            away.set(true);
            int before = asked.get();
            boolean taken = false;
            while (asked.get() < before + 10 || !taken) {
                taken = isTaken(impatient, token);
            }
        } finally {
            provider.stop(0);
        }
    }

    /** Threads that fetch keys that are fresh for so short a time may wait for each other for too long. */
    private static boolean isTaken(JwtAuthenticator authenticator, String token) {
        try {
            assertThat(authenticator.authenticate(token)).isNotNull();
            return true;
        } catch (UncheckedIOException busy) {
            return false;
        }
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("ada")
                .issuer("https://id.example.com")
                .audience("weftwork")
                .expirationTime(Date.from(LATER))
                .claim("weftwork", Map.of("studio", "editor", "attic", "viewer"))
                .claim("weftwork_home", "studio");
    }

    private static String sign(JWTClaimsSet claims, RSAKey key) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }
}
