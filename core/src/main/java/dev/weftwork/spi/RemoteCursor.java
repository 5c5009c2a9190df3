package dev.weftwork.spi;

/**
 * A place in a workspace's history. Only the server reads it; everybody else keeps it and hands it back.
 *
 * @param text at most 128 printable ASCII characters without spaces; empty before the first operation
 */
public record RemoteCursor(String text) {
    /** Before the first operation. */
    public static final RemoteCursor START = new RemoteCursor("");

    private static final int MAX = 128;

    /**
     * Checks the text.
     *
     * @param text the cursor
     * @throws IllegalArgumentException if it is too long or holds other characters
     */
    public RemoteCursor {
        if (text.length() > MAX || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "A cursor is at most " + MAX + " printable ASCII characters; this one has " + text.length());
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
