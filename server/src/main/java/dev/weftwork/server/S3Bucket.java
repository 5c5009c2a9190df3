package dev.weftwork.server;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/**
 * A bucket of S3, or of a storage that speaks like it, in which a server keeps binaries.
 *
 * @param endpoint the address of the service; the bucket is the first part of the path below it
 * @param region the region that requests are signed for, such as {@code us-east-1}
 * @param name the bucket, which has to be there already
 * @param accessKey who asks
 * @param secretKey what requests are signed with
 */
public record S3Bucket(URI endpoint, String region, String name, String accessKey, String secretKey) {
    /**
     * Checks that nothing is left out.
     *
     * @param endpoint the address of the service
     * @param region the region
     * @param name the bucket
     * @param accessKey who asks
     * @param secretKey what requests are signed with
     * @throws IllegalArgumentException if the address is none of HTTP, or a text is blank
     */
    public S3Bucket {
        Objects.requireNonNull(endpoint, "An endpoint is needed; for Amazon's it is https://s3.REGION.amazonaws.com");
        String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
        if (endpoint.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException(
                    "The endpoint of a bucket begins with https:// or http:// and has a host; for Amazon's it is "
                            + "https://s3.REGION.amazonaws.com");
        }
        required("region", region, "us-east-1 does where there are no regions");
        required("name", name, "it has to be there already");
        required("access key", accessKey, "it goes with the secret key");
        required("secret key", secretKey, "requests are signed with it");
    }

    private static void required(String what, String text, String hint) {
        if (Objects.requireNonNull(text, () -> "The " + what + " of a bucket is needed; " + hint)
                .isBlank()) {
            throw new IllegalArgumentException("The " + what + " of a bucket must not be blank; " + hint);
        }
    }

    /** Leaves out the keys, since this may be logged. */
    @Override
    public String toString() {
        return endpoint + "/" + name + " (" + region + ")";
    }
}
