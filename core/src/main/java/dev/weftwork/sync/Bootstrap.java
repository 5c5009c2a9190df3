package dev.weftwork.sync;

import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SnapshotRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Fetches a snapshot part by part. Used once, confined to the engine's lane. */
final class Bootstrap {
    private final Session session;
    private final Asking asking;
    private final List<SnapshotPage.Row> rows = new ArrayList<>();

    /** How a round asks. */
    interface Asking {
        <T> void ask(Supplier<CompletableFuture<RemoteReply<T>>> call, BiConsumer<T, RemoteTime> then);
    }

    Bootstrap(Session session, Asking asking) {
        this.session = session;
        this.asking = asking;
    }

    void run(SnapshotRequest request, BiConsumer<SnapshotManifest, List<SnapshotPage.Row>> then) {
        asking.ask(
                () -> session.remote().snapshot(request),
                (manifest, time) -> part(manifest, new ArrayDeque<>(manifest.parts()), then));
    }

    private void part(
            SnapshotManifest manifest,
            Deque<SnapshotPart> left,
            BiConsumer<SnapshotManifest, List<SnapshotPage.Row>> then) {
        SnapshotPart part = left.poll();
        if (part == null) {
            then.accept(manifest, rows);
            return;
        }
        asking.ask(() -> session.remote().part(part), (page, time) -> {
            rows.addAll(page.entities());
            session.progress(
                    rows.size(),
                    manifest.parts().stream().mapToLong(SnapshotPart::entities).sum());
            part(manifest, left, then);
        });
    }
}
