package dev.weftwork.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.health.HealthStatus;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JSON Web Tokens that an identity provider signed. The keys are fetched from its JWKS address every five minutes, and
 * for an unknown key at most every 30 seconds; while they cannot be had, those fetched last count for up to a day. Only
 * signatures by RSA and elliptic curves count.
 *
 * <p>Claims: {@code sub} is the principal; {@code weftwork} is an object of roles by workspace ({@code {"studio":
 * "editor"}}); {@code weftwork_home}, if present, is the workspace that {@code ~} stands for, else it is the only one, or
 * the first in order. A token is taken for a minute beyond its {@code exp}, since clocks differ.
 */
public final class JwtAuthenticator implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger("dev.weftwork.server");
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384);

    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration OUTAGE = Duration.ofDays(1);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Duration skew;
    /** Whether the keys could be had when they were last asked for. */
    private volatile boolean keysAtHand;

    private JwtAuthenticator(JWKSourceBuilder<SecurityContext> source, String issuer, String audience) {
        JWKSource<SecurityContext> keys = source.healthReporting(
                        report -> keysAtHand = report.getHealthStatus() == HealthStatus.HEALTHY)
                .build();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        JWTClaimsSet exact = new JWTClaimsSet.Builder().issuer(issuer).build();
        DefaultJWTClaimsVerifier<SecurityContext> verifier =
                new DefaultJWTClaimsVerifier<>(audience, exact, Set.of("sub", "exp"));
        processor.setJWTClaimsSetVerifier(verifier);
        skew = Duration.ofSeconds(verifier.getMaxClockSkew());
    }

    /**
     * Tokens of one identity provider.
     *
     * @param jwks where its keys are listed
     * @param issuer the claim {@code iss} that every token must have
     * @param audience what the claim {@code aud} must contain
     * @return the authenticator
     * @throws IllegalArgumentException if the address is none
     */
    public static JwtAuthenticator of(URI jwks, String issuer, String audience) {
        return of(jwks, issuer, audience, FRESH);
    }

    /** Tokens of one identity provider, whose keys count as fresh for a time. */
    static JwtAuthenticator of(URI jwks, String issuer, String audience, Duration fresh) {
        long millis = fresh.toMillis();
        try {
            JWKSourceBuilder<SecurityContext> source = JWKSourceBuilder.create(jwks.toURL())
                    .retrying(true)
                    .cache(millis, millis / 20)
                    .refreshAheadCache(millis / 10, false)
                    .rateLimited(millis / 10)
                    .outageTolerant(OUTAGE.toMillis());
            return new JwtAuthenticator(source, issuer, audience);
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + jwks + "' is no address of keys", e);
        }
    }

    @Override
    public @Nullable Principal authenticate(String token) {
        try {
            return principal(processor.process(token, null));
        } catch (ParseException | BadJOSEException e) {
            return null;
        } catch (KeySourceException e) {
            if (e instanceof RateLimitReachedException && keysAtHand) {
                return null; // its key was not among those fetched a moment ago
            }
            throw new UncheckedIOException(
                    new IOException("The keys of the identity provider cannot be had: " + e.getMessage(), e));
        } catch (JOSEException e) {
            LOG.atWarn().log("A token could not be checked: {}", e.getClass().getSimpleName());
            return null;
        }
    }

    private @Nullable Principal principal(JWTClaimsSet claims) throws ParseException {
        if (claims.getSubject().isBlank()) {
            return null; // all who have no name would be the same one
        }
        Map<String, Role> roles = new HashMap<>();
        Map<String, Object> granted = claims.getJSONObjectClaim("weftwork");
        if (granted != null) {
            granted.forEach((workspace, role) -> {
                try {
                    roles.put(workspace, Role.valueOf(String.valueOf(role).toUpperCase(Locale.ROOT)));
                } catch (IllegalArgumentException e) {
                    LOG.atWarn().log("A token grants a role that this server does not know");
                }
            });
        }
        String home = claims.getStringClaim("weftwork_home");
        String first = roles.keySet().stream().sorted().findFirst().orElse("");
        // so long is the token taken, since clocks differ
        Instant until = claims.getExpirationTime().toInstant().plus(skew);
        return new Principal(claims.getSubject(), home == null ? first : home, roles, until);
    }
}
