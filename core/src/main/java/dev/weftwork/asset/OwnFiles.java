package dev.weftwork.asset;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The marked files of this process, whichever of its stores writes them. The system lets go of a process's mark on a file when
 * any part of that process closes the file, so nobody else here may open it; what the system knows of processes cannot be known
 * by one object.
 */
final class OwnFiles {
    private static final Set<Path> ALL = ConcurrentHashMap.newKeySet();

    private OwnFiles() {}

    /** Whether it was nobody's. */
    static boolean add(Path file) {
        return ALL.add(named(file));
    }

    static void remove(Path file) {
        ALL.remove(named(file));
    }

    static boolean contains(Path file) {
        return ALL.contains(named(file));
    }

    private static Path named(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
