package dev.weftwork.oplog;

/** A text that is kept under a name, with a checksum of both in front, so that damage to it is noticed. */
public final class SealedText {
    private static final int DIGITS = Integer.BYTES * 2;

    private SealedText() {}

    /**
     * Puts the checksum in front.
     *
     * @param name the name that the text is kept under
     * @param body the text
     * @return checksum and text
     */
    public static String seal(String name, String body) {
        return Checksum.hex(sum(name, body)) + body;
    }

    /**
     * Takes the checksum off.
     *
     * @param name the name that the text is kept under
     * @param text what {@link #seal} gave
     * @return the text
     * @throws DamagedTextException if the checksum does not fit
     */
    public static String open(String name, String text) {
        boolean whole = text.length() >= DIGITS
                && text.substring(0, DIGITS).equals(Checksum.hex(sum(name, text.substring(DIGITS))));
        if (!whole) {
            throw new DamagedTextException("'" + name + "' does not match its checksum", null);
        }
        return text.substring(DIGITS);
    }

    private static int sum(String name, String body) {
        return Checksum.of(Checksum.of(name), Checksum.of(body));
    }
}
