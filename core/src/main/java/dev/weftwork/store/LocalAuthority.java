package dev.weftwork.store;

import dev.weftwork.change.Admission;
import dev.weftwork.oplog.LoggedOp;
import java.util.ArrayList;
import java.util.List;

/** Turns the edits of one commit into what the log is to say of them. */
final class LocalAuthority {
    private LocalAuthority() {}

    /** A store that is its own authority admits its edits on the spot; an attached one leaves that to the server. */
    static List<LoggedOp> admit(List<PendingCommit> batch, Replica replica, long now) {
        if (replica.authority().attached()) {
            return batch.stream()
                    .map(commit -> new LoggedOp(commit.operation(), null))
                    .toList();
        }
        LocalLedger ledger = new LocalLedger(replica.committed());
        List<LoggedOp> logged = new ArrayList<>(batch.size());
        for (PendingCommit commit : batch) {
            Admission.Decision decision = Admission.decide(commit.operation(), ledger.about(commit), now);
            if (!(decision instanceof Admission.Admit admit)) {
                throw new IllegalStateException("A store's own edit was not admitted: " + decision);
            }
            ledger.admitted(admit);
            logged.add(new LoggedOp(
                    admit.op(),
                    new LoggedOp.Admitted(admit.verdict().seq(), admit.verdict().eff())));
        }
        return logged;
    }

    /** How long the text of a commit will be, roughly. */
    static int expectedLength(List<PendingCommit> batch) {
        long size = 0;
        for (PendingCommit commit : batch) {
            size += commit.size();
        }
        return (int) Math.min(size + size / 8, Integer.MAX_VALUE / 4);
    }
}
