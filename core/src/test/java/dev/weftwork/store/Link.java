package dev.weftwork.store;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SnapshotRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Carries between a store and a server by hand, one step at a time. */
final class Link {
    static final Binding BINDING = new Binding("memory", "studio", "ann");
    static final PushLimits ALL = PushLimits.of(1000, 1 << 20);

    private final RemoteAdapter remote;

    Link(MemoryWorkspace server) {
        remote = MemoryRemote.of(server, "ann");
    }

    private static <T> RemoteReply.Ok<T> now(CompletableFuture<RemoteReply<T>> future) {
        RemoteReply<T> reply = future.join();
        if (reply instanceof RemoteReply.Ok<T> ok) {
            return ok;
        }
        throw new IllegalStateException("The server refused: " + reply);
    }

    static List<Op> offer(Store store) {
        store.flush();
        return store.replication().offer(ALL);
    }

    Exchanged send(List<Op> ops) {
        RemoteReply.Ok<PushAnswer> pushed = now(remote.push(PushRequest.of(ops)));
        return Exchanged.push(ops, pushed.value().answers(), pushed.time());
    }

    Receipt push(Store store) {
        return store.replication().record(send(offer(store)));
    }

    Exchanged fetch(Store store) {
        return fetch(store, 1000);
    }

    Exchanged fetch(Store store, int limit) {
        var after = store.replication().state().cursor();
        RemoteReply.Ok<PullAnswer> pulled = now(remote.pull(PullRequest.after(after, limit)));
        return Exchanged.pull(after, pulled.value(), pulled.time());
    }

    /** What the server says of a graph at its head. */
    PullAnswer digest(Store store, WorkflowId workflow) {
        var after = store.replication().state().cursor();
        return now(remote.pull(new PullRequest(after, 1000, Duration.ZERO, Set.of(), Set.of(workflow))))
                .value();
    }

    Receipt pull(Store store) {
        return store.replication().record(fetch(store));
    }

    void sync(Store store) {
        while (store.replication().state().pending() > 0
                || !store.oplog().unsaved().isEmpty()) {
            push(store);
        }
        pull(store);
    }

    /** Gives the numbers under which the server took them back. */
    Map<OpId, Long> offerAgain(List<PushRequest.Offer> offers) {
        Map<OpId, Long> taken = new HashMap<>();
        for (OpAnswer answer : now(remote.push(new PushRequest(offers))).value().answers()) {
            if (answer instanceof OpAnswer.Decided decided && decided.verdict() instanceof Verdict.Applied applied) {
                taken.put(answer.op(), applied.seq());
            }
        }
        return taken;
    }

    void rebase(Store store, boolean lost) {
        RemoteReply.Ok<SnapshotManifest> manifest = now(remote.snapshot(new SnapshotRequest(Set.of())));
        List<SnapshotPage.Row> rows = new ArrayList<>();
        for (SnapshotPart part : manifest.value().parts()) {
            rows.addAll(now(remote.part(part)).value().entities());
        }
        store.replication().rebase(manifest.value(), rows, manifest.time(), lost);
    }
}
