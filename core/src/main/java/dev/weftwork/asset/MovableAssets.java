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
    private int puts;
    /** Who moves while nobody may put; guarded by this, as is their number. */
    private @Nullable Thread alone;

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

    /** Something to do while nobody puts. */
    interface Work {
        void run() throws IOException;
    }

    /** Waits until nobody puts, and lets nobody begin until the work is done; it may call the host, so no lock is held. */
    void whenIdle(Work work) throws IOException {
        synchronized (this) {
            waitUntil(() -> puts == 0);
            alone = Thread.currentThread();
        }
        try {
            work.run();
        } finally {
            synchronized (this) {
                alone = null;
                notifyAll();
            }
        }
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

    @Override
    public StoredAsset put(Filling filling) throws IOException {
        AssetAdapter place = enter();
        try {
            return place.put(filling);
        } finally {
            leave();
        }
    }

    @Override
    public Optional<AssetDraft> draft(AssetHash hash) throws IOException {
        AssetAdapter place = current;
        return place.draft(hash).map(draft -> new LedDraft(draft, (part, wished) -> finish(place, part, wished)));
    }

    /** A part may take days to come, so nobody waits for it before a move; it follows when it is whole. */
    private StoredAsset finish(AssetAdapter place, AssetDraft draft, NewAsset wished) throws IOException {
        AssetAdapter now = enter();
        try {
            return now.equals(place) ? draft.finish(wished) : LedDraft.carry(draft, now, wished);
        } finally {
            leave();
        }
    }

    private synchronized AssetAdapter enter() {
        if (Thread.currentThread().equals(alone)) {
            throw new IllegalStateException(
                    "An asset was put by the listener that is told of the switch to another place,"
                            + " and could be lost; put it after relocateAssets(…) has returned");
        }
        waitUntil(() -> alone == null);
        puts++;
        return current;
    }

    private synchronized void leave() {
        puts--;
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
