package dev.weftwork.store;

import dev.weftwork.change.Admission;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.Ledger;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.WorkflowId;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a store that is its own authority. Its operations are fresh and come in order, so there is little to
 * remember: no id was used before, and the one neighbour is the operation before.
 */
final class LocalLedger implements Ledger {
    private final Clocks start;
    private long head;
    private long clock;
    private @Nullable Neighbour last;
    private @Nullable PendingCommit subject;

    LocalLedger(Clocks start) {
        this.start = start;
        head = start.head();
        clock = start.hlc();
    }

    LocalLedger about(PendingCommit commit) {
        subject = commit;
        return this;
    }

    void admitted(Admission.Admit admit) {
        head = admit.verdict().seq();
        clock = admit.clock();
        last = new Neighbour(admit.op().origin().claimed(), admit.order());
    }

    @Override
    public long head() {
        return head;
    }

    @Override
    public long clock() {
        return clock;
    }

    @Override
    public @Nullable Known known(OpId op) {
        return null;
    }

    @Override
    public @Nullable OpId numbered(DeviceId device, long seq) {
        return null;
    }

    @Override
    public @Nullable Neighbour below(DeviceId device, long seq) {
        return last == null ? new Neighbour(start.hlc(), start.hlc()) : last;
    }

    @Override
    public @Nullable Neighbour above(DeviceId device, long seq) {
        return null;
    }

    @Override
    public @Nullable Registers registers(WorkflowId workflow, EntityKey key) {
        PendingCommit commit = subject;
        boolean asked = commit != null && (commit.guarded() || key.kind().equals(EntityKind.VERSION));
        if (commit == null || !asked) {
            // nobody else writes here, so only a guard asks what stands, and a version, which is saved once
            return null;
        }
        Entity entity = commit.slot().overlay.base().entity(key);
        return entity == null ? null : entity.registers();
    }

    @Override
    public boolean inOrder() {
        return true;
    }

    @Override
    public long seqOf(OpId op) {
        return 0;
    }
}
