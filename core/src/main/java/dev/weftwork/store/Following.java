package dev.weftwork.store;

import dev.weftwork.graph.WorkflowId;
import java.util.Optional;
import java.util.Set;

/** Keeps which workflows are followed; every process on the storage goes by it. */
final class Following {
    private final Engine engine;
    private final Journal journal;
    private final Replica replica;

    Following(Engine engine) {
        this.engine = engine;
        this.journal = engine.journal();
        this.replica = engine.replica();
    }

    /** Follows no more than these; gives what is missing to follow them all. */
    Optional<Set<WorkflowId>> follow(Set<WorkflowId> scope) {
        if (!journal.shared()) {
            Followed known = engine.locked(() -> replica.followed);
            if (known.equals(wanted(known, scope))) {
                return known.missing(scope);
            }
        }
        return journal.exclusively("What is synced cannot be changed now", "Try again; nothing was changed", () -> {
            journal.refuseIfBroken();
            Followed kept = journal.storage().read(moment -> {
                journal.catchUp(moment);
                String text = moment.setting(Keys.FOLLOWED);
                return Damage.guard(() -> Followed.parse(text));
            });
            Followed wanted = wanted(kept, scope);
            if (!wanted.equals(kept)) {
                journal.storage().write(transaction -> {
                    transaction.setting(Keys.FOLLOWED, wanted.text());
                    return true;
                });
            }
            return engine.locked(() -> {
                replica.followed = wanted;
                return wanted.missing(scope);
            });
        });
    }

    private Followed wanted(Followed known, Set<WorkflowId> scope) {
        boolean nothingYet =
                engine.locked(() -> replica.committed().standing().cursor().isEmpty());
        return nothingYet ? Followed.of(scope) : known.narrowedTo(scope);
    }
}
