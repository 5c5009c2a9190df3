package dev.weftwork.examples.folder;

import dev.weftwork.graph.Json;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.wire.Requests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The one file in the folder: a line that names it, then a line for each operation that was offered, who offered it and
 * when. Whoever reads or writes holds the file's lock.
 */
final class FolderLog {
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final Path file;

    FolderLog(Path folder) {
        file = folder.resolve("operations.jsonl");
    }

    /** What was offered once. */
    record Line(String principal, long at, PushRequest.Offer offer) {
        String text() {
            return Json.object()
                    .put("by", principal)
                    .put("at", at)
                    .put("push", Requests.push(new PushRequest(List.of(offer))))
                    .build()
                    .text();
        }

        static Line read(String text) {
            Map<String, Json> members = Json.parse(text).toMap();
            PushRequest push = Requests.readPush(member(members, "push").asString());
            return new Line(
                    member(members, "by").asString(),
                    member(members, "at").asLong(),
                    push.ops().get(0));
        }

        private static Json member(Map<String, Json> members, String name) {
            Json member = members.get(name);
            if (member == null) {
                throw new IllegalArgumentException("A line of the folder's log has no '" + name + "'");
            }
            return member;
        }
    }

    /** Something done while nobody else reads or writes. */
    interface Work<T> {
        T run(Access access) throws IOException;
    }

    <T> T locked(Work<T> work) throws IOException {
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (!lock.isValid()) {
                throw new IOException(file + " cannot be locked");
            }
            return work.run(new Access(channel));
        }
    }

    /** Other adapters of this process have locks of their own on the file, which Java reports instead of waiting. */
    private FileLock lock(FileChannel channel) throws IOException {
        long since = System.nanoTime();
        while (System.nanoTime() - since < PATIENCE_NANOS) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // one of our own; it is as short as any
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while waiting for " + file, e);
            }
        }
        throw new IOException(file + " has been in use by others for five seconds");
    }

    /** The open and locked file. */
    static final class Access {
        private final FileChannel channel;

        private Access(FileChannel channel) {
            this.channel = channel;
        }

        long size() throws IOException {
            return channel.size();
        }

        /** The whole lines behind a position. What a crash left of a last one is nobody's, and cut off. */
        List<String> linesAfter(long position) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - position));
            while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
                // until all is read
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
            int end = text.lastIndexOf('\n') + 1;
            if (end < bytes.position()) {
                channel.truncate(position + end);
            }
            List<String> lines = new ArrayList<>();
            for (String line : text.substring(0, end).split("\n", -1)) {
                if (!line.isEmpty()) {
                    lines.add(new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                }
            }
            return lines;
        }

        /** Appends lines and waits until the disk has them. */
        void append(List<String> lines) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            long position = channel.size();
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
            channel.force(true);
        }
    }
}
