package dev.weftwork.sqlite;

import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The first bytes of a file: tells a damaged database of ours from a file that never was one. */
final class FileHeader {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = 100;
    private static final int APPLICATION_ID_AT = 68;
    private static final int LEAST_DATABASE = 512;

    private FileHeader() {}

    /** Passes a missing or empty file, which will become ours, and everything that SQLite itself can judge. */
    static void check(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new StorageException(Kind.UNSUPPORTED, file + " is a directory", "Name a file in it");
        }
        if (!Files.exists(file) || Files.size(file) == 0) {
            return;
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(LENGTH);
        }
        boolean magic = start.length >= MAGIC.length && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
        if (magic && Files.size(file) >= LEAST_DATABASE) {
            return;
        }
        if (magic || isOurs(start) || isZero(start)) {
            throw Failures.corrupt(file, new IOException("The first page is damaged"));
        }
        throw new StorageException(
                Kind.UNSUPPORTED, file + " is no SQLite database", "Choose another file; this one was not touched");
    }

    private static boolean isOurs(byte[] start) {
        return start.length == LENGTH && ByteBuffer.wrap(start).getInt(APPLICATION_ID_AT) == Schema.APPLICATION_ID;
    }

    /** As a file system leaves a page that it had promised and never wrote. */
    private static boolean isZero(byte[] start) {
        for (byte each : start) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }
}
