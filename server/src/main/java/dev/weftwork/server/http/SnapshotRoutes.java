package dev.weftwork.server.http;

import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.wire.Answers;
import dev.weftwork.wire.SnapshotLines;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The state of a workspace in parts. */
final class SnapshotRoutes {
    private final Workspaces workspaces;
    private final PartFiles files;

    SnapshotRoutes(Workspaces workspaces, PartFiles files) {
        this.workspaces = workspaces;
        this.files = files;
    }

    CompletableFuture<Reply> manifest(Call call) throws IOException {
        return CompletableFuture.completedFuture(workspaces.read(call.workspace(), reader -> {
            SnapshotManifest manifest = new SnapshotManifest(
                    new RemoteCursor(reader.headPlace().text()),
                    reader.headPlace().seq(),
                    parts(call, reader));
            return Reply.json(Answers.manifest(manifest, workspaces.time(reader)));
        }));
    }

    private List<SnapshotPart> parts(Call call, WorkspaceReader reader) throws IOException {
        PartFiles.Writing writing = files.write(call.workspace());
        reader.entities(
                call.workflows("workflow"), (workflow, entity) -> writing.add(SnapshotLines.line(workflow, entity)));
        return writing.finish();
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
