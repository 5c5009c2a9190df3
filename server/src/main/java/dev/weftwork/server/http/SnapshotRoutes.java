package dev.weftwork.server.http;

import dev.weftwork.spi.RemoteTime;
import dev.weftwork.wire.Answers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The state of a workspace in parts. */
final class SnapshotRoutes {
    private final Workspaces workspaces;
    private final PartFiles files;
    private final Snapshots snapshots;

    SnapshotRoutes(Workspaces workspaces, PartFiles files, Snapshots snapshots) {
        this.workspaces = workspaces;
        this.files = files;
        this.snapshots = snapshots;
    }

    CompletableFuture<Reply> manifest(Call call) throws IOException {
        Snapshots.Wanted wanted = new Snapshots.Wanted(call.workspace(), call.workflows("workflow"));
        return snapshots.manifest(wanted).thenApply(manifest -> {
            try {
                RemoteTime time = workspaces.read(call.workspace(), workspaces::time);
                return Reply.json(Answers.manifest(manifest, time));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    CompletableFuture<Reply> part(Call call, String id) throws IOException {
        byte @Nullable [] packed = files.read(call.workspace(), id);
        if (packed == null) {
            throw new ProblemException(404, "no-such-part", "That part is not kept; take a new snapshot");
        }
        RemoteTime time = workspaces.read(call.workspace(), workspaces::time);
        Map<String, String> headers = Map.of(
                "Content-Encoding",
                "gzip",
                "Cache-Control",
                "private, immutable",
                "Weftwork-Now",
                Long.toString(time.millis()),
                "Weftwork-Hlc",
                Long.toString(time.hlc()));
        return CompletableFuture.completedFuture(new Reply(200, "application/x-ndjson", packed, headers));
    }
}
