package dev.weftwork.wire;

/** A message that is not of the protocol's form. It says what is wrong; sent again it will be as wrong. */
public final class WireFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WireFormatException(String message) {
        super(message);
    }

    WireFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
