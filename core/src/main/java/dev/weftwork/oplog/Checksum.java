package dev.weftwork.oplog;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Tells a text that the medium damaged from one that it did not. */
final class Checksum {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private Checksum() {}

    static int of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return (int) crc.getValue();
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
