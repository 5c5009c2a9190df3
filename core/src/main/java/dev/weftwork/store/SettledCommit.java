package dev.weftwork.store;

import dev.weftwork.change.OpId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An edit that changed nothing, and so is as durable as what it left alone. */
enum SettledCommit implements Commit {
    UNCHANGED;

    @Override
    public Optional<OpId> op() {
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Void> durable() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<SyncOutcome> synced() {
        return CompletableFuture.completedFuture(new SyncOutcome.LocalOnly());
    }

    @Override
    public void awaitDurable() {
        // nothing was written, so there is nothing to wait for
    }
}
