package dev.weftwork.store;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps which workflows are followed; every process on the storage goes by it. A change goes through the log, as an entry
 * that says nothing else: so another process that works out what it was told by the server does so knowing of it.
 */
final class Following {
    private final Engine engine;
    private final Journal journal;
    private final Replica replica;
    private final String process;

    Following(Engine engine, String process) {
        this.engine = engine;
        this.journal = engine.journal();
        this.replica = engine.replica();
        this.process = process;
    }

    /** Follows no more than these; gives what is missing to follow them all. */
    Optional<Set<WorkflowId>> follow(Set<WorkflowId> scope) {
        if (!journal.shared()) {
            Followed known = engine.locked(() -> replica.followed);
            if (known.equals(wanted(scope))) {
                return known.missing(scope);
            }
        }
        return journal.exclusively("What is synced cannot be changed now", "Try again; nothing was changed", () -> {
            engine.recorder().record(List.of(), () -> draft(wanted(scope)));
            return engine.locked(() -> {
                replica.followed = wanted(scope);
                return replica.followed.missing(scope);
            });
        });
    }

    private Recorder.@Nullable Draft draft(Followed wanted) {
        if (wanted.equals(replica.followed)) {
            return null;
        }
        Map<String, @Nullable String> setting = new HashMap<>();
        setting.put(Keys.FOLLOWED, wanted.text());
        return new Recorder.Draft(new LogEntry(process, List.of()), setting);
    }

    private Followed wanted(Set<WorkflowId> scope) {
        return engine.locked(() -> {
            boolean nothingYet = replica.committed().standing().cursor().isEmpty();
            return nothingYet ? Followed.of(scope) : replica.followed.narrowedTo(scope);
        });
    }
}
