package dev.weftwork.spi;

import java.io.IOException;

/** An address that is not fetched from. Nothing was sent there. */
public final class FetchRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why. */
    private final Reason reason;

    /** Why an address is refused. */
    public enum Reason {
        /** It is no address of the web, or of a kind that is not allowed. */
        SCHEME,
        /** Its host is not on the list of allowed ones. */
        HOST,
        /** Its host has an address within the own network, or one that belongs to nobody. */
        PRIVATE_ADDRESS,
        /** It leads from one address to the next too many times. */
        REDIRECTS,
        /** It holds more than is allowed. */
        TOO_LARGE
    }

    /**
     * A refusal.
     *
     * @param reason why
     * @param message what was refused, and what to do
     */
    public FetchRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /**
     * Why.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
