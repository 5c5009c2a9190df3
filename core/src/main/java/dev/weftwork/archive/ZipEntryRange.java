package dev.weftwork.archive;

/**
 * Where an entry's data lies in the archive and what it should unpack to; header and directory agree on all of it.
 *
 * @param name its name, checked
 * @param deflated whether it is compressed
 * @param crc the checksum of the unpacked data
 * @param packed how many bytes it takes in the archive
 * @param size how many bytes it unpacks to
 * @param header where its header begins
 * @param data where its data begins
 * @param described whether a descriptor follows the data
 */
record ZipEntryRange(
        String name, boolean deflated, long crc, long packed, long size, long header, long data, boolean described) {
    /** A descriptor holds checksum and two sizes, with or without a signature, in 32 or 64 bits. */
    private static final int LONGEST_DESCRIPTOR = 24;

    boolean directory() {
        return name.endsWith("/");
    }

    /** Where the entry ends at the earliest. */
    long end() {
        return data + packed;
    }

    /** Whether another entry may begin there. */
    boolean mayBeFollowedAt(long position) {
        long gap = position - end();
        return described ? gap == 12 || gap == 16 || gap == 20 || gap == LONGEST_DESCRIPTOR : gap == 0;
    }
}
