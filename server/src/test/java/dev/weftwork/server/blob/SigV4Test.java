package dev.weftwork.server.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.server.S3Bucket;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The examples that Amazon publishes for signatures of requests to S3. */
final class SigV4Test {
    private static final String HOST = "examplebucket.s3.amazonaws.com";
    private static final Instant MOMENT = Instant.parse("2013-05-24T00:00:00Z");
    private static final SigV4 SIGNER = new SigV4(new S3Bucket(
            URI.create("https://s3.amazonaws.com"),
            "us-east-1",
            "examplebucket",
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));

    @Test
    void readingAStretchIsSignedAsInTheExample() {
        SigV4.Signed request = new SigV4.Signed(
                "GET", "/test.txt", new TreeMap<>(), Map.of("host", HOST, "range", "bytes=0-9"), SigV4.sha256(""));

        assertThat(SIGNER.sign(request, MOMENT).get("Authorization"))
                .contains("Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request")
                .contains("SignedHeaders=host;range;x-amz-content-sha256;x-amz-date")
                .endsWith("Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    @Test
    void listingWithParametersIsSignedAsInTheExample() {
        SigV4.Signed request = new SigV4.Signed(
                "GET",
                "/",
                new TreeMap<>(Map.of("max-keys", "2", "prefix", "J")),
                Map.of("host", HOST),
                SigV4.sha256(""));

        assertThat(SIGNER.sign(request, MOMENT).get("Authorization"))
                .endsWith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }
}
