package dev.weftwork.sync;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.sync.AssetTransfer.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One asset that is to go somewhere. Confined to the carrier's lane, but for how far it has come. */
final class Haul {
    /** Smaller steps than that are not told. */
    private static final long STEP = 256 << 10;

    private final AssetHash hash;
    private final AssetRef ref;
    private final Way way;
    private final long size;
    private final List<Consumer<AssetFetch>> waiters = new ArrayList<>();
    private final List<Consumer<AssetFetch>> patient = new ArrayList<>();
    private volatile long bytes;
    private long began;
    private long told;
    private boolean started;
    /** Where somebody asked for it who does not wait, it goes on although nobody does. */
    private boolean wanted;

    private boolean asked;

    private int failures;
    private boolean delayed;
    private long notBefore;
    private boolean running;
    private @Nullable Runnable stop;

    Haul(AssetHash hash, AssetRef ref, Way way, long size) {
        this.hash = hash;
        this.ref = ref;
        this.way = way;
        this.size = size;
    }

    AssetHash hash() {
        return hash;
    }

    AssetRef ref() {
        return ref;
    }

    Way way() {
        return way;
    }

    long size() {
        return size;
    }

    AssetTransfer transfer() {
        return new AssetTransfer(hash, way, bytes, size);
    }

    /** How many bytes are left, as far as that is known. */
    long left() {
        return Math.max(0, size - bytes);
    }

    /** How many bytes went over since it was last begun. */
    long moved() {
        return Math.max(0, bytes - began);
    }

    /** Notes how far it has come, on any thread; true if that is worth telling. One thread at a time. */
    boolean reached(long now) {
        if (!started) {
            // the first word is of what was over before
            started = true;
            began = now;
        }
        bytes = now;
        boolean worth = Math.abs(now - told) >= Math.max(STEP, size / 100) || (now == size && told != now);
        if (worth) {
            told = now;
        }
        return worth;
    }

    void await(Consumer<AssetFetch> waiter) {
        waiters.add(waiter);
    }

    /** Somebody wants it here who has time. */
    void expect(Consumer<AssetFetch> waiter) {
        patient.add(waiter);
        asked = true;
        wanted = true;
    }

    void want() {
        wanted = true;
    }

    /** Whether only a graph wants it. */
    boolean unasked() {
        return waiters.isEmpty() && !asked;
    }

    boolean wanted() {
        return wanted || way == Way.UP;
    }

    /** Whether somebody waits for it. */
    boolean urgent() {
        return !waiters.isEmpty();
    }

    void answer(AssetFetch outcome) {
        List<Consumer<AssetFetch>> all = new ArrayList<>(waiters);
        all.addAll(patient);
        waiters.clear();
        patient.clear();
        all.forEach(waiter -> waiter.accept(outcome));
    }

    boolean running() {
        return running;
    }

    void begin() {
        running = true;
        started = false;
        stop = null;
    }

    void end() {
        running = false;
    }

    void stopWith(Runnable how) {
        stop = how;
    }

    void stop() {
        Runnable how = stop;
        if (how != null) {
            how.run();
        }
    }

    int failed() {
        return failures++;
    }

    /** How long to leave it alone from a moment on; nothing or less if that is over. */
    long rests(long now) {
        return delayed ? notBefore - now : 0;
    }

    void notBefore(long nanos) {
        delayed = true;
        notBefore = nanos;
    }

    void now() {
        delayed = false;
    }
}
