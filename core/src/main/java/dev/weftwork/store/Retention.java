package dev.weftwork.store;

import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How long the log of an attached store is kept: what a server acknowledged stays for 30 days, so that it can be offered
 * once more to a server that was restored from a backup. Days are counted by the server's clock, since a device's own
 * may jump. Once a day a mark is set that says how far the log had come.
 */
final class Retention {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration BETWEEN_MARKS = Duration.ofDays(1);

    private Retention() {}

    /** Up to where the log may be pruned, of what is not needed for anything else; sets a mark if it is time. */
    static long limit(long settled, long serverMillis, WriteTransaction transaction) throws IOException {
        if (transaction.setting(Keys.AUTHORITY) == null) {
            return settled;
        }
        if (serverMillis == 0) {
            // no server was ever heard, so nothing is old yet
            return transaction.floor();
        }
        String text = transaction.setting(Keys.KEPT);
        NavigableMap<Long, Long> marks = parse(text == null ? "" : text);
        boolean due = marks.isEmpty() || serverMillis - marks.lastEntry().getValue() >= BETWEEN_MARKS.toMillis();
        if (due) {
            marks.put(settled, serverMillis);
        }
        long limit = transaction.floor();
        for (Map.Entry<Long, Long> mark : marks.entrySet()) {
            if (serverMillis - mark.getValue() >= KEPT.toMillis()) {
                limit = Math.max(limit, mark.getKey());
            }
        }
        String kept = marks.tailMap(limit, false).entrySet().stream()
                .map(mark -> mark.getKey() + ":" + mark.getValue())
                .collect(Collectors.joining(","));
        if (!kept.equals(text)) {
            transaction.setting(Keys.KEPT, kept);
        }
        return Math.min(limit, settled);
    }

    private static NavigableMap<Long, Long> parse(String text) {
        NavigableMap<Long, Long> marks = new TreeMap<>();
        for (String mark : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int colon = mark.indexOf(':');
            marks.put(
                    Damage.number(Keys.KEPT, mark.substring(0, Math.max(colon, 0))),
                    Damage.number(Keys.KEPT, mark.substring(colon + 1)));
        }
        return marks;
    }
}
