package dev.weftwork.change;

/** The version of the registers' meaning that this library writes. */
public final class SchemaVersion {
    /** What new operations and new files carry. */
    public static final int CURRENT = 1;

    private SchemaVersion() {}
}
