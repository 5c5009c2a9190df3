package dev.weftwork.server.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.server.S3Bucket;
import dev.weftwork.server.storage.BlobStorage;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that speaks S3 and checks every signature. */
final class S3BlobsTest extends BlobStorageContract {
    private S3Server server;

    @BeforeEach
    void start() {
        server = S3Server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    BlobStorage open() {
        return S3Blobs.in(server.bucket(), Clock.systemUTC());
    }

    @Test
    void aWrongKeyIsRefusedAndNamed() {
        S3Bucket right = server.bucket();
        S3Bucket wrong =
                new S3Bucket(right.endpoint(), right.region(), right.name(), right.accessKey(), "not-the-secret");
        try (BlobStorage storage = S3Blobs.in(wrong, Clock.systemUTC())) {
            assertThatThrownBy(() -> storage.list("studio", (name, length) -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("SignatureDoesNotMatch")
                    .hasMessageNotContaining("not-the-secret");
        }
    }

    @Test
    void aBucketDoesNotTellItsKeys() {
        assertThat(server.bucket().toString()).contains("weftwork-test").doesNotContain("secret", "access");
    }
}
