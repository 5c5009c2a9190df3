package dev.weftwork.sqlite;

import java.nio.charset.StandardCharsets;

/**
 * Walks over many records that one call brought. A record is a head of numbers, each ended by a comma, and then texts
 * whose lengths in bytes the head gave; so a text may hold any character. A call across the native boundary costs more
 * than taking a record apart here.
 */
final class Pack {
    /** How many records a pack holds at most. */
    static final int RECORDS = 256;

    /** Texts longer than this are fetched one by one, so that a pack stays within some megabytes. */
    static final int LONG_TEXT = 32_768;

    private final byte[] bytes;
    private int at;

    Pack(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean hasNext() {
        return at < bytes.length;
    }

    long number() {
        boolean negative = bytes[at] == '-';
        if (negative) {
            at++;
        }
        // Counted down, because the least number has no positive counterpart.
        long value = 0;
        for (byte digit = bytes[at++]; digit != ','; digit = bytes[at++]) {
            value = value * 10 - (digit - '0');
        }
        return negative ? value : -value;
    }

    String text(long length) {
        if (length == 0) {
            return "";
        }
        String text = new String(bytes, at, (int) length, StandardCharsets.UTF_8);
        at += (int) length;
        return text;
    }
}
