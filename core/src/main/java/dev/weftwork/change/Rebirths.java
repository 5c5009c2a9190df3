package dev.weftwork.change;

import dev.weftwork.change.Admission.Admit;
import dev.weftwork.change.Admission.Decision;
import dev.weftwork.change.Admission.Refuse;
import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one operation does to entities that were removed for good. It may begin them anew, which only somebody can who
 * knows that they ended; it may delete them once more, which does nothing; anything else is refused. Used once.
 */
final class Rebirths {
    private final Op op;
    private final Map<EntityKey, Grave> graves = new HashMap<>();
    private @Nullable EntityKey refused;

    Rebirths(Op op, ServerLedger ledger) {
        this.op = op;
        for (EntityWrites writes : op.writes()) {
            Grave grave = ledger.grave(op.workflow(), writes.key());
            if (grave != null) {
                graves.put(writes.key(), grave);
                refuseUnless(deletes(writes) || founds(writes, grave), writes.key());
            }
        }
    }

    /** Why the operation cannot come in, or null. */
    @Nullable Refuse refusal() {
        return refused == null ? null : refusal(refused);
    }

    /** The decision about the operation where graves have their say, too. */
    Decision settled(Decision decision) {
        if (graves.isEmpty() || !(decision instanceof Admit admit)) {
            return decision;
        }
        for (EntityWrites writes : op.writes()) {
            Grave grave = graves.get(writes.key());
            if (grave != null && !deletes(writes) && admit.stamp().eff() <= grave.eff()) {
                // replicas that hold the former life would go on showing it
                return refusal(writes.key());
            }
        }
        return settled(admit);
    }

    private Admit settled(Admit admit) {
        List<EntityWrites> through = new ArrayList<>();
        List<Verdict.Register> skipped = new ArrayList<>(admit.verdict().skipped());
        List<Verdict.Register> cleared = new ArrayList<>();
        for (EntityWrites writes : admit.op().writes()) {
            Grave grave = graves.get(writes.key());
            if (grave == null) {
                through.add(writes);
            } else if (deletes(writes)) {
                // the replica must leave it out, too, or the workflow's time would be another there
                skipped.add(new Verdict.Register(writes.key(), RegisterNames.LIFE));
            } else {
                through.add(cleared(writes, grave, cleared));
            }
        }
        Verdict.Applied verdict = admit.verdict();
        return new Admit(
                new Verdict.Applied(verdict.op(), verdict.seq(), verdict.eff(), skipped, cleared),
                admit.op().withWrites(through),
                admit.stamp(),
                admit.clock(),
                admit.losses(),
                admit.order());
    }

    private void refuseUnless(boolean possible, EntityKey key) {
        refused = refused == null && !possible ? key : refused;
    }

    private Refuse refusal(EntityKey key) {
        String reason = "'" + key + "' was deleted and removed for good; restore it under a new id";
        return new Refuse(new Verdict.Rejected(op.id(), ServerAdmission.ENTITY_PURGED, reason));
    }

    /** To delete once more what was removed for good is no mistake; there is just nothing to do. */
    private static boolean deletes(EntityWrites writes) {
        return writes.size() == 1 && writes.field(0).equals(RegisterNames.LIFE) && Json.FALSE.equals(writes.value(0));
    }

    /** Whoever takes something back, or settles a conflict, counts on registers that are gone. */
    private boolean founds(EntityWrites writes, Grave grave) {
        boolean plain = op.undoOf() == null && op.resolves() == null && !writes.guarded();
        return plain && op.seen() >= grave.seq() && bearsLife(writes);
    }

    private static boolean bearsLife(EntityWrites writes) {
        for (int i = 0; i < writes.size(); i++) {
            if (writes.field(i).equals(RegisterNames.LIFE)) {
                return Json.TRUE.equals(writes.value(i));
            }
        }
        return false;
    }

    /** With the registers of the former life ABSENT; replicas that never saw it cannot know of them. */
    private static EntityWrites cleared(EntityWrites writes, Grave grave, List<Verdict.Register> cleared) {
        EntityWrites.Builder all = writes.toBuilder();
        for (String field : grave.fields()) {
            if (!writes.writes(field)) {
                all.set(field, null);
                cleared.add(new Verdict.Register(writes.key(), field));
            }
        }
        return all.build();
    }
}
