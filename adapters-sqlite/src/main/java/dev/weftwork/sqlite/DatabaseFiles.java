package dev.weftwork.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;

/** A database is up to three files; here they are moved and copied together. */
final class DatabaseFiles {
    /** What SQLite appends to the name, the database itself first. */
    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");

    private DatabaseFiles() {}

    /** Where the write-ahead log of a database lies. */
    static Path log(Path file) {
        return sibling(file, "-wal");
    }

    /** Where processes show each other gestures; no part of the database. */
    static Path frames(Path file) {
        return sibling(file, "-frames");
    }

    /** Moves a database aside, under the first free name of its kind. */
    static Path setAside(Path file) throws IOException {
        Path target = IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> file.resolveSibling(file.getFileName() + ".quarantined-" + number))
                .filter(free -> SUFFIXES.stream().noneMatch(suffix -> Files.exists(sibling(free, suffix))))
                .findFirst()
                .orElseThrow();
        move(file, target);
        return target;
    }

    /**
     * Gives all files their second names before the first loses its old one: a write-ahead log left behind alone would
     * be thrown away by whoever opens the place next.
     */
    private static void move(Path file, Path target) throws IOException {
        List<String> present = SUFFIXES.stream()
                .filter(suffix -> Files.exists(sibling(file, suffix)))
                .toList();
        for (String suffix : present) {
            linkOrCopy(sibling(file, suffix), sibling(target, suffix));
        }
        for (String suffix : present) {
            Files.delete(sibling(file, suffix));
        }
        forceDirectory(Place.directory(file));
    }

    /** Copies database and write-ahead log into a directory. */
    static Path copyInto(Path directory, Path file) throws IOException {
        Path copy = directory.resolve("copy.db");
        Files.copy(file, copy);
        Path log = sibling(file, "-wal");
        if (Files.exists(log)) {
            Files.copy(log, sibling(copy, "-wal"));
        }
        return copy;
    }

    static void deleteDirectory(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** Gives a finished file its name, unless that is taken; a plain move would replace what has it. */
    static void publish(Path finished, Path target) throws IOException {
        linkOrCopy(finished, target);
        force(target);
        Files.delete(finished);
        forceDirectory(Place.directory(target));
    }

    static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void linkOrCopy(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException noLinksHere) {
            try {
                Files.copy(from, to);
            } catch (IOException e) {
                e.addSuppressed(noLinksHere);
                throw e;
            }
        }
    }

    /** Makes names last. Windows opens no directories, and keeps names without being asked. */
    private static void forceDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
