package dev.weftwork.testkit.simulator;

import dev.weftwork.change.Admission;
import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.ServerLedger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server whose state lacks what is written to deleted things, from the beginning or only once it has forgotten. */
final class DeafServer implements ServerAdmission.Rule {
    private boolean deaf;
    private Op.@Nullable Origin first;

    private DeafServer(boolean deaf) {
        this.deaf = deaf;
    }

    static Simulation always(Simulation run) {
        return new DeafServer(true).serving(run);
    }

    static Simulation onceItForgets(Simulation run) {
        return new DeafServer(false).serving(run);
    }

    private Simulation serving(Simulation run) {
        return run.admission(this).server(server -> server.joinBy(this::join));
    }

    @Override
    public Admission.@Nullable Decision decide(Op op, @Nullable Long given, ServerLedger ledger, long nowMillis) {
        Admission.Decision decision = ServerAdmission.decide(op, given, ledger, nowMillis);
        if (first == null && decision instanceof Admission.Admit) {
            first = op.origin();
        }
        deaf |= first != null && ledger.forgotten(first.device(), first.seq());
        return decision;
    }

    private GraphState join(GraphState state, AdmittedOp admitted) {
        Op op = admitted.op();
        List<EntityWrites> heard = op.writes().stream()
                .filter(writes -> !deaf || !isToTheDead(writes, state))
                .toList();
        return state.join(op.withWrites(heard), admitted.stamp());
    }

    private static boolean isToTheDead(EntityWrites writes, GraphState state) {
        Entity entity = state.entity(writes.key());
        return entity != null && !entity.alive() && !writes.writes(RegisterNames.LIFE);
    }
}
