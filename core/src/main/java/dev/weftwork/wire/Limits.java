package dev.weftwork.wire;

/** What messages may hold. A server may allow more or less, and says so when greeted; these are the usual limits. */
public final class Limits {
    /** The greatest whole number that every language reads exactly. */
    public static final long MAX_NUMBER = (1L << 53) - 1;

    /** How many operations a push may hold. */
    public static final int MAX_OPS = 500;

    /** How many bytes a request may have, unpacked. */
    public static final long MAX_BYTES = 1 << 20;

    /** How many bytes a request that offers a single operation may have, unpacked; it is packed with gzip then. */
    public static final long MAX_OP_BYTES = 64 << 20;

    /** How many bytes a frame of a gesture may have, unpacked. */
    public static final int MAX_FRAME_BYTES = 64 << 10;

    private Limits() {}
}
