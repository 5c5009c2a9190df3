package dev.weftwork.server.blob;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.server.storage.BlobStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;

/** Binaries as files: a directory for each workspace, in it one for each first byte of their names. */
public final class DirectoryBlobs implements BlobStorage {
    private final Path directory;

    private DirectoryBlobs(Path directory) {
        this.directory = directory;
    }

    /**
     * Keeps binaries in a directory.
     *
     * @param directory the directory, made when it is needed
     * @return the storage
     */
    public static DirectoryBlobs at(Path directory) {
        return new DirectoryBlobs(directory);
    }

    @Override
    public OptionalLong size(String workspace, String hash) throws IOException {
        try {
            return OptionalLong.of(Files.size(file(workspace, hash)));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public InputStream open(String workspace, String hash, long offset, long length) throws IOException {
        return FileStretch.of(file(workspace, hash), offset, length);
    }

    @Override
    public void store(String workspace, String hash, Path made) throws IOException {
        Path file = file(workspace, hash);
        if (!Files.exists(file)) {
            Files.createDirectories(shelf(workspace, hash));
            Durable.move(made, file);
        }
    }

    @Override
    public void delete(String workspace, String hash) throws IOException {
        Files.deleteIfExists(file(workspace, hash));
    }

    @Override
    public void list(String workspace, ObjLongConsumer<String> each) throws IOException {
        Path place = directory.resolve(Hashes.place(workspace));
        if (!Files.isDirectory(place)) {
            return;
        }
        try (Stream<Path> files = Files.walk(place, 2)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = String.valueOf(file.getFileName());
                if (AssetHash.isHex(name) && file.getNameCount() > place.getNameCount()) {
                    each.accept(name, Files.size(file));
                }
            }
        }
    }

    private Path file(String workspace, String hash) {
        return shelf(workspace, hash).resolve(hash);
    }

    private Path shelf(String workspace, String hash) {
        return directory.resolve(Hashes.place(workspace)).resolve(hash.substring(0, 2));
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
