package dev.weftwork.server.blob;

import dev.weftwork.server.S3Bucket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests as S3 wants it: AWS Signature Version 4, in the header field {@code Authorization}. */
record SigV4(S3Bucket bucket) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /**
     * What is signed.
     *
     * @param method the method
     * @param path the path as it is sent
     * @param query the parameters, not encoded
     * @param headers further header fields to be signed, in lower case; with {@code host}
     * @param payload the SHA-256 of the body
     */
    record Signed(
            String method, String path, SortedMap<String, String> query, Map<String, String> headers, String payload) {}

    /** The header fields to send beside those that were given. */
    Map<String, String> sign(Signed request, Instant now) {
        String moment = MOMENT.format(now);
        String day = moment.substring(0, 8);
        SortedMap<String, String> headers = new TreeMap<>(request.headers);
        headers.put("x-amz-content-sha256", request.payload);
        headers.put("x-amz-date", moment);
        String names = String.join(";", headers.keySet());
        StringBuilder canonical = new StringBuilder(request.method + "\n" + request.path + "\n" + query(request.query));
        canonical.append('\n');
        headers.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        canonical.append('\n').append(names).append('\n').append(request.payload);
        String scope = day + "/" + bucket.region() + "/s3/aws4_request";
        String text = ALGORITHM + "\n" + moment + "\n" + scope + "\n" + sha256(canonical.toString());
        String signature = Hashes.text(hmac(key(day), text));
        return Map.of(
                "x-amz-content-sha256",
                request.payload,
                "x-amz-date",
                moment,
                "Authorization",
                ALGORITHM + " Credential=" + bucket.accessKey() + "/" + scope + ", SignedHeaders=" + names
                        + ", Signature=" + signature);
    }

    /** The parameters as they are sent and signed. */
    static String query(SortedMap<String, String> query) {
        return query.entrySet().stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    static String sha256(String text) {
        return Hashes.text(Hashes.digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private byte[] key(String day) {
        byte[] secret = ("AWS4" + bucket.secretKey()).getBytes(StandardCharsets.UTF_8);
        return hmac(hmac(hmac(hmac(secret, day), bucket.region()), "s3"), "aws4_request");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
