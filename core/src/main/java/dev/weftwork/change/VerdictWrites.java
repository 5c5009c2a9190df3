package dev.weftwork.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Between what was offered of an operation, what an authority said of it, and what joined the state. */
final class VerdictWrites {
    private VerdictWrites() {}

    static Op resolved(Op offered, Verdict.Applied applied) {
        boolean guarded = offered.writes().stream().anyMatch(EntityWrites::guarded);
        if (!guarded && applied.whole()) {
            return offered;
        }
        Set<Verdict.Register> skipped = new HashSet<>(applied.skipped());
        Map<EntityKey, EntityWrites.Builder> through = new LinkedHashMap<>();
        for (EntityWrites writes : offered.writes()) {
            EntityWrites.Builder kept = EntityWrites.to(writes.key());
            through.put(writes.key(), kept);
            writes.forEach((field, value) -> {
                if (!skipped.contains(new Verdict.Register(writes.key(), field))) {
                    kept.set(field, value);
                }
            });
        }
        for (Verdict.Register cleared : applied.cleared()) {
            through.computeIfAbsent(cleared.key(), EntityWrites::to).set(cleared.field(), null);
        }
        List<EntityWrites> all = new ArrayList<>(through.size());
        through.values().stream().filter(each -> !each.isEmpty()).forEach(each -> all.add(each.build()));
        return offered.withWrites(all);
    }

    /** The registers of one operation that the same operation does not write elsewhere. */
    static List<Verdict.Register> missing(Op op, Op elsewhere) {
        Map<EntityKey, EntityWrites> others = new LinkedHashMap<>();
        elsewhere.writes().forEach(writes -> others.put(writes.key(), writes));
        List<Verdict.Register> missing = new ArrayList<>();
        for (EntityWrites writes : op.writes()) {
            EntityWrites other = others.get(writes.key());
            for (int i = 0; i < writes.size(); i++) {
                if (other == null || !other.writes(writes.field(i))) {
                    missing.add(new Verdict.Register(writes.key(), writes.field(i)));
                }
            }
        }
        return missing;
    }
}
