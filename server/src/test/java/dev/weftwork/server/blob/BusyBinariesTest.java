package dev.weftwork.server.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.server.storage.BlobStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket takes its time over one binary, and nobody else waits for that. */
final class BusyBinariesTest {
    private static final byte[] CONTENT = "hello".getBytes(StandardCharsets.UTF_8);
    /** Only a thread that waits for ever takes as long. */
    private static final long PATIENCE_SECONDS = 180;

    @TempDir
    private Path directory;

    /** Stores nothing of one workspace until it is let go. */
    private static final class Slow implements BlobStorage {
        private final BlobStorage real;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);

        Slow(BlobStorage real) {
            this.real = real;
        }

        @Override
        public void store(String workspace, String hash, Path file) throws IOException {
            if (workspace.equals("slow")) {
                begun.countDown();
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            real.store(workspace, hash, file);
        }

        @Override
        public OptionalLong size(String workspace, String hash) throws IOException {
            return real.size(workspace, hash);
        }

        @Override
        public InputStream open(String workspace, String hash, long from, long length) throws IOException {
            return real.open(workspace, hash, from, length);
        }

        @Override
        public void delete(String workspace, String hash) throws IOException {
            real.delete(workspace, hash);
        }

        @Override
        public void list(String workspace, ObjLongConsumer<String> each) throws IOException {
            real.list(workspace, each);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private static Upload upload(Binaries binaries, String workspace, String hash) throws IOException {
        Upload upload = binaries.begin(workspace, hash, CONTENT.length, 1 << 20);
        upload.append(ByteBuffer.wrap(CONTENT));
        return upload;
    }

    @Test
    void aSlowUploadHoldsUpNeitherQuestionsNorRemovals() throws Exception {
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
        Slow storage = new Slow(DirectoryBlobs.at(directory.resolve("blobs")));
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Binaries binaries = new Binaries(storage, directory.resolve("uploads"), Runnable::run, () -> 0)) {
            assertThat(binaries.finish(upload(binaries, "other", hash))).isTrue();
            Upload slow = upload(binaries, "slow", hash);
            Future<Boolean> finished = threads.submit(() -> binaries.finish(slow));
            storage.begun.await();
            binaries.unused("other", Set.of(hash), 0);

            Future<Set<String>> missing = threads.submit(() -> binaries.missing("other", List.of(hash)));
            assertThat(missing.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEmpty();
            binaries.unused("other", Set.of(hash), 0);
            Future<Boolean> removed = threads.submit(() -> binaries.remove("other", hash, CONTENT.length, 10));
            assertThat(removed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

            storage.letGo.countDown();
            assertThat(finished.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            storage.letGo.countDown();
            threads.shutdownNow();
        }
    }
}
