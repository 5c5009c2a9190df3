package dev.weftwork.asset;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.ForwardingAssets;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A place for assets that can become another while it is in use. Closing it closes the place in use and those that were
 * used before, which stay open until then for whoever still reads from them. Safe for use by many threads.
 */
public final class MovableAssets extends ForwardingAssets {
    private final Deque<AssetAdapter> former = new ArrayDeque<>();
    private final AtomicBoolean moving = new AtomicBoolean();
    private volatile AssetAdapter current;
    /** Who moves while nobody may begin or end to put; guarded by this, as are the numbers. */
    private @Nullable Thread alone;

    private int switches;
    /** How many put who began after the last switch. */
    private int puts;
    /** How many put who began before it. */
    private int older;

    private MovableAssets(AssetAdapter place) {
        current = place;
    }

    /**
     * Starts in a place.
     *
     * @param place where content is at first
     * @return the movable place
     */
    public static MovableAssets in(AssetAdapter place) {
        return new MovableAssets(Objects.requireNonNull(place, "A place is needed; it is where content is at first"));
    }

    /**
     * Moves everything to another place and goes on there. Everybody may read, put and delete meanwhile, and every
     * reference leads to its content at every moment: content is deleted from the old place when the new one has all of
     * it, checked by its hash, on the disk. A move that was stopped or killed is taken up by the same call.
     *
     * @param other where to; it may hold assets already
     * @param listener is told how far it has come
     * @return what came of it
     * @throws IllegalStateException if a move is under way
     * @throws IllegalArgumentException if the other place is the one in use
     */
    public AssetMove relocate(AssetAdapter other, AssetMoveListener listener) {
        Objects.requireNonNull(other, "Another place is needed; assets move there");
        Objects.requireNonNull(listener, "A listener is needed; AssetMoveListener.NONE wants to know nothing");
        if (!moving.compareAndSet(false, true)) {
            throw new IllegalStateException("The assets are being moved already; wait for that to end");
        }
        try {
            return new AssetMoving(this, current, other, listener).run();
        } finally {
            moving.set(false);
        }
    }

    /** What is used from now on. */
    void use(AssetAdapter place) {
        current = place;
    }

    /** What is not used any more. */
    synchronized void retire(AssetAdapter place) {
        former.add(place);
    }

    /** Something to do that ends with another place in use. */
    interface Work {
        void run() throws IOException;
    }

    /**
     * Lets nobody begin or end to put until the work is done. Whoever is in the middle of it goes on, and brings along
     * what comes of it, so nobody is waited for who may take hours. The work may call the host, so no lock is held.
     */
    void switching(Work work) throws IOException {
        synchronized (this) {
            alone = Thread.currentThread();
        }
        boolean done = false;
        try {
            work.run();
            done = true;
        } finally {
            synchronized (this) {
                alone = null;
                if (done) {
                    switches++;
                    older += puts;
                    puts = 0;
                }
                notifyAll();
            }
        }
    }

    /** Waits for those who began to put before the last switch; others may put as they like. */
    void awaitOlder() {
        waitUntil(() -> older == 0);
    }

    private synchronized void waitUntil(BooleanSupplier reached) {
        boolean interrupted = false;
        while (!reached.getAsBoolean()) {
            try {
                wait();
            } catch (InterruptedException e) {
                // an interrupt is for the thread's owner; the wait goes on without it
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected AssetAdapter place() {
        return current;
    }

    /** Makes an asset in a place. */
    private interface Putting {
        StoredAsset in(AssetAdapter place) throws IOException;
    }

    /**
     * Somebody who puts.
     *
     * @param place where to
     * @param switches how many switches there had been when it began
     */
    private record Put(AssetAdapter place, int switches) {}

    @Override
    public StoredAsset put(Filling filling) throws IOException {
        return made(place -> place.put(filling));
    }

    @Override
    public Optional<AssetDraft> draft(AssetHash hash) throws IOException {
        AssetAdapter place = current;
        return place.draft(hash).map(draft -> new LedDraft(draft, (part, wished) -> finish(place, part, wished)));
    }

    /** A part may take days to come, so it follows a move when it is whole. */
    private StoredAsset finish(AssetAdapter place, AssetDraft draft, NewAsset wished) throws IOException {
        return made(now -> now.equals(place) ? draft.finish(wished) : LedDraft.carry(draft, now, wished));
    }

    private StoredAsset made(Putting putting) throws IOException {
        Put put = enter();
        try {
            StoredAsset stored = putting.in(put.place);
            return hasSwitchedSince(put) ? bring(stored, put.place) : stored;
        } finally {
            leave(put);
        }
    }

    /** Nobody knows of it yet, so it is nowhere too late. */
    private StoredAsset bring(StoredAsset stored, AssetAdapter from) throws IOException {
        Optional<InputStream> content = from.open(stored.key(), 0);
        if (content.isEmpty()) {
            // somebody who knew its content has deleted that meanwhile
            return stored;
        }
        try (InputStream bytes = content.get()) {
            return current.put(out -> {
                Digesting.Passed passed = Digesting.copy(bytes, out);
                return new NewAsset(stored.key(), passed.hash(), stored.createdAt());
            });
        } catch (Digesting.SourceFailure e) {
            throw e.unwrapped();
        }
    }

    private synchronized Put enter() {
        if (Thread.currentThread().equals(alone)) {
            throw new IllegalStateException(
                    "An asset was put by the listener that is told of the switch to another place,"
                            + " and could be lost; put it after relocateAssets(…) has returned");
        }
        waitUntil(() -> alone == null);
        puts++;
        return new Put(current, switches);
    }

    private synchronized boolean hasSwitchedSince(Put put) {
        waitUntil(() -> alone == null);
        return put.switches != switches;
    }

    private synchronized void leave(Put put) {
        if (put.switches == switches) {
            puts--;
        } else {
            older--;
        }
        notifyAll();
    }

    @Override
    public Optional<StoredAsset> find(AssetHash hash) throws IOException {
        AssetAdapter place = current;
        Optional<StoredAsset> found = place.find(hash);
        return found.isPresent() || place.equals(current) ? found : find(hash);
    }

    @Override
    public Optional<StoredAsset> find(AssetKey key) throws IOException {
        AssetAdapter place = current;
        Optional<StoredAsset> found = place.find(key);
        return found.isPresent() || place.equals(current) ? found : find(key);
    }

    @Override
    public Optional<InputStream> open(AssetKey key, long from) throws IOException {
        AssetAdapter place = current;
        Optional<InputStream> found = place.open(key, from);
        return found.isPresent() || place.equals(current) ? found : open(key, from);
    }

    @Override
    public void close() throws IOException {
        Deque<AssetAdapter> all;
        synchronized (this) {
            all = new ArrayDeque<>(former);
        }
        all.add(current);
        IOException failure = null;
        for (AssetAdapter place : all) {
            try {
                place.close();
            } catch (IOException e) {
                failure = e;
            } catch (StorageException e) {
                failure = new IOException(e.getMessage(), e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
