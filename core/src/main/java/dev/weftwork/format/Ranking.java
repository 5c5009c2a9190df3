package dev.weftwork.format;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** New order keys for as few entries of a list as possible, so that a save writes nothing about those that stayed. */
final class Ranking {
    private Ranking() {}

    /**
     * The keys that bring a list into another order.
     *
     * @param before the list as it was
     * @param after the list as it is to be
     * @param keys the keys that entries have now
     * @return keys for those that need one, or null if the keys that are there leave no room
     */
    static <K> @Nullable Map<K, String> keys(List<K> before, List<K> after, Function<K, @Nullable String> keys) {
        Map<K, Integer> places = new HashMap<>();
        for (int i = 0; i < before.size(); i++) {
            places.put(before.get(i), i);
        }
        int[] old = new int[after.size()];
        for (int i = 0; i < old.length; i++) {
            old[i] = places.getOrDefault(after.get(i), -1);
        }
        boolean[] stays = rising(old);
        Map<K, String> made = new HashMap<>();
        String low = null;
        for (int i = 0; i < old.length; ) {
            int end = i;
            while (end < old.length && !stays[end]) {
                end++;
            }
            if (end > i) {
                String below = i == 0 ? null : low;
                String above = end == old.length ? null : keys.apply(after.get(end));
                boolean room = (i == 0 || below != null) && (end == old.length || above != null);
                if (!room || (below != null && above != null && below.compareTo(above) >= 0)) {
                    return null;
                }
                fill(after.subList(i, end), below, above, made);
            }
            low = end < old.length ? keys.apply(after.get(end)) : null;
            i = end + 1;
        }
        return made;
    }

    /** Keys between two others, the middle first, so that they stay short. */
    private static <K> void fill(List<K> run, @Nullable String low, @Nullable String high, Map<K, String> made) {
        if (run.isEmpty()) {
            return;
        }
        int middle = run.size() / 2;
        String key = OrderKeys.between(low, high);
        made.put(run.get(middle), key);
        fill(run.subList(0, middle), low, key, made);
        fill(run.subList(middle + 1, run.size()), key, high, made);
    }

    /** Which entries form the longest rising sequence; those below zero are in none. */
    private static boolean[] rising(int[] values) {
        int[] ends = new int[values.length];
        int[] heads = new int[values.length];
        int length = 0;
        int[] previous = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0) {
                continue;
            }
            int found = Arrays.binarySearch(heads, 0, length, values[i]);
            int at = found < 0 ? -found - 1 : found;
            previous[i] = at == 0 ? -1 : ends[at - 1];
            ends[at] = i;
            heads[at] = values[i];
            length = Math.max(length, at + 1);
        }
        boolean[] stays = new boolean[values.length];
        for (int at = length == 0 ? -1 : ends[length - 1]; at >= 0; at = previous[at]) {
            stays[at] = true;
        }
        return stays;
    }
}
