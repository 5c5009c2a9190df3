package dev.weftwork.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The overlay as one would write it down on paper: the view is put together anew each time. */
class NaiveLayers implements Layers {
    final List<Stamped> waiting = new ArrayList<>();
    private final List<Stamp> admitted = new ArrayList<>();
    GraphState base;

    NaiveLayers(GraphState base) {
        this.base = base;
    }

    @Override
    public void push(Op op, Stamp stamp) {
        waiting.add(new Stamped(op, stamp, 0, 0));
    }

    @Override
    public void admit(Op op, Stamp stamp) {
        waiting.removeIf(each -> each.op().id().equals(op.id()));
        admitted.add(stamp);
        base = base.join(op, stamp);
    }

    @Override
    public void withdraw(Set<OpId> ops) {
        waiting.removeIf(each -> ops.contains(each.op().id()));
    }

    @Override
    public void restamp(Predicate<Op> which, UnaryOperator<Op> renumber) {
        waiting.replaceAll(each -> {
            Op other = renumber.apply(each.op());
            return which.test(each.op()) ? new Stamped(other, other.provisional(), 0, 0) : each;
        });
    }

    @Override
    public void rebase(GraphState other) {
        base = other;
    }

    @Override
    public GraphState base() {
        return base;
    }

    @Override
    public GraphState view() {
        GraphState view = base;
        for (Stamped each : waiting) {
            view = view.join(each.op(), hopedFor(each));
        }
        return view;
    }

    /** The claim, but no more than what was admitted of the device's later operations. */
    Stamp hopedFor(Stamped each) {
        long eff = each.stamp().eff();
        for (Stamp other : admitted) {
            boolean later = other.device().equals(each.stamp().device())
                    && other.deviceSeq() > each.stamp().deviceSeq();
            eff = later ? Math.min(eff, other.eff()) : eff;
        }
        return each.op().stamp(eff);
    }

    @Override
    public List<Op> operations() {
        return waiting.stream().map(Stamped::op).toList();
    }
}
