package dev.weftwork.memory;

import dev.weftwork.change.Admission;
import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.Verdict;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushRequest;
import java.util.function.BiFunction;

/**
 * One push at one moment.
 *
 * @param book what the workspace knows
 * @param rule how it decides
 * @param joining how it takes in what it admits
 * @param now its wall clock
 */
record Admitting(
        WorkspaceBook book,
        ServerAdmission.Rule rule,
        BiFunction<GraphState, AdmittedOp, GraphState> joining,
        long now) {
    OpAnswer offer(PushRequest.Offer offer, String principal) {
        Op op = offer.op();
        String owner = book.owner(op.origin().device());
        if (owner != null && !owner.equals(principal)) {
            return new OpAnswer.Decided(new Verdict.Forked(op.id(), ServerAdmission.DEVICE_OF_ANOTHER));
        }
        Admission.Decision decision = rule.decide(op, offer.eff(), book, now);
        if (decision == null) {
            return new OpAnswer.Duplicate(op.id());
        }
        if (decision instanceof Admission.Admit admit) {
            book.admit(op, admit, principal, now, joining);
        } else if (decision instanceof Admission.Refuse refuse
                && refuse.verdict() instanceof Verdict.Rejected rejected) {
            book.remember(op, rejected, now);
        }
        return new OpAnswer.Decided(decision.verdict());
    }
}
