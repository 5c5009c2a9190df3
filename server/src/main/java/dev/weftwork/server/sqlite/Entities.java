package dev.weftwork.server.sqlite;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.LikelyNames;
import dev.weftwork.change.Op;
import dev.weftwork.change.Registers;
import dev.weftwork.change.RegistersJson;
import dev.weftwork.change.Stamp;
import dev.weftwork.change.StateDigest;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.storage.WorkspaceReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The admitted state of a workspace's entities. What a transaction touches is read once, kept, and written back once by
 * {@link #flush}. Of those that are large one is in memory at a time.
 */
final class Entities {
    private static final int PAGE = 1_000;
    private static final long LARGE = 1 << 20;
    private static final String ONE =
            "SELECT version, state, stamps, octet_length(state) + octet_length(stamps) FROM entity"
                    + " WHERE workspace_id = ? AND workflow = ? AND kind = ? AND id = ?";
    private static final String NEXT =
            "SELECT workflow, kind, id, version, state, stamps, octet_length(state), octet_length(stamps)"
                    + " FROM entity"
                    + " WHERE workspace_id = ? AND (workflow, kind, id) > (?, ?, ?) ORDER BY workflow, kind, id LIMIT "
                    + PAGE;
    private static final String NEXT_IN =
            "SELECT workflow, kind, id, version, state, stamps, octet_length(state), octet_length(stamps)"
                    + " FROM entity"
                    + " WHERE workspace_id = ? AND workflow = ? AND (kind, id) > (?, ?) ORDER BY kind, id LIMIT "
                    + PAGE;
    private static final String PUT = "INSERT INTO entity (workspace_id, workflow, kind, id, version, state, stamps)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (workspace_id, workflow, kind, id)"
            + " DO UPDATE SET version = excluded.version, state = excluded.state, stamps = excluded.stamps";

    private final Sql sql;
    private final String workspace;
    private final @Nullable Recent recent;
    private final LikelyNames stamps = new LikelyNames();
    private final Map<At, Held> known = new HashMap<>();
    private final List<Held> changed = new ArrayList<>();
    final WorkflowRows rows;

    private long growth;
    /** Is told how large the one is that comes into memory. */
    private LongConsumer room = bytes -> {};

    private @Nullable At large;

    /** One entity of one workflow. */
    record At(WorkflowId workflow, EntityKey key) {}

    /** An entity as this transaction has it, and what the rows hold of it until it is written back. */
    private static final class Held {
        private final At at;
        private @Nullable Entity entity;
        private long size;
        /** At most so much has come to it since it was written. */
        private long pending;

        private long share;
        private boolean shared;
        private boolean changed;

        Held(At at) {
            this.at = at;
        }

        /** What the digest holds of it, which is added up before it changes for the first time. */
        long share() {
            if (!shared) {
                become(StateDigest.of(entity));
            }
            return share;
        }

        void become(long now) {
            share = now;
            shared = true;
        }
    }

    /**
     * The entities of a workspace.
     *
     * @param recent what the last transactions left, or null for one that only reads
     */
    Entities(Sql sql, String workspace, @Nullable Recent recent, Documents documents) {
        this.sql = sql;
        this.workspace = workspace;
        this.recent = recent;
        this.rows = new WorkflowRows(sql, workspace, documents);
    }

    @Nullable Entity get(At at) {
        return held(at).entity;
    }

    private Held held(At at) {
        Held held = known.get(at);
        if (held == null) {
            held = new Held(at);
            read(held);
            known.put(at, held);
        }
        return held;
    }

    private void read(Held held) {
        At at = held.at;
        Recent.Kept kept = recent == null ? null : recent.get(workspace, at);
        if (kept != null) {
            held.entity = kept.entity();
            held.size = kept.size();
            held.become(kept.share());
            return;
        }
        if (!isRead(held, LARGE)) {
            letGoOfLarge();
            room.accept(held.size);
            large = at;
            isRead(held, Long.MAX_VALUE);
        }
    }

    /** Reads it unless it has more bytes than that; how many it has is known then. */
    private boolean isRead(Held held, long most) {
        At at = held.at;
        Boolean isRead = sql.one(
                row -> {
                    held.size = row.getLong(4);
                    if (held.size > most) {
                        return false;
                    }
                    held.entity = read(at.key, row, 1);
                    return true;
                },
                ONE,
                workspace,
                at.workflow.value(),
                at.key.kind().name(),
                at.key.id());
        return isRead == null || isRead;
    }

    private void letGoOfLarge() {
        if (large != null) {
            flush();
            known.remove(large);
            large = null;
        }
    }

    /** Has somebody told how many bytes a large entity has, each time before one comes into memory and the last one goes. */
    void within(LongConsumer told) {
        room = told;
    }

    /** Whether what is written would make an entity longer, and longer than that. */
    boolean exceeds(At at, EntityWrites writes, long most) {
        Held held = held(at);
        if (held.size + held.pending + WriteSize.atMost(writes) <= most) {
            return false;
        }
        flush();
        long growth = WriteSize.growth(writes, held.entity == null ? Registers.NONE : held.entity.registers());
        return growth > 0 && held.size + growth > most;
    }

    @SuppressWarnings("ReferenceEquality") // the join gives the same object if nothing in it changed
    void join(Op op, Stamp stamp, long length) {
        boolean any = false;
        for (EntityWrites writes : op.writes()) {
            Held held = held(new At(op.workflow(), writes.key()));
            Entity before = held.entity == null ? Entity.unborn(writes.key()) : held.entity;
            Entity joined = before.join(writes, stamp);
            any |= joined.registers() != before.registers();
            change(held, joined);
            held.pending += length;
        }
        if (any) {
            // what changes nothing leaves no time behind, here as everywhere
            boolean shown =
                    op.writes().stream().anyMatch(each -> !each.key().kind().staysWhenDead());
            rows.changed(op.workflow(), stamp.millis(), shown);
        }
    }

    void remove(At at) {
        change(held(at), null);
    }

    private void change(Held held, @Nullable Entity now) {
        if (!held.changed) {
            held.share();
            held.changed = true;
            changed.add(held);
        }
        held.entity = now;
    }

    /** Writes back what changed, and what that makes of the digests. */
    void flush() {
        Map<WorkflowId, Entity> shown = new LinkedHashMap<>();
        for (Held held : changed) {
            At at = held.at;
            Entity now = held.entity;
            long old = held.share();
            held.become(StateDigest.of(now));
            held.changed = false;
            rows.add(at.workflow, held.share - old);
            if (at.key.equals(EntityKey.of(at.workflow))) {
                shown.put(at.workflow, now == null ? Entity.unborn(at.key) : now);
            }
            if (now == null) {
                delete(held);
            } else {
                put(held, now);
            }
        }
        rows.flush();
        shown.forEach(rows::show);
        changed.clear();
    }

    private void delete(Held held) {
        At at = held.at;
        resize(held, 0);
        if (recent != null) {
            recent.remove(workspace, at);
        }
        sql.update(
                "DELETE FROM entity WHERE workspace_id = ? AND workflow = ? AND kind = ? AND id = ?",
                workspace,
                at.workflow.value(),
                at.key.kind().name(),
                at.key.id());
    }

    private void resize(Held held, long size) {
        growth += size - held.size;
        held.size = size;
        held.pending = 0;
    }

    /** By how many bytes the state has grown since it was last asked. */
    long takeGrowth() {
        long taken = growth;
        growth = 0;
        return taken;
    }

    /** How many bytes a text has in the database. */
    static long utf8Length(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit >= 0x80) {
                // half of a pair stands for two of the pair's four bytes
                bytes += unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
            }
        }
        return bytes;
    }

    private void put(Held held, Entity now) {
        At at = held.at;
        String values = RegistersJson.values(now.registers());
        String written = RegistersJson.stamps(now.registers());
        resize(held, utf8Length(values) + utf8Length(written));
        sql.update(
                PUT, workspace, at.workflow.value(), at.key.kind().name(), at.key.id(), now.version(), values, written);
        if (recent != null) {
            recent.put(workspace, at, new Recent.Kept(now, held.share, held.size));
        }
    }

    /** One is in memory at a time. */
    void each(WorkspaceReader.Wanted wanted, BiConsumer<WorkflowId, Entity> each) {
        String[] last = {"", "", ""};
        int count = PAGE;
        while (count == PAGE) {
            count = sql.all(hand(last, wanted, each), NEXT, workspace, last[0], last[1], last[2])
                    .size();
        }
    }

    void each(WorkflowId workflow, WorkspaceReader.Wanted wanted, BiConsumer<WorkflowId, Entity> each) {
        String[] last = {"", "", ""};
        int count = PAGE;
        while (count == PAGE) {
            count = sql.all(hand(last, wanted, each), NEXT_IN, workspace, workflow.value(), last[1], last[2])
                    .size();
        }
    }

    /** Hands over those that are wanted, and notes which was the last. */
    private Sql.RowReader<Boolean> hand(
            String[] last, WorkspaceReader.Wanted wanted, BiConsumer<WorkflowId, Entity> each) {
        return row -> {
            for (int i = 0; i < last.length; i++) {
                last[i] = row.getString(i + 1);
            }
            EntityKey key = new EntityKey(EntityKind.of(last[1]), last[2]);
            boolean chosen = wanted.test(key.kind(), row.getLong(7) + row.getLong(8));
            if (chosen) {
                each.accept(WorkflowId.of(last[0]), read(key, row, 4));
            }
            return chosen;
        };
    }

    private Entity read(EntityKey key, ResultSet row, int from) throws SQLException {
        Registers registers = RegistersJson.read(key, row.getString(from + 1), row.getString(from + 2), stamps);
        return new Entity(key, registers, row.getLong(from));
    }
}
