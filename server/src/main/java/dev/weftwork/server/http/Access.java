package dev.weftwork.server.http;

import dev.weftwork.server.Authenticator;
import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.wire.Problem;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in who may come in. */
final class Access {
    private static final Logger LOG = LoggerFactory.getLogger("dev.weftwork.server");
    private static final String BEARER = "bearer ";

    private final Authenticator authenticator;
    private final RateLimiter limiter;

    Access(Authenticator authenticator, RateLimiter limiter) {
        this.authenticator = authenticator;
        this.limiter = limiter;
    }

    /** The caller's call; whoever is no member hears the same whether or not the workspace exists. */
    Call call(Request request, String named) {
        Principal principal = principal(request);
        String workspace = named.equals("~") ? principal.home() : named;
        Role role = principal.role(workspace);
        if (role == null) {
            throw new ProblemException(403, "no-member", "The token gives no access to this workspace");
        }
        return new Call(request, workspace, principal, role, query(request));
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
        Principal principal = authenticator.authenticate(token(request));
        if (principal == null) {
            throw new ProblemException(401, "bad-token", "The token is not, or no longer, valid; fetch another");
        }
        limiter.take(principal.id()).ifPresent(pause -> {
            throw new ProblemException(new Problem(429, "rate", "Too many requests; wait as Retry-After says"), pause);
        });
        return principal;
    }

    private static Fields query(Request request) {
        try {
            return Request.extractQueryParameters(request);
        } catch (RuntimeException e) {
            throw new ProblemException(400, "bad-query", "The query cannot be read");
        }
    }
}
