package dev.weftwork.server.blob;

import dev.weftwork.server.S3Bucket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * A server in this process that speaks S3, checks signatures, and keeps what it gets in memory.
 *
 * @param proxy the server
 * @param bucket a bucket that is there
 */
public record S3Server(S3Proxy proxy, S3Bucket bucket) implements AutoCloseable {
    /** Starts one on a port of its own. */
    public static S3Server start() {
        try {
            S3Proxy proxy = S3Proxy.builder()
                    .endpoint(URI.create("http://127.0.0.1:0"))
                    .awsAuthentication(AuthenticationType.AWS_V4, "access-of-tests", "secret-of-tests")
                    .blobStore(new TransientNio2BlobStore())
                    .build();
            proxy.start();
            URI endpoint = URI.create("http://127.0.0.1:" + proxy.getPort());
            S3Bucket bucket =
                    new S3Bucket(endpoint, "us-east-1", "weftwork-test", "access-of-tests", "secret-of-tests");
            new S3Client(bucket, Clock.systemUTC(), Duration.ofMinutes(3)).ask(S3Client.Ask.of("PUT", ""));
            return new S3Server(proxy, bucket);
        } catch (Exception e) {
            throw new IllegalStateException("The S3 server does not start", e);
        }
    }

    /** Answers nobody any more. */
    public void goAway() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        goAway();
    }
}
