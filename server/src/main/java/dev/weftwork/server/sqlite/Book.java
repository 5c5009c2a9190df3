package dev.weftwork.server.sqlite;

import dev.weftwork.change.Admission;
import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Grave;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpDigest;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Place;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.storage.DocumentWriter;
import dev.weftwork.server.storage.WorkspaceWriter;
import dev.weftwork.spi.HistoryPage;
import dev.weftwork.wire.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A workspace within one transaction. */
final class Book implements WorkspaceWriter {
    private static final String HEAD = "SELECT epoch, head_seq, head_hash, floor_seq, floor_hash, clock, bytes, "
            + DocumentBytes.OF_SELECTED + ", " + BesideBytes.OF_SELECTED + " FROM workspace WHERE id = ?";
    private static final String OF_WORKFLOW = "SELECT seq, workflow, hash, body, octet_length(body) FROM op"
            + " WHERE workspace_id = ? AND seq > ? AND seq <= ? AND workflow = ? ORDER BY seq LIMIT ?";
    private static final String AFTER = "SELECT seq, workflow, hash, body, octet_length(body) FROM op"
            + " WHERE workspace_id = ? AND seq > ? AND seq <= ? ORDER BY seq";
    private static final String LENGTH_AFTER =
            "SELECT octet_length(body) FROM op WHERE workspace_id = ? AND seq > ? ORDER BY seq LIMIT 1";
    private static final String LENGTH_OF_WORKFLOW = "SELECT octet_length(body) FROM op"
            + " WHERE workspace_id = ? AND seq > ? AND workflow = ? ORDER BY seq LIMIT 1";

    /** So many bytes of operations are in memory at a time, or a single operation that has more. */
    private static final long AT_A_TIME = 1 << 20;

    final Sql sql;
    final String workspace;
    final Entities entities;
    final Numbers numbers;
    final Traces traces;
    private final Answers answers;
    private final Losses losses;
    final Graves graves;
    private final Documents documents;
    private final CountedBytes documentBytes;
    final CountedBytes besideBytes;
    private final Map<DeviceId, String> owners = new HashMap<>();
    private Place head;
    private Place floor;
    private long clock;
    private long bytes;
    private boolean changed;
    /** The place that was asked for last; operations keep theirs. */
    private long askedSeq;

    private @Nullable String askedHash;

    private record Row(Place head, Place floor, long clock, long bytes, long documents, long beside) {}

    private Book(Sql sql, String workspace, Row row, @Nullable Recent recent) {
        this.sql = sql;
        this.workspace = workspace;
        this.documentBytes = DocumentBytes.of(sql, workspace, row.documents);
        this.besideBytes = BesideBytes.of(sql, workspace, row.beside);
        this.documents = new Documents(sql, workspace, documentBytes, besideBytes);
        this.entities = new Entities(sql, workspace, recent, documents);
        this.numbers = new Numbers(sql, workspace);
        this.traces = new Traces(sql, workspace);
        this.answers = new Answers(sql, workspace, besideBytes);
        this.losses = new Losses(sql, workspace, besideBytes);
        this.graves = new Graves(sql, workspace);
        this.head = row.head;
        this.askedSeq = row.head.seq();
        this.askedHash = row.head.hash();
        this.floor = row.floor;
        this.clock = row.clock;
        this.bytes = row.bytes;
    }

    /**
     * The workspace, or null if it was never made.
     *
     * @param recent what the last transactions left, or null for one that only reads
     */
    static @Nullable Book open(Sql sql, String workspace, @Nullable Recent recent) {
        Row row = sql.one(
                found -> new Row(
                        new Place(found.getLong(1), found.getLong(2), found.getString(3)),
                        new Place(found.getLong(1), found.getLong(4), found.getString(5)),
                        found.getLong(6),
                        found.getLong(7),
                        found.getLong(8),
                        found.getLong(9)),
                HEAD,
                workspace);
        return row == null ? null : new Book(sql, workspace, row, recent);
    }

