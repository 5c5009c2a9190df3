package dev.weftwork.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies on a server's disk of binaries, finished or not. */
final class BlobFiles {
    private BlobFiles() {}

    static List<Path> in(Path server) {
        return Stream.of("blobs", "uploads")
                .map(server::resolve)
                .filter(Files::isDirectory)
                .flatMap(BlobFiles::files)
                .toList();
    }

    private static Stream<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
