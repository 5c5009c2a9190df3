package dev.weftwork.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for the files of a run; gone when it is closed. */
final class Scratch implements AutoCloseable {
    private static final List<String> COMPANIONS = List.of("", "-wal");

    private final Path directory;
    private int files;

    Scratch(Path directory) {
        this.directory = directory;
    }

    static Scratch under(Path parent) throws IOException {
        Files.createDirectories(parent);
        return new Scratch(Files.createTempDirectory(parent, "figures"));
    }

    /** A place for a database that is not there yet. */
    Path fresh(String name) throws IOException {
        return directory(name).resolve(name + ".db");
    }

    /** An empty directory. */
    Path directory(String name) throws IOException {
        return Files.createDirectory(directory.resolve(++files + "-" + name));
    }

    /** A copy of a database that nobody has open, its write-ahead log included. */
    Path copy(Path file) throws IOException {
        Path target = fresh("copy");
        for (String companion : COMPANIONS) {
            Path source = companion(file, companion);
            if (Files.exists(source)) {
                Files.copy(source, companion(target, companion));
            }
        }
        return target;
    }

    /** How many bytes a database takes, its write-ahead log included. */
    static long bytes(Path file) throws IOException {
        long bytes = 0;
        for (String companion : COMPANIONS) {
            Path part = companion(file, companion);
            bytes += Files.exists(part) ? Files.size(part) : 0;
        }
        return bytes;
    }

    /** Takes a database away with its directory. */
    static void remove(Path file) throws IOException {
        removeTree(file.resolveSibling(""));
    }

    private static Path companion(Path file, String companion) {
        return file.resolveSibling(file.getFileName() + companion);
    }

    private static void removeTree(Path root) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    @Override
    public void close() throws IOException {
        removeTree(directory);
    }
}
