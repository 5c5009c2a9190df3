package dev.weftwork.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** The least that a client needs: posts changes, gets changes; the same client library as ours. */
final class RawSyncClient {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;

    RawSyncClient(URI server) {
        this.server = server;
    }

    void post(List<String> ops) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .header("Authorization", "Bearer " + SyncSite.TOKEN)
                .POST(BodyPublishers.ofByteArray(Lines.pack(ops)))
                .build();
        send(request);
    }

    List<String> get(long after) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "?" + after))
                .header("Accept-Encoding", "gzip")
                .header("Authorization", "Bearer " + SyncSite.TOKEN)
                .build();
        return Lines.unpack(send(request).body());
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws Exception {
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("The server answered " + response.statusCode());
        }
        return response;
    }
}
