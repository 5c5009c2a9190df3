package dev.weftwork.server.http;

import dev.weftwork.server.Authenticator;
import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemotePlace;
import dev.weftwork.wire.PlaceFields;
import dev.weftwork.wire.Problem;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in who may come in. */
final class Access {
    private static final Logger LOG = LoggerFactory.getLogger("dev.weftwork.server");
    private static final String BEARER = "bearer ";
    private static final Duration UNCHECKED = Duration.ofSeconds(5);

    private final Authenticator authenticator;
    private final RateLimiter limiter;

    private final String server;

    /** At the server of that name. */
    Access(String server, Authenticator authenticator, RateLimiter limiter) {
        this.server = server;
        this.authenticator = authenticator;
        this.limiter = limiter;
    }

    /** The caller's call; whoever is no member hears the same whether or not the workspace exists. */
    Call call(Request request, String named) {
        Function<String, @Nullable String> fields = request.getHeaders()::get;
        // at another server the token is refused as well, and then nobody would hear why
        meant(name -> name.equals(PlaceFields.SERVER) ? fields.apply(name) : null, new RemotePlace(server, "", ""));
        Principal principal = principal(request);
        String workspace = named.equals("~") ? principal.home() : named;
        meant(fields, new RemotePlace(server, workspace, principal.id()));
        Role role = principal.role(workspace);
        if (role == null) {
            throw new ProblemException(403, "no-member", "The token gives no access to this workspace");
        }
        return new Call(request, workspace, principal, role, query(request));
    }

    /** A request that is meant for another place is not looked at. */
    @SuppressWarnings("NullAway") // on JDK 17 it does not see in core's class file that a field may be missing
    private static void meant(Function<String, @Nullable String> fields, RemotePlace here) {
        RemoteFailure elsewhere = PlaceFields.read(fields, here).refusal(here);
        if (elsewhere != null) {
            // where only the head of an answer can be had, it says all that the body does
            Map<String, String> origin = new LinkedHashMap<>(PlaceFields.of(here));
            origin.values().removeIf(String::isEmpty);
            throw new ProblemException(new Problem(409, elsewhere.code(), elsewhere.message()), null, origin);
        }
    }

    /** What an answer to a call says of where it comes from. */
    Map<String, String> origin(Call call) {
        return PlaceFields.of(
                new RemotePlace(server, call.workspace(), call.principal().id()));
    }

    /** Whether the token that a call came with still gives its caller access. */
    boolean stillWelcome(Call call) {
        try {
            Principal now = authenticator.authenticate(token(call.request()));
            return now != null && now.id().equals(call.principal().id()) && now.role(call.workspace()) != null;
        } catch (RuntimeException e) {
            // who cannot tell whether a token was taken back has not taken it back
            LOG.atWarn().setCause(e).log("The token of a live channel could not be checked");
            return true;
        }
    }

    private static String token(Request request) {
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw new ProblemException(401, "no-token", "Send the header Authorization: Bearer <token>");
        }
        return header.substring(BEARER.length()).trim();
    }

    private Principal principal(Request request) {
        Principal principal = authenticated(token(request));
        if (principal == null) {
            throw new ProblemException(401, "bad-token", "The token is not, or no longer, valid; fetch another");
        }
        limiter.take(principal.id()).ifPresent(pause -> {
            throw new ProblemException(new Problem(429, "rate", "Too many requests; wait as Retry-After says"), pause);
        });
        return principal;
    }

    /** With 401 a client would throw away a token that may well be good. */
    private @Nullable Principal authenticated(String token) {
        try {
            return authenticator.authenticate(token);
        } catch (UncheckedIOException e) {
            LOG.atWarn().log("A token could not be checked: {}", e.getMessage());
            throw new ProblemException(new Problem(503, "identity", "The server cannot check tokens now"), UNCHECKED);
        }
    }

    private static Fields query(Request request) {
        try {
            return Request.extractQueryParameters(request);
        } catch (RuntimeException e) {
            throw new ProblemException(400, "bad-query", "The query cannot be read");
        }
    }
}
