package dev.weftwork.server.http;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.server.storage.WorkspaceReader.StoredOp;
import dev.weftwork.spi.HistoryPage;
import dev.weftwork.spi.HistoryRequest;
import dev.weftwork.wire.Limits;
import dev.weftwork.wire.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a history. Used once. */
final class History {
    /** How many numbers one page may pass over for want of a match. */
    private static final int MOST_LOOKED_AT = 20_000;

    private final WorkspaceReader workspace;
    private final HistoryRequest request;
    private final Readings.Room room;
    private final String idAsText;
    private final List<AdmittedOp> ops = new ArrayList<>();
    private long size;

    History(WorkspaceReader workspace, HistoryRequest request, Readings.Room room) {
        this.workspace = workspace;
        this.room = room;
        this.request = request;
        EntityKey entity = request.entity();
        idAsText = new JsonWriter().value(entity == null ? "" : entity.id()).toString();
    }

    HistoryPage page() {
        long head = workspace.headPlace().seq();
        long from = Math.min(Math.max(request.after(), workspace.floorPlace().seq()), head);
        long upTo = Math.min(head, from + MOST_LOOKED_AT);
        long through = upTo;
        long at = from;
        while (at < upTo && through == upTo) {
            room.operation(workspace.lengthAfter(request.workflow(), at));
            List<StoredOp> some = workspace.ofWorkflow(request.workflow(), at, upTo, request.limit() + 1);
            for (StoredOp op : some) {
                if (through == upTo && !take(op)) {
                    through = op.seq() - 1;
                }
            }
            at = some.isEmpty() ? upTo : some.get(some.size() - 1).seq();
        }
        return withLosses(from, through, head);
    }

    /** What lost may be many times as long as what beat it, and then the page ends sooner. */
    private HistoryPage withLosses(long from, long through, long head) {
        WorkspaceReader.Reach told =
                workspace.lossesWithin(request.workflow(), request.entity(), from, through, Limits.MAX_BYTES);
        room.operation(told.bytes());
        ops.removeIf(op -> op.seq() > told.seq());
        List<HistoryPage.Lost> losses = workspace.losses(request.workflow(), request.entity(), from, told.seq());
        return new HistoryPage(ops, losses, told.seq(), told.seq() < head);
    }

    /** False if the operation is meant and has no room any more. */
    private boolean take(StoredOp stored) {
        AdmittedOp op = meant(stored);
        if (op == null) {
            return true;
        }
        boolean full = ops.size() == request.limit()
                || (!ops.isEmpty() && size + stored.text().length() > Limits.MAX_BYTES);
        if (full) {
            return false;
        }
        size += stored.text().length();
        ops.add(op);
        return true;
    }

    private @Nullable AdmittedOp meant(StoredOp stored) {
        EntityKey entity = request.entity();
        if (entity == null) {
            return Page.read(stored.text());
        }
        // most operations are about others, and to see that need not cost a parse
        if (!stored.text().contains(idAsText)) {
            return null;
        }
        AdmittedOp whole = Page.read(stored.text());
        List<EntityWrites> writes = whole.op().writes().stream()
                .filter(each -> each.key().equals(entity))
                .toList();
        return writes.isEmpty() ? null : new AdmittedOp(whole.op().withWrites(writes), whole.seq(), whole.eff());
    }
}
