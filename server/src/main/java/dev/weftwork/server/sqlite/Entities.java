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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The admitted state of a workspace's entities. What a transaction touches is read once, kept, and written back once by
 * {@link #flush}.
 */
final class Entities {
    private static final int PAGE = 1_000;
    private static final String ONE = "SELECT version, state, stamps FROM entity"
            + " WHERE workspace_id = ? AND workflow = ? AND kind = ? AND id = ?";
    private static final String NEXT = "SELECT workflow, kind, id, version, state, stamps FROM entity"
            + " WHERE workspace_id = ? AND (workflow, kind, id) > (?, ?, ?) ORDER BY workflow, kind, id LIMIT " + PAGE;
    private static final String NEXT_IN = "SELECT workflow, kind, id, version, state, stamps FROM entity"
            + " WHERE workspace_id = ? AND workflow = ? AND (kind, id) > (?, ?) ORDER BY kind, id LIMIT " + PAGE;
    private static final String PUT = "INSERT INTO entity (workspace_id, workflow, kind, id, version, state, stamps)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (workspace_id, workflow, kind, id)"
            + " DO UPDATE SET version = excluded.version, state = excluded.state, stamps = excluded.stamps";

    private final Sql sql;
    private final String workspace;
    private final @Nullable Recent recent;
    private final LikelyNames stamps = new LikelyNames();
    private final Map<At, @Nullable Entity> known = new HashMap<>();
    private final Map<At, Long> shares = new HashMap<>();
    private final Set<At> changed = new LinkedHashSet<>();
    final WorkflowRows rows;

    private final Map<At, Long> sizes = new HashMap<>();
    private long growth;

    /** One entity of one workflow. */
    record At(WorkflowId workflow, EntityKey key) {}

    /**
     * The entities of a workspace.
     *
     * @param recent what the last transactions left, or null for one that only reads
     */
    Entities(Sql sql, String workspace, @Nullable Recent recent) {
        this.sql = sql;
        this.workspace = workspace;
        this.recent = recent;
        this.rows = new WorkflowRows(sql, workspace);
    }

    @Nullable Entity get(At at) {
        if (known.containsKey(at)) {
            return known.get(at);
        }
        Recent.Kept kept = recent == null ? null : recent.get(workspace, at);
        if (kept != null) {
            known.put(at, kept.entity());
            shares.put(at, kept.share());
            sizes.put(at, kept.size());
            return kept.entity();
        }
        EntityKey key = at.key;
        Entity entity = sql.one(
                row -> {
                    sizes.put(at, utf8Length(row.getString(2)) + utf8Length(row.getString(3)));
                    return read(key, row, 1);
                },
                ONE,
                workspace,
                at.workflow.value(),
                key.kind().name(),
                key.id());
        known.put(at, entity);
        return entity;
    }

    void join(Op op, Stamp stamp) {
        boolean any = false;
        for (EntityWrites writes : op.writes()) {
            At at = new At(op.workflow(), writes.key());
            Entity old = get(at);
            noteShare(at, old);
            Entity before = old == null ? Entity.unborn(at.key) : old;
            Entity joined = before.join(writes, stamp);
            any |= !joined.registers().equals(before.registers());
            known.put(at, joined);
            changed.add(at);
        }
        if (any) {
            // what changes nothing leaves no time behind, here as everywhere
            rows.changed(op.workflow(), stamp.millis());
        }
    }

    void remove(At at) {
        noteShare(at, get(at));
        known.put(at, null);
        changed.add(at);
    }

    /** What the digest holds of an entity that is about to change for the first time. */
    private void noteShare(At at, @Nullable Entity old) {
        if (!shares.containsKey(at)) {
            shares.put(at, StateDigest.of(old));
        }
    }

    /** Writes back what changed, and what that makes of the digests. */
    void flush() {
        Map<WorkflowId, Entity> shown = new LinkedHashMap<>();
        for (At at : changed) {
            Entity now = known.get(at);
            long share = StateDigest.of(now);
            long old = Objects.requireNonNull(shares.put(at, share));
            rows.add(at.workflow, share - old);
            if (at.key.equals(EntityKey.of(at.workflow))) {
                shown.put(at.workflow, now == null ? Entity.unborn(at.key) : now);
            }
            if (now == null) {
                resize(at, 0);
                if (recent != null) {
                    recent.remove(workspace, at);
                }
                sql.update(
                        "DELETE FROM entity WHERE workspace_id = ? AND workflow = ? AND kind = ? AND id = ?",
                        workspace,
                        at.workflow.value(),
                        at.key.kind().name(),
                        at.key.id());
            } else {
                put(at, now, share);
            }
        }
        rows.flush();
        shown.forEach(rows::show);
        changed.clear();
    }

    private void resize(At at, long size) {
        Long old = sizes.put(at, size);
        growth += size - (old == null ? 0 : old);
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

    private void put(At at, Entity now, long share) {
        String values = RegistersJson.values(now.registers());
        String written = RegistersJson.stamps(now.registers());
        long size = utf8Length(values) + utf8Length(written);
        resize(at, size);
        sql.update(
                PUT, workspace, at.workflow.value(), at.key.kind().name(), at.key.id(), now.version(), values, written);
        if (recent != null) {
            recent.put(workspace, at, new Recent.Kept(now, share, size));
        }
    }

    void each(BiConsumer<WorkflowId, Entity> each) {
        String[] last = {"", "", ""};
        int count = PAGE;
        while (count == PAGE) {
            count = sql.all(
                            row -> {
                                WorkflowId workflow = WorkflowId.of(row.getString(1));
                                Entity entity = hand(row, 2, workflow, each);
                                last[0] = workflow.value();
                                last[1] = entity.key().kind().name();
                                last[2] = entity.key().id();
                                return entity;
                            },
                            NEXT,
                            workspace,
                            last[0],
                            last[1],
                            last[2])
                    .size();
        }
    }

    void each(WorkflowId workflow, BiConsumer<WorkflowId, Entity> each) {
        String[] last = {"", ""};
        int count = PAGE;
        while (count == PAGE) {
            count = sql.all(
                            row -> {
                                Entity entity = hand(row, 2, workflow, each);
                                last[0] = entity.key().kind().name();
                                last[1] = entity.key().id();
                                return entity;
                            },
                            NEXT_IN,
                            workspace,
                            workflow.value(),
                            last[0],
                            last[1])
                    .size();
        }
    }

    private Entity hand(ResultSet row, int from, WorkflowId workflow, BiConsumer<WorkflowId, Entity> each)
            throws SQLException {
        EntityKey key = new EntityKey(EntityKind.of(row.getString(from)), row.getString(from + 1));
        Entity entity = read(key, row, from + 2);
        each.accept(workflow, entity);
        return entity;
    }

    private Entity read(EntityKey key, ResultSet row, int from) throws SQLException {
        Registers registers = RegistersJson.read(key, row.getString(from + 1), row.getString(from + 2), stamps);
        return new Entity(key, registers, row.getLong(from));
    }
}
