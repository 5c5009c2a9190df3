package dev.weftwork.server.sqlite;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.Ledger.Known;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was said of operations, so that it can be said again. */
final class Answers {
    private static final String ONE =
            "SELECT seq, coalesce(stamped, eff), digest, skipped, code, reason FROM answer WHERE workspace_id = ? AND op_id = ?";
    private static final String PUT = "INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /** No kind of entity is empty. */
    private static final String CLEARED = "";

    /** As {@link BesideBytes#OF_ANSWER} counts when it goes; each operation that comes has one, so no row is asked for it. */
    private static final int AROUND = 64;

    private final Sql sql;
    private final String workspace;
    private final CountedBytes bytes;
    /** What was asked for last, since the rules ask more than once. */
    private @Nullable OpId asked;

    private @Nullable Known answered;

    Answers(Sql sql, String workspace, CountedBytes bytes) {
        this.sql = sql;
        this.bytes = bytes;
        this.workspace = workspace;
    }

    @Nullable Known known(OpId op) {
        if (!op.equals(asked)) {
            answered = sql.one(row -> new Known(row.getString(3), verdict(op, row)), ONE, workspace, op.value());
            asked = op;
        }
        return answered;
    }

    long seqOf(OpId op) {
        Long seq = sql.one(row -> row.getLong(1), ONE, workspace, op.value());
        return seq == null ? 0 : seq;
    }

    /** Keeps an answer, and the clock under which the operation counts among those of its replica. */
    void put(Op op, String digest, Verdict.Applied verdict, long order, long at) {
        Long stamped = verdict.eff() == order ? null : (Long) verdict.eff();
        put(op, digest, verdict.seq(), order, changes(verdict), null, null, at, stamped);
    }

    void put(Op op, String digest, Verdict.Rejected verdict, long at) {
        put(op, digest, 0, 0, null, verdict.code(), verdict.reason(), at, null);
    }

    private void put(
            Op op,
            String digest,
            long seq,
            long eff,
            @Nullable String changes,
            @Nullable String code,
            @Nullable String reason,
            long at,
            @Nullable Long stamped) {
        asked = null;
        Op.Origin origin = op.origin();
        bytes.add(AROUND
                + op.id().value().length()
                + origin.device().value().length()
                + digest.length()
                + Entities.utf8Length(Objects.requireNonNullElse(changes, ""))
                + Entities.utf8Length(Objects.requireNonNullElse(reason, "")));
        sql.update(
                PUT,
                workspace,
                op.id().value(),
                seq,
                origin.device().value(),
                origin.seq(),
                origin.claimed(),
                eff,
                digest,
                changes,
                code,
                reason,
                at,
                stamped);
    }

    private static Verdict verdict(OpId op, ResultSet row) throws SQLException {
        String code = row.getString(5);
        return code == null
                ? applied(op, row.getLong(1), row.getLong(2), row.getString(4))
                : new Verdict.Rejected(op, code, row.getString(6));
    }

    /** What was skipped, and after an empty text what was cleared; null if nothing was. */
    private static @Nullable String changes(Verdict.Applied verdict) {
        if (verdict.whole()) {
            return null;
        }
        JsonWriter out = new JsonWriter().beginArray();
        write(verdict.skipped(), out);
        if (!verdict.cleared().isEmpty()) {
            write(verdict.cleared(), out.value(CLEARED));
        }
        return out.endArray().toString();
    }

    private static void write(List<Verdict.Register> registers, JsonWriter out) {
        for (Verdict.Register register : registers) {
            out.value(register.key().kind().name()).value(register.key().id()).value(register.field());
        }
    }

    private static Verdict.Applied applied(OpId op, long seq, long eff, @Nullable String changes) {
        List<String> parts = changes == null
                ? List.of()
                : Json.parse(changes).elements().stream().map(Json::asString).toList();
        int end = 0;
        while (end < parts.size() && !parts.get(end).equals(CLEARED)) {
            end += 3;
        }
        return new Verdict.Applied(op, seq, eff, registers(parts, 0, end), registers(parts, end + 1, parts.size()));
    }

    private static List<Verdict.Register> registers(List<String> parts, int from, int to) {
        List<Verdict.Register> registers = new ArrayList<>();
        for (int i = from; i < to; i += 3) {
            EntityKey key = new EntityKey(EntityKind.of(parts.get(i)), parts.get(i + 1));
            registers.add(new Verdict.Register(key, parts.get(i + 2)));
        }
        return registers;
    }
}
