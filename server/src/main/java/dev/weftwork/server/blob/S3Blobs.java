package dev.weftwork.server.blob;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.server.S3Bucket;
import dev.weftwork.server.blob.S3Client.Ask;
import dev.weftwork.server.blob.S3Client.Body;
import dev.weftwork.server.storage.BlobStorage;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ObjLongConsumer;

/**
 * Binaries in a bucket of S3, under {@code blobs/WORKSPACE/HASH}. Large ones go there in parts, and are there for nobody
 * before the last.
 */
public final class S3Blobs implements BlobStorage {
    private static final long WHOLE = 64L << 20;
    private static final int NO_SUCH = 404;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final S3Client client;

    private S3Blobs(S3Client client) {
        this.client = client;
    }

    /**
     * Keeps binaries in a bucket.
     *
     * @param bucket the bucket
     * @param clock the time, which the bucket compares with its own
     * @return the storage
     */
    public static S3Blobs in(S3Bucket bucket, Clock clock) {
        return in(bucket, clock, PATIENCE);
    }

    /**
     * Keeps binaries in a bucket.
     *
     * @param bucket the bucket
     * @param clock the time, which the bucket compares with its own
     * @param patience how long a short answer may take; a long one has a second more for every 128 KiB
     * @return the storage
     */
    public static S3Blobs in(S3Bucket bucket, Clock clock, Duration patience) {
        return new S3Blobs(new S3Client(bucket, clock, patience));
    }

    @Override
    public OptionalLong size(String workspace, String hash) throws IOException {
        HttpResponse<byte[]> answer = client.ask(Ask.of("HEAD", key(workspace, hash)));
        return answer.statusCode() == NO_SUCH
                ? OptionalLong.empty()
                : answer.headers().firstValueAsLong("Content-Length");
    }

    @Override
    public InputStream open(String workspace, String hash, long offset, long length) throws IOException {
        if (size(workspace, hash).isEmpty()) {
            throw new NoSuchFileException(hash);
        }
        return new Pieces(length, (from, count) -> piece(workspace, hash, offset + from, count));
    }

    private byte[] piece(String workspace, String hash, long from, int count) throws IOException {
        HttpResponse<byte[]> answer =
                client.ask(Ask.of("GET", key(workspace, hash)).range(from, count));
        if (answer.statusCode() == NO_SUCH || answer.body().length != count) {
            throw new IOException("The bucket gave " + answer.body().length + " of " + count + " bytes");
        }
        return answer.body();
    }

    @Override
    public void store(String workspace, String hash, Path file) throws IOException {
        String key = key(workspace, hash);
        long length = Files.size(file);
        if (length <= WHOLE) {
            // the name is the hash that is to be signed
            there(client.ask(Ask.of("PUT", key).with(new Body(BodyPublishers.ofFile(file), hash))));
        } else {
            storeInParts(key, file, length);
        }
    }

    /** What has no place in a bucket has none because there is no bucket. */
    private static HttpResponse<byte[]> there(HttpResponse<byte[]> answer) throws IOException {
        if (answer.statusCode() == NO_SUCH) {
            throw new IOException("There is no such bucket: " + Xml.first("Code", S3Client.text(answer), "no code"));
        }
        return answer;
    }

    private void storeInParts(String key, Path file, long length) throws IOException {
        String begun = S3Client.text(client.ask(Ask.of("POST", key).with(Map.of("uploads", ""))));
        String upload = Xml.first("UploadId", begun, "");
        if (upload.isEmpty()) {
            throw new IOException("The bucket began no upload in parts");
        }
        try {
            String list = parts(key, file, length, upload);
            Ask end = Ask.of("POST", key).with(Map.of("uploadId", upload));
            String answer = S3Client.text(client.ask(end.with(Body.of(list.getBytes(StandardCharsets.UTF_8)))));
            if (answer.contains("<Error>")) {
                throw new IOException("The bucket did not join the parts: " + Xml.first("Code", answer, "no code"));
            }
        } catch (IOException | RuntimeException e) {
            forget(key, upload, e);
            throw e;
        }
    }

    private String parts(String key, Path file, long length, String upload) throws IOException {
        int part = partLength(length);
        StringBuilder list = new StringBuilder("<CompleteMultipartUpload>");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long at = 0; at < length; at += part) {
                int number = (int) (at / part) + 1;
                byte[] bytes = new byte[(int) Math.min(part, length - at)];
                Pieces.fill(channel, at, bytes);
                Map<String, String> query = Map.of("partNumber", Integer.toString(number), "uploadId", upload);
                HttpResponse<byte[]> answer =
                        client.ask(Ask.of("PUT", key).with(query).with(Body.of(bytes)));
                if (answer.statusCode() == NO_SUCH) {
                    throw new IOException("The bucket forgot an upload in parts");
                }
                String tag = answer.headers().firstValue("ETag").orElse("");
                list.append("<Part><PartNumber>").append(number).append("</PartNumber><ETag>");
                list.append(Xml.escape(tag)).append("</ETag></Part>");
            }
        }
        return list.append("</CompleteMultipartUpload>").toString();
    }

    /** At most 10,000 parts are allowed, and each is in memory while it is sent. */
    private static int partLength(long length) {
        long least = 8L << 20;
        return (int) Math.max(least, length / 9_000 + 1);
    }

    private void forget(String key, String upload, Exception cause) {
        try {
            client.ask(Ask.of("DELETE", key).with(Map.of("uploadId", upload)));
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void delete(String workspace, String hash) throws IOException {
        client.ask(Ask.of("DELETE", key(workspace, hash)));
    }

    @Override
    public void list(String workspace, ObjLongConsumer<String> each) throws IOException {
        String place = key(workspace, "");
        Map<String, String> query = new HashMap<>(Map.of("list-type", "2", "prefix", place));
        String page;
        do {
            page = S3Client.text(there(client.ask(Ask.of("GET", "").with(query))));
            List<String> keys = Xml.all("Key", page);
            List<String> sizes = Xml.all("Size", page);
            for (int i = 0; i < keys.size(); i++) {
                String name = keys.get(i).substring(place.length());
                if (AssetHash.isHex(name)) {
                    each.accept(name, Long.parseLong(sizes.get(i)));
                }
            }
            String next = Xml.first("NextContinuationToken", page, "");
            if (next.isEmpty() && isCut(page)) {
                throw new IOException("The bucket says that its list goes on, and not where");
            }
            query.put("continuation-token", next);
        } while (isCut(page));
    }

    private static boolean isCut(String page) {
        return Xml.first("IsTruncated", page, "false").equals("true");
    }

    private static String key(String workspace, String hash) {
        return "blobs/" + Hashes.place(workspace) + "/" + hash;
    }

    @Override
    public void close() {
        // its connections end when nobody uses them
    }
}
