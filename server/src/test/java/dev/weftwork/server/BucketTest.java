package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.server.blob.S3Server;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that keeps its binaries in a bucket looks the same from outside. */
final class BucketTest {
    private static final Bytes FILM = Bytes.of(5, 3_000_000);

    @TempDir
    private Path directory;

    @Test
    void binariesComeAndGoThroughTheServerAndNothingStaysOnItsDisk() {
        try (S3Server s3 = S3Server.start();
                Site site = Site.start(Site.builder(directory).binaries(s3.bucket()))) {
            Http ada = site.as(Site.ADA);
            String upload = FILM.upload(ada, Site.STUDIO);
            FILM.append(ada, upload, 0, 1_000_000);
            assertThat(FILM.append(ada, upload, 1_000_000, 3_000_000).statusCode())
                    .isEqualTo(204);

            assertThat(FILM.get(ada, Site.STUDIO).body()).isEqualTo(FILM.all());
            assertThat(FILM.get(ada, Site.STUDIO, "Range", "bytes=2999990-").body())
                    .isEqualTo(Arrays.copyOfRange(FILM.all(), 2_999_990, 3_000_000));
            assertThat(BlobFiles.in(directory)).isEmpty();
        }
    }

    @Test
    void whatABucketCannotTakeNowIsKeptUntilItCan() {
        try (S3Server s3 = S3Server.start();
                Site site = Site.start(Site.builder(directory).binaries(s3.bucket()))) {
            Http ada = site.as(Site.ADA);
            String upload = FILM.upload(ada, Site.STUDIO);
            s3.goAway();

            assertThat(FILM.append(ada, upload, 0, 3_000_000).statusCode()).isEqualTo(503);
            assertThat(Bytes.offset(Bytes.state(ada, upload))).isEqualTo(3_000_000);
        }
    }
}
