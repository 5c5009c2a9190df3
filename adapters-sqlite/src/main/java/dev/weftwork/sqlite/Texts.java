package dev.weftwork.sqlite;

import dev.weftwork.spi.Row;

/** Looks at texts before they are encoded: the driver would write a question mark for half of a surrogate pair. */
final class Texts {
    private Texts() {}

    /** Gives the text back, or refuses it. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                i = endOfPair(text, i);
            }
        }
        return text;
    }

    /** Refuses a row that has such a text in it, before it waits with others. */
    static void wellFormed(Row row) {
        wellFormed(row.kind());
        wellFormed(row.workflowId());
        wellFormed(row.id());
        wellFormed(row.json());
        wellFormed(row.stamps());
    }

    private static int endOfPair(String text, int high) {
        int low = high + 1;
        if (low < text.length() && Character.isSurrogatePair(text.charAt(high), text.charAt(low))) {
            return low;
        }
        throw new IllegalArgumentException("A text holds half of a surrogate pair at index " + high
                + ", which UTF-8 cannot hold; use valid Unicode text");
    }
}
