package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What the end of an archive says of its directory, checked.
 *
 * @param entries how many entries there are
 * @param offset where the directory begins
 * @param size how many bytes it takes
 */
record ZipEnd(long entries, long offset, long size) {
    private static final int SIGNATURE = 0x06054b50;
    private static final int SIGNATURE_64 = 0x06064b50;
    private static final int LOCATOR = 0x07064b50;
    private static final int FIRST_HEADER = 0x04034b50;
    private static final int LENGTH = 22;
    private static final int LENGTH_64 = 56;
    private static final int LOCATOR_LENGTH = 20;
    private static final int MAX_COMMENT = 0xffff;

    static ZipEnd read(ChannelBytes bytes) throws IOException {
        int tail = (int) Math.min(bytes.size(), LENGTH + MAX_COMMENT);
        ByteBuffer last = bytes.read(bytes.size() - tail, tail);
        boolean followed = false;
        for (int at = tail - LENGTH; at >= 0; at--) {
            if (last.getInt(at) == SIGNATURE) {
                int end = at + LENGTH + unsigned(last, at + 20);
                if (end == tail) {
                    return at(bytes, last, at, bytes.size() - tail + at);
                }
                followed |= end < tail;
            }
        }
        throw followed ? Refusal.of(Code.OVERLAP, "The package goes on behind its end") : notFound(bytes);
    }

    private static PackageFormatException notFound(ChannelBytes bytes) throws IOException {
        boolean begins = bytes.size() >= 4 && bytes.read(0, 4).getInt(0) == FIRST_HEADER;
        return begins
                ? Refusal.of(Code.TRUNCATED, "The package has no end: it was not copied or downloaded completely")
                : Refusal.of(Code.NOT_A_ZIP, "The file is no ZIP archive, so it is no package");
    }

    private static ZipEnd at(ChannelBytes bytes, ByteBuffer last, int at, long position) throws IOException {
        int onDisk = unsigned(last, at + 8);
        int entries = unsigned(last, at + 10);
        if (unsigned(last, at + 4) != unsigned(last, at + 6) || onDisk != entries) {
            throw Refusal.of(Code.SPLIT, "The package is one part of an archive in several parts");
        }
        long size = unsignedInt(last, at + 12);
        long offset = unsignedInt(last, at + 16);
        ZipEnd plain = new ZipEnd(entries, offset, size);
        ZipEnd end = at >= LOCATOR_LENGTH && last.getInt(at - LOCATOR_LENGTH) == LOCATOR
                ? plain.wide(bytes, last, at - LOCATOR_LENGTH, position - LOCATOR_LENGTH)
                : plain.narrow(last, at, position);
        return end;
    }

    /** Without 64-bit fields the directory ends where the end record begins. */
    private ZipEnd narrow(ByteBuffer last, int at, long position) {
        if (unsigned(last, at + 4) != 0) {
            throw Refusal.of(Code.SPLIT, "The package is one part of an archive in several parts");
        }
        return adjoining(position);
    }

    private ZipEnd wide(ChannelBytes bytes, ByteBuffer last, int locator, long locatorAt) throws IOException {
        long place = last.getLong(locator + 8);
        if (last.getInt(locator + 4) != 0 || last.getInt(locator + 16) != 1) {
            throw Refusal.of(Code.SPLIT, "The package is one part of an archive in several parts");
        }
        if (place != locatorAt - LENGTH_64 || place < 0) {
            throw lie("the 64-bit end record is not where its locator says");
        }
        ByteBuffer record = bytes.read(place, LENGTH_64);
        long count = record.getLong(32);
        long length = record.getLong(40);
        long start = record.getLong(48);
        boolean agrees = record.getInt(0) == SIGNATURE_64
                && record.getLong(4) == LENGTH_64 - 12
                && record.getLong(24) == count
                && agrees(entries, count, 0xffff)
                && agrees(size, length, 0xffffffffL)
                && agrees(offset, start, 0xffffffffL);
        if (!agrees) {
            throw lie("the 64-bit end record contradicts the end record");
        }
        return new ZipEnd(count, start, length).adjoining(place);
    }

    private static boolean agrees(long narrow, long wide, long placeholder) {
        return narrow == wide || narrow == placeholder;
    }

    private ZipEnd adjoining(long position) {
        if (entries < 0 || offset < 0 || size < 0 || offset > position || offset + size != position) {
            throw Refusal.of(Code.HEADER_MISMATCH, "The package's directory is not where its end says");
        }
        return this;
    }

    private static PackageFormatException lie(String what) {
        return Refusal.of(Code.ZIP64_MISMATCH, "The package contradicts itself: " + what);
    }

    static int unsigned(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xffff;
    }

    static long unsignedInt(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & 0xffffffffL;
    }
}
