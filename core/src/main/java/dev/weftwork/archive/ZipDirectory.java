package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The directory of an archive, read more strictly than ZIP tools do: every byte of the file belongs to one entry or to
 * the directory, and all that is said twice is said alike. So no other reader can see another archive in it.
 */
final class ZipDirectory {
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL_LENGTH = 46;
    private static final int LOCAL_LENGTH = 30;
    /** Names and extra fields of one entry take about a hundred bytes; this is the room for hostile ones. */
    private static final int MAX_CENTRAL_LENGTH = 4096;

    private static final int TYPE_MASK = 0xf000;
    private static final int TYPE_FILE = 0x8000;
    private static final int TYPE_DIRECTORY = 0x4000;
    private static final long RATIO_FREE = 1 << 20;

    private final ChannelBytes bytes;
    private final PackageLimits limits;
    private final EntryNames names = new EntryNames();
    private final List<ZipEntryRange> entries = new ArrayList<>();
    private long total;

    private ZipDirectory(ChannelBytes bytes, PackageLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    /** All entries, in the directory's order. */
    static List<ZipEntryRange> read(ChannelBytes bytes, PackageLimits limits) throws IOException {
        return new ZipDirectory(bytes, limits).read();
    }

    private List<ZipEntryRange> read() throws IOException {
        ZipEnd end = ZipEnd.read(bytes);
        if (end.entries() > limits.maxEntries() || end.size() > (long) MAX_CENTRAL_LENGTH * limits.maxEntries()) {
            throw Refusal.limit(
                    Code.TOO_MANY_ENTRIES,
                    "The package has " + end.entries() + " entries; at most " + limits.maxEntries() + " are taken");
        }
        long at = end.offset();
        for (long i = 0; i < end.entries(); i++) {
            at = entry(at, end.offset() + end.size());
        }
        if (at != end.offset() + end.size()) {
            throw Refusal.of(Code.HEADER_MISMATCH, "The package's directory lists more than its end says");
        }
        adjoin(end.offset());
        return List.copyOf(entries);
    }

    private long entry(long at, long limit) throws IOException {
        if (at + CENTRAL_LENGTH > limit) {
            throw Refusal.of(Code.HEADER_MISMATCH, "The package's directory lists less than its end says");
        }
        ByteBuffer fixed = bytes.read(at, CENTRAL_LENGTH);
        int nameLength = ZipEnd.unsigned(fixed, 28);
        int extraLength = ZipEnd.unsigned(fixed, 30);
        long next = at + CENTRAL_LENGTH + nameLength + extraLength + ZipEnd.unsigned(fixed, 32);
        if (fixed.getInt(0) != CENTRAL || next > limit) {
            throw Refusal.of(Code.HEADER_MISMATCH, "The package's directory is damaged at byte " + at);
        }
        ByteBuffer variable = bytes.read(at + CENTRAL_LENGTH, nameLength + extraLength);
        String name = EntryNames.decode(variable.slice(0, nameLength));
        names.add(name);
        ZipHeader plain = new ZipHeader(
                ZipEnd.unsigned(fixed, 8),
                ZipEnd.unsigned(fixed, 10),
                ZipEnd.unsignedInt(fixed, 16),
                ZipEnd.unsignedInt(fixed, 20),
                ZipEnd.unsignedInt(fixed, 24),
                ZipEnd.unsignedInt(fixed, 42));
        ZipHeader header = plain.widened(name, part(variable, nameLength, extraLength));
        header.check(name);
        checkType(name, fixed.getInt(38));
        checkSize(name, header);
        entries.add(locate(name, variable.slice(0, nameLength), header));
        return next;
    }

    private static ByteBuffer part(ByteBuffer bytes, int from, int length) {
        return bytes.slice(from, length).order(bytes.order());
    }

    /** Unix keeps what a file is in the upper half of its attributes, and some tools believe it whoever wrote it. */
    private static void checkType(String name, int attributes) {
        int type = attributes >>> 16 & TYPE_MASK;
        if (type != 0 && type != TYPE_FILE && type != TYPE_DIRECTORY) {
            throw Refusal.of(Code.LINK, "The entry " + Refusal.quoted(name) + " is a link or a device, not a file");
        }
    }

    private void checkSize(String name, ZipHeader header) {
        total = header.size() > Long.MAX_VALUE - total ? Long.MAX_VALUE : total + header.size();
        if (header.size() > limits.maxEntryBytes() || total > limits.maxTotalBytes()) {
            throw Refusal.limit(
                    Code.TOO_LARGE,
                    "With " + Refusal.quoted(name) + ", which unpacks to " + header.size() + " bytes, the package is"
                            + " larger than " + limits.maxEntryBytes() + " bytes for one entry or "
                            + limits.maxTotalBytes() + " for all");
        }
        if (header.size() > RATIO_FREE && header.size() / limits.maxRatio() > header.packed()) {
            throw Refusal.limit(
                    Code.COMPRESSION_BOMB,
                    "The entry " + Refusal.quoted(name) + " unpacks from " + header.packed() + " to " + header.size()
                            + " bytes; a ratio of " + limits.maxRatio() + " is the limit");
        }
        if (name.endsWith("/") && header.size() > 0) {
            throw Refusal.of(Code.HEADER_MISMATCH, "The directory " + Refusal.quoted(name) + " holds data");
        }
    }

    private ZipEntryRange locate(String name, ByteBuffer rawName, ZipHeader header) throws IOException {
        ByteBuffer fixed = bytes.read(header.offset(), LOCAL_LENGTH);
        boolean there = fixed.getInt(0) == LOCAL;
        int nameLength = there ? ZipEnd.unsigned(fixed, 26) : 0;
        int extraLength = there ? ZipEnd.unsigned(fixed, 28) : 0;
        ByteBuffer variable = bytes.read(header.offset() + LOCAL_LENGTH, nameLength + extraLength);
        if (!variable.slice(0, nameLength).equals(rawName)) {
            throw Refusal.of(
                    Code.HEADER_MISMATCH,
                    "The entry " + Refusal.quoted(name) + " has another name in front of it than in the directory");
        }
        ZipHeader plain = new ZipHeader(
                ZipEnd.unsigned(fixed, 6),
                ZipEnd.unsigned(fixed, 8),
                ZipEnd.unsignedInt(fixed, 14),
                ZipEnd.unsignedInt(fixed, 18),
                ZipEnd.unsignedInt(fixed, 22),
                0);
        header.checkAgainst(plain.widened(name, part(variable, nameLength, extraLength)), name);
        long data = header.offset() + LOCAL_LENGTH + nameLength + extraLength;
        boolean described = (header.flags() & ZipHeader.DESCRIPTOR) != 0;
        return new ZipEntryRange(
                name,
                header.deflated(),
                header.crc(),
                header.packed(),
                header.size(),
                header.offset(),
                data,
                described);
    }

    /** From the first byte to the directory, one entry follows the other without a gap. */
    private void adjoin(long directory) {
        List<ZipEntryRange> inFile = entries.stream()
                .sorted(Comparator.comparingLong(ZipEntryRange::header))
                .toList();
        long first = inFile.isEmpty() ? directory : inFile.get(0).header();
        boolean whole = first == 0;
        for (int i = 0; i < inFile.size(); i++) {
            long next = i + 1 < inFile.size() ? inFile.get(i + 1).header() : directory;
            whole &= inFile.get(i).mayBeFollowedAt(next);
        }
        if (!whole) {
            throw Refusal.of(Code.OVERLAP, "The package's entries overlap, or there are bytes between them");
        }
    }
}
