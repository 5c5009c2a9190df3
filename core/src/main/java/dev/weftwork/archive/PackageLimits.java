package dev.weftwork.archive;

/**
 * How much of a stranger's package is read before it is refused. Immutable.
 *
 * @param maxEntries how many entries an archive may have
 * @param maxEntryBytes how many bytes one entry may unpack to
 * @param maxTotalBytes how many bytes all entries together may unpack to
 * @param maxRatio how many times its size an entry of more than 1 MiB may unpack to
 * @param maxWorkflowBytes how long the workflow's document may be; it is held in memory
 * @param nestedArchives whether assets may be archives themselves; they are never unpacked
 */
public record PackageLimits(
        int maxEntries,
        long maxEntryBytes,
        long maxTotalBytes,
        int maxRatio,
        int maxWorkflowBytes,
        boolean nestedArchives) {
    /** 10,000 entries, 16 GiB each and 64 GiB in all, ratio 200, a document of 64 MiB, no archives within. */
    public static final PackageLimits DEFAULT = new PackageLimits(10_000, 16L << 30, 64L << 30, 200, 64 << 20, false);

    /**
     * Checks the limits.
     *
     * @param maxEntries entries
     * @param maxEntryBytes bytes of one
     * @param maxTotalBytes bytes of all
     * @param maxRatio times its size
     * @param maxWorkflowBytes bytes of the document
     * @param nestedArchives whether archives are let in
     * @throws IllegalArgumentException if a limit is not positive
     */
    public PackageLimits {
        if (maxEntries < 1 || maxEntryBytes < 1 || maxTotalBytes < 1 || maxRatio < 1 || maxWorkflowBytes < 1) {
            throw new IllegalArgumentException("Each limit of a package must be at least 1; start from DEFAULT");
        }
    }

    /**
     * Lets archives in as assets, or keeps them out.
     *
     * @param allowed whether they are let in
     * @return the changed limits
     */
    public PackageLimits withNestedArchives(boolean allowed) {
        return new PackageLimits(maxEntries, maxEntryBytes, maxTotalBytes, maxRatio, maxWorkflowBytes, allowed);
    }

    /**
     * Changes how large a package may be.
     *
     * @param entryBytes how many bytes one entry may unpack to
     * @param totalBytes how many bytes all entries together may unpack to
     * @return the changed limits
     */
    public PackageLimits withBytes(long entryBytes, long totalBytes) {
        return new PackageLimits(maxEntries, entryBytes, totalBytes, maxRatio, maxWorkflowBytes, nestedArchives);
    }
}