    static Book create(Sql sql, String workspace, Place start, @Nullable Recent recent) {
        sql.update(
                "INSERT INTO workspace VALUES (?, ?, 0, ?, 0, ?, 0, 0)",
                workspace,
                start.epoch(),
                start.hash(),
                start.hash());
        return new Book(sql, workspace, new Row(start, start, 0, 0, 0, 0), recent);
    }

    /** Writes back what is kept at hand. */
    void flush() {
        if (changed) {
            entities.flush();
            bytes += entities.takeGrowth();
            sql.update(
                    "UPDATE workspace SET epoch = ?, head_seq = ?, head_hash = ?, floor_seq = ?, floor_hash = ?,"
                            + " clock = ?, bytes = ? WHERE id = ?",
                    head.epoch(),
                    head.seq(),
                    head.hash(),
                    floor.seq(),
                    floor.hash(),
                    clock,
                    bytes,
                    workspace);
        }
        documentBytes.flush();
        besideBytes.flush();
        changed = false;
    }

    @Override
    public Place floorPlace() {
        return floor;
    }

    @Override
    public Place headPlace() {
        return head;
    }

    @Override
    public long head() {
        return head.seq();
    }

    @Override
    public long clock() {
        return clock;
    }

    @Override
    public long bytes() {
        return bytes + documentBytes.held() + besideBytes.held();
    }

    @Override
    public @Nullable Place placeAt(long seq) {
        if (seq == floor.seq()) {
            return floor;
        }
        if (askedSeq != seq || askedHash == null) {
            askedHash = sql.one(
                    row -> row.getString(1), "SELECT hash FROM op WHERE workspace_id = ? AND seq = ?", workspace, seq);
            askedSeq = seq;
        }
        return askedHash == null ? null : new Place(head.epoch(), seq, askedHash);
    }

    @Override
    public List<StoredOp> after(long seq, int most) {
        return sql.some(atATime(), Book::stored, AFTER, workspace, seq, seq + most);
    }

    private static StoredOp stored(ResultSet row) throws SQLException {
        return new StoredOp(row.getLong(1), row.getString(2), row.getString(3), row.getString(4));
    }

    /** Lets one through in any case. A text is not read to learn its length. */
    private static Sql.RowReader<Boolean> atATime() {
        long[] bytes = {0};
        return row -> {
            boolean isFirst = bytes[0] == 0;
            bytes[0] += row.getLong(5);
            return isFirst || bytes[0] <= AT_A_TIME;
        };
    }

    @Override
    public long lengthAfter(long seq) {
        return length(LENGTH_AFTER, workspace, seq);
    }

    @Override
    public long lengthAfter(WorkflowId workflow, long seq) {
        return length(LENGTH_OF_WORKFLOW, workspace, seq, workflow.value());
    }

    private long length(String query, Object... values) {
        Long bytes = sql.one(row -> row.getLong(1), query, values);
        return bytes == null ? 0 : bytes;
    }

    @Override
    public @Nullable Long digest(WorkflowId workflow) {
        entities.flush();
        return entities.rows.digest(workflow);
    }

    @Override
    public DocumentWriter documents() {
        entities.flush();
        return documents;
    }

    @Override
    public long updatedAt(WorkflowId workflow) {
        entities.flush();
        return entities.rows.updatedAt(workflow);
    }

    @Override
    public void entities(Set<WorkflowId> workflows, Wanted wanted, BiConsumer<WorkflowId, Entity> each) {
        if (workflows.isEmpty()) {
            entities.each(wanted, each);
        }
        workflows.stream().sorted().forEach(workflow -> entities.each(workflow, wanted, each));
    }

    @Override
    public List<StoredOp> ofWorkflow(WorkflowId workflow, long after, long upTo, int most) {
        return sql.some(atATime(), Book::stored, OF_WORKFLOW, workspace, after, upTo, workflow.value(), most);
    }

    @Override
    public Reach lossesWithin(WorkflowId workflow, @Nullable EntityKey entity, long after, long upTo, long most) {
        return losses.within(workflow, entity, after, upTo, most);
    }

    @Override
    public List<HistoryPage.Lost> losses(WorkflowId workflow, @Nullable EntityKey entity, long after, long upTo) {
        return losses.between(workflow, entity, after, upTo);
    }

