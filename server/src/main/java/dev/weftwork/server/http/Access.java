package dev.weftwork.server.http;

import dev.weftwork.server.Authenticator;
import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.wire.Problem;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** Lets in who may come in. */
final class Access {
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

    private Principal principal(Request request) {
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw new ProblemException(401, "no-token", "Send the header Authorization: Bearer <token>");
        }
        Principal principal =
                authenticator.authenticate(header.substring(BEARER.length()).trim());
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
