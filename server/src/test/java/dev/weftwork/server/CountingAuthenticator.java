package dev.weftwork.server;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts how often it is asked, and can be out of order. */
final class CountingAuthenticator implements Authenticator {
    private final Authenticator other;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean failing;

    CountingAuthenticator(Authenticator other) {
        this.other = other;
    }

    @Override
    public @Nullable Principal authenticate(String token) {
        calls.incrementAndGet();
        if (failing) {
            throw new IllegalStateException("The identity provider is away");
        }
        return other.authenticate(token);
    }

    void fail(boolean now) {
        failing = now;
    }

    /** Waits until it was asked some times more. */
    void awaitCalls(int more) {
        int until = calls.get() + more;
        while (calls.get() < until) {
            Thread.onSpinWait();
        }
    }
}
