package dev.weftwork.server.sqlite;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Ledger.Neighbour;
import dev.weftwork.change.NumberRange;
import dev.weftwork.change.OpId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which numbers of replicas were admitted. Most operations come in order, so each replica's last is kept at hand. */
final class Numbers {
    private static final String BELOW = "SELECT number, claimed, eff FROM answer WHERE workspace_id = ?"
            + " AND device = ? AND number < ? AND seq > 0 ORDER BY number DESC LIMIT 1";
    private static final String ABOVE = "SELECT number, claimed, eff FROM answer WHERE workspace_id = ?"
            + " AND device = ? AND number > ? AND seq > 0 ORDER BY number LIMIT 1";
    private static final String RANGES = "SELECT first, last, low_claimed, low_eff, high_claimed, high_eff"
            + " FROM number_range WHERE workspace_id = ? AND device = ?";

    private final Sql sql;
    private final String workspace;
    private final Map<DeviceId, Used> last = new HashMap<>();
    private final Map<DeviceId, List<NumberRange>> ranges = new HashMap<>();

    /** A number and its clocks; zero and null before the first. */
    private record Used(long number, @Nullable Neighbour clocks) {}

    Numbers(Sql sql, String workspace) {
        this.sql = sql;
        this.workspace = workspace;
    }

    @Nullable Neighbour below(DeviceId device, long number) {
        Used greatest = last(device);
        return greatest.number < number ? greatest.clocks : near(BELOW, device, number, false);
    }

    @Nullable Neighbour above(DeviceId device, long number) {
        return last(device).number <= number ? null : near(ABOVE, device, number, true);
    }

    @Nullable OpId usedBy(DeviceId device, long number) {
        if (last(device).number < number) {
            return null;
        }
        return sql.one(
                row -> new OpId(row.getString(1)),
                "SELECT op_id FROM answer WHERE workspace_id = ? AND device = ? AND number = ? AND seq > 0",
                workspace,
                device.value(),
                number);
    }

    boolean forgotten(DeviceId device, long number) {
        return ranges(device).stream().anyMatch(range -> range.contains(number));
    }

    void use(DeviceId device, long number, Neighbour clocks) {
        if (last(device).number < number) {
            last.put(device, new Used(number, clocks));
        }
    }

    /** Remembers of an operation no more than that its number is used up. */
    void forget(DeviceId device, List<NumberRange> gone) {
        List<NumberRange> all = new ArrayList<>(ranges(device));
        all.addAll(gone);
        List<NumberRange> merged = NumberRange.merge(all);
        sql.update("DELETE FROM number_range WHERE workspace_id = ? AND device = ?", workspace, device.value());
        for (NumberRange range : merged) {
            sql.update(
                    "INSERT INTO number_range VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    workspace,
                    device.value(),
                    range.first(),
                    range.last(),
                    range.low().claimed(),
                    range.low().eff(),
                    range.high().claimed(),
                    range.high().eff());
        }
        ranges.put(device, merged);
    }

    private @Nullable Neighbour near(String query, DeviceId device, long number, boolean above) {
        Used best = used(query, device, number);
        for (NumberRange range : ranges(device)) {
            long end = above ? range.first() : range.last();
            boolean beyond = above ? end > number : end < number;
            boolean nearer = best == null || (above ? end < best.number : end > best.number);
            if (beyond && nearer) {
                best = new Used(end, above ? range.low() : range.high());
            }
        }
        return best == null ? null : best.clocks;
    }

    private @Nullable Used used(String query, DeviceId device, long number) {
        return sql.one(
                row -> new Used(row.getLong(1), new Neighbour(row.getLong(2), row.getLong(3))),
                query,
                workspace,
                device.value(),
                number);
    }

    private Used last(DeviceId device) {
        Used known = last.get(device);
        if (known == null) {
            Used kept = used(BELOW, device, Long.MAX_VALUE);
            known = kept == null ? new Used(0, null) : kept;
            for (NumberRange range : ranges(device)) {
                known = range.last() > known.number ? new Used(range.last(), range.high()) : known;
            }
            last.put(device, known);
        }
        return known;
    }

    private List<NumberRange> ranges(DeviceId device) {
        return ranges.computeIfAbsent(
                device,
                id -> sql.all(
                        row -> new NumberRange(
                                row.getLong(1),
                                row.getLong(2),
                                new Neighbour(row.getLong(3), row.getLong(4)),
                                new Neighbour(row.getLong(5), row.getLong(6))),
                        RANGES,
                        workspace,
                        id.value()));
    }
}
