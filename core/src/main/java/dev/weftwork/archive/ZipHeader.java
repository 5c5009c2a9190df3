package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;
import java.nio.ByteBuffer;

/**
 * What a header in front of the data and one in the directory both say.
 *
 * @param flags bits of meaning
 * @param method how the data is packed
 * @param crc its checksum
 * @param packed its packed size, with 64 bits taken in
 * @param size its size, with 64 bits taken in
 * @param offset where the header in front of the data begins; of the directory only
 */
record ZipHeader(int flags, int method, long crc, long packed, long size, long offset) {
    static final int DESCRIPTOR = 1 << 3;

    private static final int ENCRYPTED = 1;
    private static final int STRONG_ENCRYPTION = 1 << 6;
    private static final int MASKED = 1 << 13;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int AES = 99;
    private static final long PLACEHOLDER = 0xffffffffL;
    private static final int ZIP64 = 0x0001;
    private static final int UNICODE_PATH = 0x7075;
    private static final int AES_EXTRA = 0x9901;

    /** Takes in what the extra fields say: sizes of 64 bits, and what is not let in. */
    ZipHeader widened(String name, ByteBuffer extra) {
        ZipHeader header = this;
        boolean wide = false;
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int length = extra.getShort() & 0xffff;
            if (length > extra.remaining()) {
                throw Refusal.of(Code.HEADER_MISMATCH, of(name) + " has an extra field that is longer than its room");
            }
            ByteBuffer field = extra.slice(extra.position(), length).order(extra.order());
            extra.position(extra.position() + length);
            if (id == ZIP64) {
                if (wide) {
                    throw lie(name);
                }
                wide = true;
                header = header.wide(name, field);
            } else if (id == UNICODE_PATH) {
                throw Refusal.of(Code.HEADER_MISMATCH, of(name) + " has a second name");
            } else if (id == AES_EXTRA) {
                throw encrypted(name);
            }
        }
        if (!wide && (packed == PLACEHOLDER || size == PLACEHOLDER || offset == PLACEHOLDER)) {
            throw lie(name);
        }
        return header;
    }

    private ZipHeader wide(String name, ByteBuffer field) {
        long wideSize = size == PLACEHOLDER ? number(name, field) : size;
        long widePacked = packed == PLACEHOLDER ? number(name, field) : packed;
        long wideOffset = offset == PLACEHOLDER ? number(name, field) : offset;
        if (wideSize < 0 || widePacked < 0 || wideOffset < 0 || field.remaining() > 20) {
            throw lie(name);
        }
        return new ZipHeader(flags, method, crc, widePacked, wideSize, wideOffset);
    }

    private static long number(String name, ByteBuffer field) {
        if (field.remaining() < Long.BYTES) {
            throw lie(name);
        }
        return field.getLong();
    }

    /** Refuses what cannot be read here whatever the data. */
    void check(String name) {
        if ((flags & (ENCRYPTED | STRONG_ENCRYPTION | MASKED)) != 0 || method == AES) {
            throw encrypted(name);
        }
        if (method != STORED && method != DEFLATED) {
            throw Refusal.of(Code.UNSUPPORTED_METHOD, of(name) + " is packed by method " + method + ", not by deflate");
        }
        if (method == STORED && packed != size) {
            throw Refusal.of(Code.HEADER_MISMATCH, of(name) + " is not packed, but its two sizes differ");
        }
    }

    /** Refuses a header in front of the data that says other things than this one, which is of the directory. */
    void checkAgainst(ZipHeader local, String name) {
        boolean later = (local.flags & DESCRIPTOR) != 0;
        boolean same = local.flags == flags
                && local.method == method
                && agrees(later, local.crc, crc)
                && agrees(later, local.packed, packed)
                && agrees(later, local.size, size);
        if (!same) {
            throw Refusal.of(
                    Code.HEADER_MISMATCH,
                    of(name) + " has one description in front of it and another in the directory");
        }
    }

    private static boolean agrees(boolean later, long local, long central) {
        return local == central || (later && local == 0);
    }

    boolean deflated() {
        return method == DEFLATED;
    }

    private static String of(String name) {
        return "The entry " + Refusal.quoted(name);
    }

    private static PackageFormatException lie(String name) {
        return Refusal.of(Code.ZIP64_MISMATCH, of(name) + " has sizes of 64 bits that contradict its other fields");
    }

    private static PackageFormatException encrypted(String name) {
        return new PackageFormatException(
                Code.ENCRYPTED,
                of(name) + " is encrypted",
                "Packages are not encrypted; unpack it with its password and pack it again without");
    }
}
