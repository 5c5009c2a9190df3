package dev.weftwork.store;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Ids;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Works out what becomes of operations that a restored server was offered once more and did not take. Used once, under
 * the replica's lock.
 */
final class Reoffering {
    private final Replica replica;
    private final Ids ids;
    private final long wallMillis;
    private final Map<String, @Nullable String> settings = new LinkedHashMap<>();
    private final List<LoggedOp> ops = new ArrayList<>();

    Reoffering(Replica replica, Ids ids, long wallMillis) {
        this.replica = replica;
        this.ids = ids;
        this.wallMillis = wallMillis;
    }

    Recorder.@Nullable Draft draft(String process, List<PushRequest.Offer> offers, List<OpAnswer> answers) {
        Map<OpId, Op> offered = new HashMap<>();
        offers.forEach(offer -> offered.put(offer.op().id(), offer.op()));
        for (OpAnswer answer : answers) {
            Op op = offered.get(answer.op());
            if (op != null && answer instanceof OpAnswer.Decided decided) {
                take(op, decided.verdict());
            }
        }
        boolean nothing = settings.isEmpty() && ops.isEmpty();
        return nothing ? null : new Recorder.Draft(new LogEntry(process, ops), settings);
    }

    private void take(Op op, Verdict verdict) {
        if (verdict instanceof Verdict.Rejected why) {
            settings.put(DeadText.name(op.id()), DeadText.write(op, why, wallMillis));
        } else if (verdict instanceof Verdict.Forked && !replica.outstanding.contains(op.id())) {
            // a replica of its own, so that neither number nor clock has to fit what others have used meanwhile
            Op.Origin alone =
                    new Op.Origin(new DeviceId(ids.next()), 1, op.origin().claimed());
            ops.add(new LoggedOp(op.renumbered(alone), null));
        }
    }
}
