package dev.weftwork.testkit.simulator;

import dev.weftwork.change.Admission;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.ServerLedger;
import dev.weftwork.change.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server that gives repeated questions another answer, but only once something has happened to what it knows. */
final class FickleServer implements ServerAdmission.Rule {
    private final boolean forgetting;
    private final Map<OpId, Op.Origin> admitted = new HashMap<>();
    private final Set<OpId> before = new HashSet<>();
    private long head;

    private FickleServer(boolean forgetting) {
        this.forgetting = forgetting;
    }

    /** What it remembers changes when it forgets the rest. */
    static ServerAdmission.Rule onceItForgets() {
        return new FickleServer(true);
    }

    /** What it knew at the time of a backup is something else when the backup comes back. */
    static ServerAdmission.Rule oncePutBack() {
        return new FickleServer(false);
    }

    @Override
    public Admission.@Nullable Decision decide(Op op, @Nullable Long given, ServerLedger ledger, long nowMillis) {
        boolean happened = forgetting ? hasForgotten(ledger) : ledger.head() < head;
        if (happened) {
            before.addAll(admitted.keySet());
            admitted.clear();
        }
        head = ledger.head();
        Admission.Decision decision = ServerAdmission.decide(op, given, ledger, nowMillis);
        if (decision instanceof Admission.Admit admit) {
            head = admit.verdict().seq();
            admitted.put(op.id(), op.origin());
        }
        return decision instanceof Admission.Repeat && before.contains(op.id())
                ? new Admission.Repeat(new Verdict.Rejected(op.id(), "SEEN", "It was here before"))
                : decision;
    }

    private boolean hasForgotten(ServerLedger ledger) {
        return admitted.values().stream().anyMatch(origin -> ledger.forgotten(origin.device(), origin.seq()));
    }
}
