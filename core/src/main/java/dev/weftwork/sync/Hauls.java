package dev.weftwork.sync;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.sync.AssetTransfer.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The assets that are to go somewhere, in the order in which that was found out. Confined to the carrier's lane. */
final class Hauls {
    private final Map<AssetHash, Haul> all = new LinkedHashMap<>();
    /** Those of which the last try failed. */
    private final Map<AssetHash, AssetFailure> failures = new LinkedHashMap<>();
    /** Those on their way here; any thread may look. */
    private final Set<AssetHash> arriving = ConcurrentHashMap.newKeySet();

    private volatile AssetTraffic traffic = AssetTraffic.NONE;

    @Nullable Haul get(AssetHash hash) {
        return all.get(hash);
    }

    boolean has(AssetHash hash) {
        return all.containsKey(hash);
    }

    List<Haul> all() {
        return List.copyOf(all.values());
    }

    void add(Haul haul) {
        all.put(haul.hash(), haul);
        if (haul.way() == Way.DOWN) {
            arriving.add(haul.hash());
        }
    }

    void remove(Haul haul) {
        // another may have taken its place: what was sent and is gone here is fetched
        if (all.remove(haul.hash(), haul)) {
            arriving.remove(haul.hash());
        }
    }

    /** Any thread may ask. */
    boolean isArriving(AssetHash hash) {
        return arriving.contains(hash);
    }

    void failed(AssetFailure failure) {
        failures.put(failure.hash(), failure);
    }

    void succeeded(AssetHash hash) {
        failures.remove(hash);
    }

    /** Whether it makes no sense to try that one again. */
    boolean isGivenUp(AssetHash hash) {
        AssetFailure failure = failures.get(hash);
        return failure != null && !failure.isPassing();
    }

    void forgetFailures(Predicate<AssetHash> which) {
        failures.keySet().removeIf(which);
    }

    /** How many move now, of those that somebody waits for, or of the others. */
    long moving(boolean urgent) {
        return all.values().stream()
                .filter(haul -> haul.running() && haul.urgent() == urgent)
                .count();
    }

    /** The next that could move, or null. */
    @Nullable Haul next(Predicate<Haul> which) {
        for (Haul haul : all.values()) {
            if (!haul.running() && which.test(haul)) {
                return haul;
            }
        }
        return null;
    }

    /** How long it is until one of them need not be left alone any more; zero if none is. */
    long shortestRest(long now) {
        return all.values().stream()
                .filter(haul -> !haul.running())
                .mapToLong(haul -> haul.rests(now))
                .filter(rest -> rest > 0)
                .min()
                .orElse(0);
    }

    void clear() {
        all.clear();
        failures.clear();
        arriving.clear();
    }

    /** Any thread may ask. */
    AssetTraffic traffic() {
        return traffic;
    }

    /** Counts anew. */
    AssetTraffic count() {
        int[] count = new int[3];
        long[] left = new long[2];
        for (Haul haul : all.values()) {
            int way = haul.way() == Way.UP ? 0 : 1;
            count[way]++;
            left[way] += haul.left();
            count[2] += haul.running() ? 1 : 0;
        }
        traffic = new AssetTraffic(count[0], left[0], count[1], left[1], count[2], new ArrayList<>(failures.values()));
        return traffic;
    }
}
