package dev.weftwork.server.sqlite;

import dev.weftwork.change.DeviceId;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is left of forgotten operations: eight bytes for each number of a replica, for as long as the workspace lives. They
 * lie in pages, since a row for each would take ten times the room.
 */
final class Traces {
    private static final int PAGE = 128;
    private static final String READ =
            "SELECT traces FROM forgotten WHERE workspace_id = ? AND device = ? AND page = ?";
    private static final String WRITE = "INSERT INTO forgotten (workspace_id, device, page, traces) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (workspace_id, device, page) DO UPDATE SET traces = excluded.traces";

    private final Sql sql;
    private final String workspace;

    Traces(Sql sql, String workspace) {
        this.sql = sql;
        this.workspace = workspace;
    }

    /** The trace of a number, or zero. */
    long of(DeviceId device, long number) {
        byte[] page = read(device, number / PAGE);
        int at = place(number);
        return page == null || page.length < at + Long.BYTES
                ? 0
                : ByteBuffer.wrap(page).getLong(at);
    }

    /** Keeps traces of one replica by number. */
    void keep(DeviceId device, Map<Long, Long> traces) {
        TreeMap<Long, byte[]> pages = new TreeMap<>();
        traces.forEach((number, trace) -> {
            byte[] page = pages.computeIfAbsent(number / PAGE, index -> whole(read(device, index)));
            ByteBuffer.wrap(page).putLong(place(number), trace);
        });
        pages.forEach((index, page) -> sql.update(WRITE, workspace, device.value(), index, page));
    }

    private byte @Nullable [] read(DeviceId device, long page) {
        return sql.one(row -> row.getBytes(1), READ, workspace, device.value(), page);
    }

    private static byte[] whole(byte @Nullable [] page) {
        return page == null ? new byte[PAGE * Long.BYTES] : page;
    }

    private static int place(long number) {
        return (int) (number % PAGE) * Long.BYTES;
    }
}
