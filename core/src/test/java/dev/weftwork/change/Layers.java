package dev.weftwork.change;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Base and what waits on it: {@link Overlay}, or a broken form of it. */
interface Layers {
    void push(Op op, Stamp stamp);

    void admit(Op op, Stamp stamp);

    void withdraw(Set<OpId> ops);

    void restamp(Predicate<Op> which, UnaryOperator<Op> renumber);

    void rebase(GraphState base);

    GraphState base();

    GraphState view();

    List<Op> operations();

    /** How layers are put on a base. */
    interface Maker {
        Layers on(GraphState base);
    }

    static Layers real(GraphState base) {
        Overlay overlay = new Overlay(base);
        return new Layers() {
            @Override
            public void push(Op op, Stamp stamp) {
                overlay.push(op, stamp);
            }

            @Override
            public void admit(Op op, Stamp stamp) {
                overlay.admit(op, stamp);
            }

            @Override
            public void withdraw(Set<OpId> ops) {
                overlay.withdraw(ops);
            }

            @Override
            public void restamp(Predicate<Op> which, UnaryOperator<Op> renumber) {
                overlay.restamp(which, renumber);
            }

            @Override
            public void rebase(GraphState other) {
                overlay.rebase(other);
            }

            @Override
            public GraphState base() {
                return overlay.base();
            }

            @Override
            public GraphState view() {
                return overlay.view();
            }

            @Override
            public List<Op> operations() {
                return overlay.operations();
            }
        };
    }
}
