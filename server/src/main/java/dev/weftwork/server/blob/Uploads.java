package dev.weftwork.server.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The uploads of all workspaces, as they are in a directory. Thread-safe. */
final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger("dev.weftwork.server");
    private static final HexFormat HEX = HexFormat.of();
    private static final long LEAST = 4 << 10;

    private final Path directory;
    private final LongSupplier wallMillis;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Map<String, Upload>> byPlace = new ConcurrentHashMap<>();

    Uploads(Path directory, LongSupplier wallMillis) {
        this.directory = directory;
        this.wallMillis = wallMillis;
    }

    Upload begin(String workspace, String hash, long length) throws IOException {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        UploadName name = new UploadName(HEX.formatHex(bytes), hash, length);
        Path place = directory.resolve(Hashes.place(workspace));
        Files.createDirectories(place);
        Path file = Files.createFile(place.resolve(name.text()));
        Upload upload = new Upload(workspace, name, file, wallMillis.getAsLong());
        rest(upload);
        of(workspace).put(upload.id(), upload);
        return upload;
    }

    @Nullable Upload find(String workspace, String id) throws IOException {
        return of(workspace).get(id);
    }

    /** What uploads of a workspace will take up when they are done. */
    long promised(String workspace) throws IOException {
        return of(workspace).values().stream()
                .mapToLong(upload -> counted(upload.length()))
                .sum();
    }

    /** A file and what is known of it take something, be it that no byte was promised. */
    static long counted(long length) {
        return Math.max(length, LEAST);
    }

    Iterable<Upload> all(String workspace) throws IOException {
        return of(workspace).values();
    }

    void end(Upload upload) throws IOException {
        of(upload.workspace()).remove(upload.id());
        upload.close();
        Files.deleteIfExists(upload.file());
    }

    /** Lets go of an upload until more comes; its age is that of its file, should the process end. */
    void rest(Upload upload) throws IOException {
        upload.close();
        upload.touch(wallMillis.getAsLong());
        if (Files.exists(upload.file())) {
            Files.setLastModifiedTime(upload.file(), FileTime.fromMillis(upload.touched()));
        }
    }

    private Map<String, Upload> of(String workspace) throws IOException {
        Map<String, Upload> known = byPlace.get(workspace);
        if (known != null) {
            return known;
        }
        Map<String, Upload> found = new ConcurrentHashMap<>();
        Path place = directory.resolve(Hashes.place(workspace));
        if (Files.isDirectory(place)) {
            try (Stream<Path> files = Files.list(place)) {
                for (Path file : files.toList()) {
                    UploadName name = UploadName.of(file);
                    if (name != null) {
                        long touched = Files.getLastModifiedTime(file).toMillis();
                        found.put(name.id(), new Upload(workspace, name, file, touched));
                    }
                }
            }
        }
        Map<String, Upload> raced = byPlace.putIfAbsent(workspace, found);
        return raced == null ? found : raced;
    }

    /** Deletes the files of uploads to which nothing came since a moment, whether or not anybody asked for them. */
    void expire(long before, Predicate<Upload> busy) throws IOException {
        for (Map<String, Upload> uploads : byPlace.values()) {
            for (Upload upload : uploads.values()) {
                if (upload.touched() < before && !busy.test(upload)) {
                    end(upload);
                    LOG.atInfo()
                            .addKeyValue("bytes", upload.offset())
                            .log("An upload that nobody went on with expired");
                }
            }
        }
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory, 2)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!isKnown(file) && Files.getLastModifiedTime(file).toMillis() < before) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private boolean isKnown(Path file) {
        UploadName name = UploadName.of(file);
        return name != null && byPlace.values().stream().anyMatch(uploads -> uploads.containsKey(name.id()));
    }
}
