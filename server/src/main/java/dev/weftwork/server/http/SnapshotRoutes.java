package dev.weftwork.server.http;

import dev.weftwork.change.EntityKey;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.wire.Answers;
import dev.weftwork.wire.Problem;
import dev.weftwork.wire.SnapshotLines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The state of a workspace in parts. */
final class SnapshotRoutes {
    /** Each holds a connection for as long as it takes, and there are few. */
    private static final int AT_ONCE = 2;

    private static final Duration SOON = Duration.ofSeconds(2);

    private final Workspaces workspaces;
    private final PartFiles files;
    private final Semaphore places = new Semaphore(AT_ONCE);

    SnapshotRoutes(Workspaces workspaces, PartFiles files) {
        this.workspaces = workspaces;
        this.files = files;
    }

    CompletableFuture<Reply> manifest(Call call) throws IOException {
        if (!places.tryAcquire()) {
            throw new ProblemException(new Problem(503, "busy", "Other snapshots are being made; try again"), SOON);
        }
        try {
            return CompletableFuture.completedFuture(make(call));
        } finally {
            places.release();
        }
    }

    private Reply make(Call call) throws IOException {
        return workspaces.read(call.workspace(), reader -> {
            SnapshotManifest manifest = new SnapshotManifest(
                    new RemoteCursor(reader.headPlace().text()),
                    reader.headPlace().seq(),
                    parts(call, reader));
            return Reply.json(Answers.manifest(manifest, workspaces.time(reader)));
        });
    }

    private List<SnapshotPart> parts(Call call, WorkspaceReader reader) throws IOException {
        PartFiles.Writing writing = files.write(call.workspace());
        reader.entities(call.workflows("workflow"), (workflow, entity) -> {
            boolean own = entity.key().equals(EntityKey.of(workflow));
            long updatedAt = own ? reader.updatedAt(workflow) : 0;
            writing.add(SnapshotLines.line(SnapshotPage.Row.of(workflow, entity, updatedAt)));
        });
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
