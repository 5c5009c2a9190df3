package dev.weftwork.store;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.OpReader;
import dev.weftwork.change.Verdict;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.ReadTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads in the log that is kept what memory does not hold: where operations stand, and what was once acknowledged. */
final class LogIndex {
    private final Engine engine;

    LogIndex(Engine engine) {
        this.engine = engine;
    }

    /** Brings the places of all operations into memory that the log still holds. */
    void load() {
        Map<OpId, Long> places = engine.read(moment -> placesSince(moment.floor(), moment));
        engine.locked(() -> {
            engine.replica().outstanding.places().putAll(places);
            return places;
        });
    }

    /** The places of operations that came in since this replica heard that the server may have lost some. */
    Map<OpId, Long> regained() {
        return engine.read(moment -> {
            String since = moment.setting(Keys.REOFFER);
            return since == null
                    ? Map.<OpId, Long>of()
                    : placesSince(Math.max(moment.floor(), Damage.number(Keys.REOFFER, since)), moment);
        });
    }

    private static Map<OpId, Long> placesSince(long position, ReadTransaction moment) throws IOException {
        Map<OpId, Long> found = new HashMap<>();
        scan(moment, position, moment.head(), entry -> {
            for (LoggedOp logged : entry.ops()) {
                LoggedOp.Admitted admitted = logged.admitted();
                if (admitted != null) {
                    found.put(logged.op().id(), admitted.seq());
                }
            }
            for (Verdict verdict : entry.sync().verdicts()) {
                if (verdict instanceof Verdict.Applied applied) {
                    found.put(applied.op(), Math.abs(applied.seq()));
                }
            }
        });
        return found;
    }

    boolean mayBeLost() {
        return engine.read(moment -> moment.setting(Keys.REOFFER) != null);
    }

    /** What a restored server may have lost: all that it had acknowledged before this replica heard of the loss. */
    List<PushRequest.Offer> lost() {
        return engine.read(moment -> {
            String upTo = moment.setting(Keys.REOFFER);
            List<PushRequest.Offer> lost = new ArrayList<>();
            if (upTo == null) {
                return lost;
            }
            Map<OpId, Op> written = new HashMap<>();
            scan(moment, moment.floor(), Damage.number(Keys.REOFFER, upTo), entry -> {
                entry.ops().stream()
                        .filter(logged -> logged.admitted() == null)
                        .forEach(logged -> written.put(logged.op().id(), logged.op()));
                entry.sync().replaced().forEach(op -> written.put(op.id(), op));
                for (Verdict verdict : entry.sync().verdicts()) {
                    Op op = written.remove(verdict.op());
                    if (op != null && verdict instanceof Verdict.Applied applied) {
                        lost.add(new PushRequest.Offer(op, applied.eff()));
                    }
                }
            });
            return lost;
        });
    }

    private static void scan(ReadTransaction moment, long after, long upTo, Consumer<LogEntry> each)
            throws IOException {
        OpReader reader = new OpReader();
        moment.log(after, (position, body) -> {
            if (position <= upTo) {
                each.accept(Damage.guard(() -> LogEntry.read(position, body, reader)));
            }
        });
    }
}