    @Override
    public @Nullable String owner(DeviceId device) {
        String known = owners.get(device);
        if (known == null) {
            known = sql.one(
                    row -> row.getString(1),
                    "SELECT principal FROM device WHERE workspace_id = ? AND id = ?",
                    workspace,
                    device.value());
            if (known != null) {
                owners.put(device, known);
            }
        }
        return known;
    }

    @Override
    public void admit(Op offered, Admission.Admit decision, String principal, long nowMillis) {
        Verdict.Applied verdict = decision.verdict();
        Op.Origin origin = offered.origin();
        head = head.then(offered.id());
        clock = decision.clock();
        changed = true;
        AdmittedOp admitted = new AdmittedOp(decision.op(), verdict.seq(), verdict.eff());
        String text = Page.text(admitted);
        long length = Entities.utf8Length(text);
        bytes += length;
        sql.update(
                "INSERT INTO op VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                workspace,
                verdict.seq(),
                offered.workflow().value(),
                head.hash(),
                origin.device().value(),
                origin.seq(),
                nowMillis,
                text);
        answers.put(offered, OpDigest.of(offered), verdict, decision.order(), nowMillis);
        numbers.use(origin.device(), origin.seq(), new Neighbour(origin.claimed(), decision.order()));
        bind(origin.device(), principal);
        entities.rows.author(offered.workflow(), principal);
        entities.join(admitted.op(), admitted.stamp(), length);
        losses.put(offered.workflow(), decision);
    }

    private void bind(DeviceId device, String principal) {
        if (owner(device) == null) {
            sql.update("INSERT INTO device VALUES (?, ?, ?)", workspace, device.value(), principal);
            owners.put(device, principal);
        }
    }

    @Override
    public void remember(Op offered, Verdict.Rejected verdict, long nowMillis) {
        answers.put(offered, OpDigest.of(offered), verdict, nowMillis);
    }

    @Override
    public boolean forgetUpTo(long moment, int most) {
        Forgetting forgetting = new Forgetting(this, moment, most);
        Place moved = forgetting.moveFloor(floor);
        boolean anything = moved.seq() > floor.seq();
        floor = moved;
        askedHash = null;
        bytes -= forgetting.bytesGone();
        changed = true;
        boolean more = forgetting.more();
        if (anything && !more) {
            forgetting.purge(moved.seq());
        }
        return more;
    }

    @Override
    public void raiseEpoch() {
        head = head.inNextEpoch();
        floor = new Place(head.epoch(), floor.seq(), floor.hash());
        changed = true;
    }

    @Override
    public @Nullable Known known(OpId op) {
        return answers.known(op);
    }

    @Override
    public long seqOf(OpId op) {
        return answers.seqOf(op);
    }

    @Override
    public @Nullable OpId numbered(DeviceId device, long seq) {
        return numbers.usedBy(device, seq);
    }

    @Override
    public @Nullable Neighbour below(DeviceId device, long seq) {
        return numbers.below(device, seq);
    }

    @Override
    public @Nullable Neighbour above(DeviceId device, long seq) {
        return numbers.above(device, seq);
    }

    @Override
    public boolean forgotten(DeviceId device, long seq) {
        return numbers.forgotten(device, seq);
    }

    @Override
    public long traceOf(DeviceId device, long seq) {
        return traces.of(device, seq);
    }

    @Override
    public @Nullable Registers registers(WorkflowId workflow, EntityKey key) {
        Entity entity = entities.get(new Entities.At(workflow, key));
        return entity == null ? null : entity.registers();
    }

    @Override
    public void within(LongConsumer room) {
        entities.within(room);
    }

    @Override
    public boolean exceeds(WorkflowId workflow, EntityWrites writes, long most) {
        return entities.exceeds(new Entities.At(workflow, writes.key()), writes, most);
    }

    @Override
    public @Nullable Grave grave(WorkflowId workflow, EntityKey key) {
        return registers(workflow, key) == null ? graves.of(workflow, key) : null;
    }
}
