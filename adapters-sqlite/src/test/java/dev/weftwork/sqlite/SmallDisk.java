package dev.weftwork.sqlite;

import java.nio.file.Path;

/** Storage that runs out of space: lends a seam of this package to the tests of others. */
public final class SmallDisk {
    private SmallDisk() {}

    /** Storage on a file that cannot grow beyond some pages. */
    public static SqliteStorage at(Path file, long pages) {
        return SqliteStorage.builder(file)
                .durability(Durability.NORMAL)
                .maxPages(pages)
                .build();
    }
}
