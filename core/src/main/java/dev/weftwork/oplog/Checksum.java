package dev.weftwork.oplog;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Tells a text that the medium damaged from one that it did not. */
final class Checksum {
    private Checksum() {}

    static int of(long number, String text) {
        CRC32C crc = new CRC32C();
        addNumber(crc, number);
        addText(crc, text);
        return (int) crc.getValue();
    }

    static void addText(CRC32C crc, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        addNumber(crc, bytes.length);
        crc.update(bytes);
    }

    static void addNumber(CRC32C crc, long number) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            crc.update((int) (number >>> shift) & 0xff);
        }
    }

    static String hex(int crc) {
        return HexFormat.of().toHexDigits(crc);
    }
}
