package dev.weftwork.oplog;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Tells a text that the medium damaged from one that it did not. */
final class Checksum {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** Small enough to stay in the processor's cache. */
    private static final int PIECE = 8_192;

    private Checksum() {}

    static int of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return (int) crc.getValue();
    }

    /** The same of a text that may be megabytes and is not finished: no copy is made of more than a piece at once. */
    static int of(StringBuilder text) {
        CRC32C crc = new CRC32C();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(from + PIECE, text.length());
            // a pair of surrogates is one character in UTF-8
            to -= to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
            crc.update(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
            from = to;
        }
        return (int) crc.getValue();
    }

    /**
     * What {@link #ofParts} finds out.
     *
     * @param of the checksum of each part
     * @param ascii whether the whole text is
     */
    record Parts(Numbers of, boolean ascii) {}

    /** The checksums of parts of a text that come one after the other, each with one character between. */
    static Parts ofParts(String text, int from, Numbers lengths) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // else the places of characters are not those of bytes
        boolean plain = bytes.length == text.length();
        CRC32C crc = new CRC32C();
        Numbers sums = new Numbers();
        int at = from;
        for (int i = 0; i < lengths.size(); i++) {
            int length = lengths.get(i);
            // a damaged text may be shorter
            int start = Math.min(at, text.length());
            int end = Math.max(start, Math.min(at + length, text.length()));
            crc.reset();
            if (plain) {
                crc.update(bytes, start, end - start);
            } else {
                crc.update(text.substring(start, end).getBytes(StandardCharsets.UTF_8));
            }
            sums.add((int) crc.getValue());
            at += length + 1;
        }
        return new Parts(sums, plain);
    }

    static int of(long number, String text) {
        return of(number, of(text));
    }

    /** Both in one; every bit of either counts. */
    static int of(long number, int sum) {
        long mixed = (number ^ ((long) sum << Integer.SIZE | Integer.toUnsignedLong(sum))) * MIX;
        mixed = (mixed ^ (mixed >>> Integer.SIZE)) * MIX;
        return (int) (mixed >>> Integer.SIZE);
    }

    static String hex(int crc) {
        return HexFormat.of().toHexDigits(crc);
    }

    /** Whether the digits between two places are those of a checksum. */
    static boolean isHex(int crc, String text, int from, int to) {
        return to - from == Integer.BYTES * 2 && HexFormat.fromHexDigits(text, from, to) == crc;
    }
}
