package dev.weftwork.server;

import org.jspecify.annotations.Nullable;

/**
 * Tells who a bearer token belongs to. It is asked for each request, and every half minute for each live channel: a token
 * that is no longer known, or gives no role any more, ends it. Any thread may ask, several at a time; the answer may take a
 * while.
 */
@FunctionalInterface
public interface Authenticator {
    /**
     * Checks a token.
     *
     * @param token the token, as the client sent it
     * @return who it belongs to, or null if it is not, or no longer, valid
     * @throws java.io.UncheckedIOException if nobody can tell now: the caller hears 503 and tries again, and keeps the
     *     live channels that are open
     */
    @Nullable Principal authenticate(String token);
}
