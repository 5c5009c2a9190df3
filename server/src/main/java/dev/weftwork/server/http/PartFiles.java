package dev.weftwork.server.http;

import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.wire.Problem;
import dev.weftwork.wire.SnapshotLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of snapshots as files, named by the SHA-256 of what they hold, in a directory for each workspace. A part that
 * nobody asked for within two hours is deleted.
 */
final class PartFiles {
    private static final int PART_BYTES = 4 << 20;
    private static final int PIECE = 8 << 10;
    private static final long KEPT_MILLIS = 2 * 60 * 60 * 1_000L;
    private static final long PROMISED_MILLIS = 60 * 60 * 1_000L;
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

    private final Path directory;
    private final LongSupplier wallMillis;
    private final long most;

    /**
     * In a directory.
     *
     * @param most how many bytes the parts of one workspace may have; whoever asks for ever other snapshots gets no more
     *     beyond that
     */
    PartFiles(Path directory, LongSupplier wallMillis, long most) {
        this.directory = directory;
        this.wallMillis = wallMillis;
        this.most = most;
    }

    Writing write(String workspace) throws IOException {
        // the name of a workspace may be no name of a directory
        Path place = directory.resolve(sha256(workspace.getBytes(StandardCharsets.UTF_8)));
        Files.createDirectories(place);
        return new Writing(place, deleteBefore(place, wallMillis.getAsLong() - KEPT_MILLIS));
    }

    byte @Nullable [] read(String workspace, String id) throws IOException {
        if (!NAME.matcher(id).matches()) {
            return null;
        }
        Path place = directory.resolve(sha256(workspace.getBytes(StandardCharsets.UTF_8)));
        try {
            return Files.readAllBytes(place.resolve(id));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Keeps parts for another while; false if one of them is gone. */
    synchronized boolean renew(String workspace, List<SnapshotPart> parts) {
        Path place = directory.resolve(sha256(workspace.getBytes(StandardCharsets.UTF_8)));
        try {
            for (SnapshotPart part : parts) {
                Files.setLastModifiedTime(place.resolve(part.id()), FileTime.fromMillis(wallMillis.getAsLong()));
            }
            return true;
        } catch (IOException e) {
            // they are made again then
            return false;
        }
    }

    /** Gives how many bytes are left there. Nobody adds or renews one meanwhile, or what was promised would go. */
    private synchronized long deleteBefore(Path place, long oldest) throws IOException {
        long left = 0;
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).toMillis() < oldest) {
                    Files.deleteIfExists(file);
                } else {
                    left += Files.size(file);
                }
            }
        }
        return left;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** A snapshot in the making. */
    final class Writing {
        private final Path place;
        private final List<SnapshotPart> parts = new ArrayList<>();
        private StringBuilder lines = new StringBuilder();
        private int entities;
        private long bytes;

        private Writing(Path place, long bytes) {
            this.place = place;
            this.bytes = bytes;
        }

        void add(SnapshotPage.Row row) {
            SnapshotLines.write(row, lines);
            lines.append('\n');
            entities++;
            if (lines.length() >= PART_BYTES) {
                endPart();
            }
        }

        List<SnapshotPart> finish() {
            if (entities > 0) {
                endPart();
            }
            return parts;
        }

        private void endPart() {
            try {
                ByteArrayOutputStream packed = new ByteArrayOutputStream();
                pack(packed);
                String id = sha256(packed.toByteArray());
                keep(id, packed.toByteArray());
                parts.add(new SnapshotPart(id, packed.size(), entities));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            lines = new StringBuilder();
            entities = 0;
        }

        /** A piece at a time: one entity may be most of what there is memory for. */
        private void pack(OutputStream to) throws IOException {
            try (Writer out = new OutputStreamWriter(new GZIPOutputStream(to, PIECE), StandardCharsets.UTF_8)) {
                char[] piece = new char[PIECE];
                for (int at = 0; at < lines.length(); at += PIECE) {
                    int end = Math.min(at + PIECE, lines.length());
                    lines.getChars(at, end, piece, 0);
                    out.write(piece, 0, end - at);
                }
            }
        }

        /** What is older than clients count on goes sooner if there is too much. */
        private void takeRoom(int more) throws IOException {
            if (bytes + more > most) {
                bytes = deleteBefore(place, wallMillis.getAsLong() - PROMISED_MILLIS);
            }
            if (bytes + more > most) {
                throw new ProblemException(
                        new Problem(503, "busy", "Too many different snapshots were made; try again later"), PAUSE);
            }
            bytes += more;
        }

        private void keep(String id, byte[] packed) throws IOException {
            synchronized (PartFiles.this) {
                Path file = place.resolve(id);
                if (!Files.exists(file)) {
                    takeRoom(packed.length);
                    Path made = Files.createTempFile(place, "part", ".new");
                    Files.write(made, packed);
                    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
                Files.setLastModifiedTime(file, FileTime.fromMillis(wallMillis.getAsLong()));
            }
        }
    }
}
