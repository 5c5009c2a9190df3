package dev.weftwork.change;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a person sees of one workflow: view = base ⊕ waiting, where base is what the authority admitted and waiting are
 * the operations that it has not spoken of yet, in the order of the edits. ⊕ is the join, so a waiting write shows only
 * if its stamp beats what stands.
 *
 * <p>Confined to one thread at a time; the states that it hands out are immutable.
 */
public final class Overlay {
    private GraphState base;
    private GraphState view;
    private final Deque<Layer> waiting = new ArrayDeque<>();
    /** Whether all that waits is of one replica, in the order of its numbers, as where nothing was copied or restored. */
    private boolean ordered = true;

    /** One waiting operation, and what shows once it is joined, as long as nothing below it changes. */
    private record Layer(Op op, Stamp stamp, GraphState after) {
        /** What bounds a number of a replica bounds it whatever is done under it. */
        Layer as(Op other) {
            boolean sameNumber = stamp.device().equals(other.origin().device())
                    && stamp.deviceSeq() == other.origin().seq();
            long claimed = other.origin().claimed();
            return new Layer(other, other.stamp(sameNumber ? Math.min(claimed, stamp.eff()) : claimed), after);
        }

        /** A late retry will not outrank what the same replica wrote after it, so it must not show above it either. */
        Layer cappedBy(Caps caps) {
            long most = caps.above(stamp);
            return stamp.eff() > most ? new Layer(op, op.stamp(most), after) : this;
        }
    }

    /**
     * An overlay on which nothing waits.
     *
     * @param base what the authority admitted
     */
    public Overlay(GraphState base) {
        this.base = base;
        this.view = base;
    }

    /**
     * What the authority admitted.
     *
     * @return the base
     */
    public GraphState base() {
        return base;
    }

    /**
     * What a person sees.
     *
     * @return base and everything that waits
     */
    public GraphState view() {
        return view;
    }

    /**
     * How many operations wait.
     *
     * @return the number
     */
    public int waiting() {
        return waiting.size();
    }

    /**
     * Puts an operation on top.
     *
     * @param op the operation
     * @param stamp the stamp that it has until the authority speaks
     */
    public void push(Op op, Stamp stamp) {
        view = view.join(op, stamp);
        Layer last = waiting.peekLast();
        ordered = last == null || (ordered && isNext(last.stamp, stamp));
        waiting.add(new Layer(op, stamp, view));
    }

    private static boolean isNext(Stamp last, Stamp stamp) {
        return last.device().equals(stamp.device()) && last.deviceSeq() < stamp.deviceSeq();
    }

    /**
     * Takes an operation that the authority admitted into the base, from among those that wait or from elsewhere.
     *
     * @param op the operation, with the writes that were let through
     * @param stamp the stamp that it was given
     */
    public void admit(Op op, Stamp stamp) {
        Layer first = waiting.peekFirst();
        if (first != null && first.op.equals(op) && first.stamp.equals(stamp)) {
            // all went as foreseen: what showed with the operation on top is the base now
            waiting.removeFirst();
            base = first.after;
            return;
        }
        waiting.removeIf(layer -> layer.op.id().equals(op.id()));
        base = base.join(op, stamp);
        Caps caps = Caps.of(List.of(stamp));
        rebuild(layer -> layer.cappedBy(caps));
    }

    /**
     * Takes in several operations at once that the authority admitted; costs no more than one does.
     *
     * @param admitted the operations, in any order
     */
    public void admitAll(List<AdmittedOp> admitted) {
        int foreseen = 0;
        while (foreseen < admitted.size() && isForeseen(admitted.get(foreseen))) {
            base = waiting.removeFirst().after;
            foreseen++;
        }
        List<AdmittedOp> rest = admitted.subList(foreseen, admitted.size());
        if (rest.isEmpty()) {
            return;
        }
        Set<OpId> decided = rest.stream().map(each -> each.op().id()).collect(Collectors.toSet());
        waiting.removeIf(layer -> decided.contains(layer.op.id()));
        for (AdmittedOp each : rest) {
            base = base.join(each.op(), each.stamp());
        }
        Caps caps = Caps.of(rest.stream().map(AdmittedOp::stamp).toList());
        rebuild(layer -> layer.cappedBy(caps));
    }

    private boolean isForeseen(AdmittedOp admitted) {
        Layer first = waiting.peekFirst();
        return first != null && first.stamp.equals(admitted.stamp()) && first.op.equals(admitted.op());
    }

    /**
     * Takes note of what the authority admitted, here or elsewhere: no waiting operation shows above what the same
     * replica wrote after it.
     *
     * @param admitted stamps of admitted operations
     */
    public void cap(List<Stamp> admitted) {
        Caps caps = Caps.of(admitted);
        for (Layer layer : waiting) {
            long most = caps.above(layer.stamp);
            if (layer.stamp.eff() > most) {
                rebuild(each -> each.cappedBy(caps));
                return;
            }
            if (ordered && most == Caps.NONE) {
                // nor is there a bound for those with greater numbers
                return;
            }
        }
    }

    /**
     * Hands over the operations that wait, in the order of the edits.
     *
     * @param each takes an operation and the stamp that it has until the authority speaks
     */
    public void forEachWaiting(BiConsumer<Op, Stamp> each) {
        waiting.forEach(layer -> each.accept(layer.op, layer.stamp));
    }

    /**
     * Takes operations away as if they had never been made.
     *
     * @param ops which
     */
    public void withdraw(Set<OpId> ops) {
        if (waiting.removeIf(layer -> ops.contains(layer.op.id()))) {
            rebuild(layer -> layer);
        }
    }

    /**
     * Gives waiting operations other numbers and stamps, in place.
     *
     * @param which the operations meant
     * @param renumber the operation under its new origin
     */
    public void restamp(Predicate<Op> which, UnaryOperator<Op> renumber) {
        rebuild(layer -> which.test(layer.op) ? layer.as(renumber.apply(layer.op)) : layer);
    }

    /**
     * Gives a waiting operation other writes, in place; number and stamp stay.
     *
     * @param other the operation with the writes that it is to have
     */
    public void rewrite(Op other) {
        rebuild(layer -> layer.op.id().equals(other.id()) ? new Layer(other, layer.stamp, layer.after) : layer);
    }

    /**
     * Replaces the base, as when a file was read anew.
     *
     * @param other what the authority admitted
     */
    public void rebase(GraphState other) {
        base = other;
        rebuild(layer -> layer);
    }

    /**
     * The operations that wait.
     *
     * @return a copy, in the order of the edits
     */
    public List<Op> operations() {
        return waiting.stream().map(Layer::op).toList();
    }

    private void rebuild(UnaryOperator<Layer> change) {
        List<Layer> old = List.copyOf(waiting);
        waiting.clear();
        view = base;
        for (Layer layer : old) {
            Layer changed = change.apply(layer);
            push(changed.op, changed.stamp);
        }
    }
}
