package dev.weftwork.server.sqlite;

import dev.weftwork.change.Admission;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.storage.WorkspaceReader.Reach;
import dev.weftwork.spi.HistoryPage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The history of values that lost. */
final class Losses {
    private static final String MEANT = " FROM loss"
            + " WHERE workspace_id = ? AND seq > ? AND seq <= ? AND workflow = ? AND (? IS NULL OR (kind = ? AND id = ?))";
    private static final String BETWEEN =
            "SELECT seq, kind, id, field, value, loser, winner" + MEANT + " ORDER BY seq, place";
    private static final String LENGTHS =
            "SELECT seq, sum(" + BesideBytes.OF_LOSS + ")" + MEANT + " GROUP BY seq ORDER BY seq";

    private final Sql sql;
    private final String workspace;
    private final CountedBytes bytes;

    Losses(Sql sql, String workspace, CountedBytes bytes) {
        this.sql = sql;
        this.bytes = bytes;
        this.workspace = workspace;
    }

    void put(WorkflowId workflow, Admission.Admit decision) {
        int place = 0;
        for (Admission.Loss loss : decision.losses()) {
            Json value = loss.value();
            bytes.put(
                    "INSERT INTO loss VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    BesideBytes.OF_LOSS,
                    workspace,
                    decision.verdict().seq(),
                    place++,
                    workflow.value(),
                    loss.register().key().kind().name(),
                    loss.register().key().id(),
                    loss.register().field(),
                    value == null ? null : value.text(),
                    loss.loser().toString(),
                    loss.winner().toString());
        }
    }

    List<HistoryPage.Lost> between(WorkflowId workflow, @Nullable EntityKey entity, long after, long upTo) {
        String kind = entity == null ? null : entity.kind().name();
        String id = entity == null ? null : entity.id();
        return sql.all(Losses::read, BETWEEN, workspace, after, upTo, workflow.value(), kind, kind, id);
    }

    Reach within(WorkflowId workflow, @Nullable EntityKey entity, long after, long upTo, long most) {
        String kind = entity == null ? null : entity.kind().name();
        String id = entity == null ? null : entity.id();
        Filling filling = new Filling(upTo, most);
        sql.some(filling::takes, row -> true, LENGTHS, workspace, after, upTo, workflow.value(), kind, kind, id);
        return new Reach(filling.seq, filling.bytes);
    }

    /** Takes what the operations brought about, one after the other, until there is too much. */
    private static final class Filling {
        private final long most;
        private long seq;
        private long bytes;

        Filling(long upTo, long most) {
            this.most = most;
            seq = upTo;
        }

        boolean takes(ResultSet row) throws SQLException {
            long more = row.getLong(2);
            if (bytes > 0 && bytes + more > most) {
                seq = row.getLong(1) - 1;
                return false;
            }
            bytes += more;
            return true;
        }
    }

    private static HistoryPage.Lost read(ResultSet row) throws SQLException {
        EntityKey key = new EntityKey(EntityKind.of(row.getString(2)), row.getString(3));
        String value = row.getString(5);
        Json lost = value == null ? null : Json.parse(value);
        Stamp loser = Stamp.parse(row.getString(6));
        Stamp winner = Stamp.parse(row.getString(7));
        return new HistoryPage.Lost(row.getLong(1), key, row.getString(4), lost, loser, winner);
    }
}
