package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The operations that were refused for good, and what people do with them. */
final class DeadOps {
    private final Engine engine;
    private final Replica replica;
    private final String process;

    DeadOps(Engine engine, String process) {
        this.engine = engine;
        this.replica = engine.replica();
        this.process = process;
    }

    List<Oplog.DeadOp> all() {
        return engine.read(moment -> {
            List<DeadText.Dead> all = new ArrayList<>();
            moment.settings(Keys.DEAD, (name, text) -> all.add(Damage.guard(() -> DeadText.read(name, text))));
            all.sort(Comparator.comparingLong(DeadText.Dead::at)
                    .thenComparing(each -> each.op().op().provisional()));
            return all.stream().map(DeadText.Dead::op).toList();
        });
    }

    Oplog.DeadOp find(OpId id) {
        return all().stream()
                .filter(each -> each.op().id().equals(id))
                .findFirst()
                .orElseThrow(() -> notDead(id));
    }

    private static IllegalArgumentException notDead(OpId id) {
        return new IllegalArgumentException(
                "Operation " + id + " is not among the dead; it was retried or discarded, or never refused");
    }

    void discard(OpId id) {
        engine.recorder().setting(DeadText.name(id), null);
    }

    /** The new edit and the end of the old one are one transaction, so that nothing is done twice. */
    Commit retry(OpId id, @Nullable List<EntityWrites> others) {
        Op old = find(id).op();
        List<EntityWrites> writes = others == null ? old.writes() : List.copyOf(others);
        if (!engine.locked(replica::authority).attached()) {
            Commit commit = engine.write(old.workflow(), writes);
            commit.awaitDurable();
            discard(id);
            return commit;
        }
        Map<String, @Nullable String> settings = new LinkedHashMap<>();
        settings.put(DeadText.name(id), null);
        Slot slot = engine.slotFor(old.workflow());
        AtomicReference<@Nullable PendingCommit> commit = new AtomicReference<>();
        OpId name = new OpId(engine.newId());
        engine.recorder().record(List.of(old.workflow()), () -> {
            Op.Origin origin = replica.committed().next(engine.wallMillis());
            Op op = old.named(name)
                    .renumbered(origin)
                    .inKnowledgeOf(replica.seen())
                    .withWrites(engine.sealing.seal(slot.overlay.view(), writes));
            LoggedOp logged = new LoggedOp(op, null);
            PendingCommit waiting = new PendingCommit(engine.journal(), slot, op, OpSize.of(writes), false);
            waiting.settle(logged, Runnable::run);
            replica.outstanding.await(waiting);
            commit.set(waiting);
            return new Recorder.Draft(new LogEntry(process, List.of(logged)), settings, moment -> {
                // another process on the same storage may have been quicker
                if (moment.setting(DeadText.name(id)) == null) {
                    throw notDead(id);
                }
            });
        });
        engine.journal().intake().tell(1);
        PendingCommit waiting = commit.get();
        return waiting == null ? SettledCommit.UNCHANGED : waiting;
    }
}
