package dev.weftwork.server.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.server.S3Bucket;
import dev.weftwork.server.storage.BlobStorage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bucket that keeps quiet, or is not there, is found out; it holds up one thread for a while, and no more. */
@Timeout(300)
final class SilentBucketTest {
    private static final String EMPTY = Hashes.text(Hashes.digest().digest(new byte[0]));

    @TempDir
    private Path directory;

    @Test
    void aQuestionThatIsNotAnsweredEnds() {
        try (SilentServer silent = SilentServer.start();
                BlobStorage blobs = S3Blobs.in(silent.bucket(), Clock.systemUTC(), Duration.ofMillis(100))) {
            assertThatThrownBy(() -> blobs.size("studio", EMPTY))
                    .isInstanceOf(IOException.class)
                    // that the bucket did not answer, or was not even reached
                    .hasMessageEndingWith("within PT0.1S");
            assertThatThrownBy(() -> blobs.list("studio", (hash, length) -> {})).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> blobs.delete("studio", EMPTY)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whileSomebodyWaitsForASilentBucketNobodyElseDoes() throws Exception {
        AtomicLong nanos = new AtomicLong();
        Silence silence = new Silence(Duration.ofSeconds(1), nanos::get);
        Silence.Wait first = silence.begin();
        Silence.Wait second = silence.begin();
        nanos.set(Duration.ofSeconds(1).toNanos());

        assertThatThrownBy(silence::begin).isInstanceOf(IOException.class).hasMessageContaining("does not answer");
        silence.heard();
        Silence.Wait third = silence.begin();
        List.of(first, second, third).forEach(silence::end);
        first = silence.begin();
        silence.inVain();
        assertThatThrownBy(silence::begin).as("after one waited in vain").isInstanceOf(IOException.class);
        silence.end(first);
        first = silence.begin();
        assertThatThrownBy(silence::begin).as("one may try").isInstanceOf(IOException.class);
        silence.heard();
        assertThat(silence.begin()).isNotEqualTo(first);
    }

    @Test
    void whoBeganToWaitBeforeTheSilenceWasKnownLeavesItToTheFirst() throws Exception {
        AtomicLong nanos = new AtomicLong();
        Silence silence = new Silence(Duration.ofSeconds(1), nanos::get);
        Silence.Wait first = silence.begin();
        Silence.Wait second = silence.begin();
        Silence.Wait third = silence.begin();

        assertThat(silence.isHopeless(second)).as("so soon").isFalse();
        nanos.set(Duration.ofSeconds(1).toNanos());
        assertThat(silence.isHopeless(first)).isFalse();
        assertThat(silence.isHopeless(second)).isTrue();
        silence.end(second);
        silence.end(first);
        assertThat(silence.isHopeless(third)).as("nobody else waits").isFalse();
    }

    @Test
    void ofManyThatAskASilentBucketAtOnceOneWaits() throws Exception {
        ExecutorService askers = Executors.newFixedThreadPool(6);
        try (SilentServer silent = SilentServer.start()) {
            S3Client client =
                    new S3Client(silent.bucket(), Clock.systemUTC(), Duration.ofDays(1), Duration.ofMillis(400));
            CompletionService<String> answers = new ExecutorCompletionService<>(askers);
            List<Future<String>> asked = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                asked.add(answers.submit(() -> reason(client)));
            }
            for (int i = 0; i < 5; i++) {
                assertThat(answers.take().get()).contains("somebody waits for it already");
            }
            assertThat(asked).filteredOn(each -> !each.isDone()).hasSize(1);
        } finally {
            askers.shutdownNow();
        }
    }

    private static String reason(S3Client client) {
        try {
            return "It answered: " + client.ask(S3Client.Ask.of("HEAD", EMPTY));
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void aBucketThatIsNotThereKeepsNothingAndSaysSo() throws IOException {
        try (S3Server server = S3Server.start()) {
            S3Bucket there = server.bucket();
            S3Bucket gone = new S3Bucket(
                    there.endpoint(), there.region(), "no-such-bucket", there.accessKey(), there.secretKey());
            BlobStorage blobs = S3Blobs.in(gone, Clock.systemUTC());
            Path file = Files.write(directory.resolve("film"), new byte[0]);

            assertThatThrownBy(() -> blobs.store("studio", EMPTY, file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("NoSuchBucket");
            assertThatThrownBy(() -> blobs.list("studio", (hash, length) -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("NoSuchBucket");
        }
    }

    @Test
    void theHostIsSignedAsItIsSent() {
        assertThat(S3Client.host(URI.create("https://s3.example.com:443"))).isEqualTo("s3.example.com");
        assertThat(S3Client.host(URI.create("http://s3.example.com:80/x"))).isEqualTo("s3.example.com");
        assertThat(S3Client.host(URI.create("http://s3.example.com:443"))).isEqualTo("s3.example.com:443");
        assertThat(S3Client.host(URI.create("https://s3.example.com"))).isEqualTo("s3.example.com");
    }

    @Test
    void oneThreadFindsOutHowMuchAWorkspaceHolds() {
        List<Runnable> tasks = new ArrayList<>();
        Listed storage = new Listed();
        try (Binaries binaries = new Binaries(storage, directory, tasks::add, () -> 0)) {
            for (int i = 0; i < 100; i++) {
                assertThat(binaries.bytesKnown("studio")).isZero();
            }
            assertThat(tasks).as("while nobody knows").hasSize(1);

            tasks.remove(0).run();
            binaries.bytesKnown("studio");
            assertThat(tasks).as("once it went wrong").hasSize(1);

            storage.away = false;
            tasks.remove(0).run();
            assertThat(binaries.bytesKnown("studio")).isEqualTo(9_007);
            assertThat(tasks).as("once it is known").isEmpty();
        }
    }

    /** A storage that can only be listed. */
    private static final class Listed implements BlobStorage {
        private boolean away = true;

        @Override
        public void list(String workspace, ObjLongConsumer<String> each) throws IOException {
            if (away) {
                throw new IOException("The bucket is away");
            }
            each.accept(EMPTY, 9_007);
        }

        @Override
        public OptionalLong size(String workspace, String hash) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InputStream open(String workspace, String hash, long offset, long length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void store(String workspace, String hash, Path made) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(String workspace, String hash) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
