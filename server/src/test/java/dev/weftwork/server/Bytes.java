package dev.weftwork.server;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;

/** A binary, and how a client that knows nothing of the library brings and fetches it. */
record Bytes(byte[] all) {
    static Bytes of(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return new Bytes(bytes);
    }

    byte[] sum() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(all);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String hash() {
        return HexFormat.of().formatHex(sum());
    }

    String digest() {
        return "sha-256=:" + Base64.getEncoder().encodeToString(sum()) + ":";
    }

    HttpResponse<String> put(Http client, String workspace) {
        return client.send(client.request(workspace + "/blobs/" + hash()).PUT(BodyPublishers.ofByteArray(all)));
    }

    HttpResponse<byte[]> get(Http client, String workspace, String... headers) {
        var request = client.request(workspace + "/blobs/" + hash()).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.later(request, BodyHandlers.ofByteArray()).join();
    }

    /** Begins an upload without sending anything of it. */
    HttpResponse<String> begin(Http client, String workspace) {
        return client.send(client.request(workspace + "/uploads")
                .header("Upload-Complete", "?0")
                .header("Upload-Length", Integer.toString(all.length))
                .header("Repr-Digest", digest())
                .POST(BodyPublishers.noBody()));
    }

    /** Where an upload that was begun is. */
    String upload(Http client, String workspace) {
        return workspace + "/"
                + begin(client, workspace).headers().firstValue("Location").orElseThrow();
    }

    HttpResponse<String> append(Http client, String upload, int from, int to) {
        return append(client, upload, from, Arrays.copyOfRange(all, from, to), to == all.length);
    }

    static HttpResponse<String> append(Http client, String upload, int from, byte[] piece, boolean last) {
        return client.send(client.request(upload)
                .header("Content-Type", "application/partial-upload")
                .header("Upload-Offset", Integer.toString(from))
                .header("Upload-Complete", last ? "?1" : "?0")
                .method("PATCH", BodyPublishers.ofByteArray(piece)));
    }

    static HttpResponse<String> state(Http client, String upload) {
        return client.send(client.request(upload).method("HEAD", BodyPublishers.noBody()));
    }

    static long offset(HttpResponse<?> response) {
        return response.headers().firstValueAsLong("Upload-Offset").orElseThrow();
    }
}
