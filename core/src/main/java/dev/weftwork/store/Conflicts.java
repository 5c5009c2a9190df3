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
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The conflicts that are kept, and what people decide about them. */
final class Conflicts {
    private final Engine engine;
    private final String process;
    /** How many came since it was looked for some that need not be kept; the first after opening makes it look. */
    private final AtomicInteger unlooked = new AtomicInteger(Integer.MAX_VALUE / 2);

    Conflicts(Engine engine, String process) {
        this.engine = engine;
        this.process = process;
    }

    /** Open ones first; those that need not be kept are not among them, whether they are gone already or not. */
    List<Conflict> all(ConflictPolicy policy) {
        List<Conflict> all = new ArrayList<>(newestFirst());
        all.removeIf(policy.spare(serverMillis()));
        all.sort(Comparator.comparing((Conflict each) -> !each.open())
                .thenComparing(each -> each.loser().stamp()));
        return all;
    }

    private List<Conflict> newestFirst() {
        return engine.read(moment -> {
            List<Conflict> all = new ArrayList<>();
            moment.settings(Keys.CONFLICT, (name, text) -> all.add(Damage.guard(() -> ConflictText.read(name, text))));
            all.sort(Comparator.comparingLong(Conflict::found)
                    .thenComparing(each -> each.loser().stamp())
                    .reversed());
            return all;
        });
    }

    private long serverMillis() {
        return engine.locked(() -> engine.replica().committed().standing().heard());
    }

    /** Notes that there are new ones; forgets now and then those that need not be kept. */
    void added(int count, ConflictPolicy policy) {
        // to look is to read all, so it is not done for each
        if (unlooked.addAndGet(count) > policy.most() / 16) {
            unlooked.set(0);
            prune(policy);
        }
    }

    private void prune(ConflictPolicy policy) {
        Map<String, @Nullable String> gone = new LinkedHashMap<>();
        newestFirst().stream()
                .filter(policy.spare(serverMillis()))
                .forEach(conflict -> gone.put(ConflictText.name(conflict), null));
        if (!gone.isEmpty()) {
            engine.recorder().settings(gone);
        }
    }

    void dismiss(Conflict conflict) {
        engine.recorder().setting(ConflictText.name(conflict), null);
    }

    /**
     * A write and the end of the conflict are one transaction, so that nothing is decided twice. In a store that is not
     * attached the write comes first; ended in between, the conflict is still listed and can be decided once more.
     */
    void settle(Conflict conflict, ConflictStrategy.Decision decision) {
        Conflict now = decision.open() ? conflict.opened() : conflict.closed();
        Map<String, @Nullable String> settings = new LinkedHashMap<>();
        settings.put(ConflictText.name(now), ConflictText.write(now));
        if (decision.written().isEmpty()) {
            engine.recorder().setting(ConflictText.name(now), ConflictText.write(now));
            return;
        }
        ConflictStrategy.Decision.Value value = decision.written().get();
        if (!engine.locked(engine.replica()::authority).attached()) {
            // detached since; it is an edit like any other, and nobody has to admit it
            EntityWrites write = EntityWrites.to(conflict.key())
                    .set(conflict.field(), value.json())
                    .build();
            engine.write(conflict.workflow(), List.of(write)).awaitDurable();
            engine.recorder().settings(settings);
            return;
        }
        Rivalry.Rewrite rewrite =
                new Rivalry.Rewrite(conflict, value).sealed(engine.home(conflict.workflow()), engine.sealing);
        engine.recorder().record(List.of(conflict.workflow()), () -> {
            Replica replica = engine.replica();
            Op.Origin origin = replica.committed().next(engine.wallMillis());
            Op op = rewrite.op(new OpId(engine.newId()), origin, replica.seen());
            return new Recorder.Draft(new LogEntry(process, List.of(new LoggedOp(op, null))), settings);
        });
        engine.journal().intake().tell(1);
    }
}
