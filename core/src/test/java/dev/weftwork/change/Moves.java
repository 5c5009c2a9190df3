package dev.weftwork.change;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Operations that are put on an overlay, admitted, renumbered and taken away.
 *
 * @param history the operations, in the order in which they come up
 * @param moves what happens to them
 */
record Moves(History history, List<Move> moves) {
    /** What can happen. */
    enum Kind {
        PUSH,
        ADMIT_AS_FORESEEN,
        ADMIT_EARLIER,
        ADMIT_OTHERS,
        RENUMBER,
        READ_ANEW,
        WITHDRAW
    }

    /** One thing that happens, to one operation. */
    record Move(Kind kind, int which) {}

    /** Every third operation counts only over the one before it. */
    Op op(int which) {
        Op op = history.ops().get(which).op();
        if (which % 3 != 2) {
            return op;
        }
        OpId before = history.ops().get(which - 1).op().id();
        return op.withWrites(op.writes().stream()
                .map(writes -> {
                    EntityWrites.Builder guarded = EntityWrites.to(writes.key());
                    writes.forEach((field, value) -> guarded.setOver(field, value, before));
                    return guarded.build();
                })
                .toList());
    }

    /** Makes one move after the other; operations that are left out are never put on. */
    final class Player {
        private final Layers layers;
        private final Set<OpId> leftOut;
        private int next;

        Player(Layers layers, Set<OpId> leftOut) {
            this.layers = layers;
            this.leftOut = leftOut;
        }

        void make(Move move) {
            switch (move.kind) {
                case PUSH -> next(op -> layers.push(op, op.provisional()));
                case ADMIT_OTHERS -> next(op -> layers.admit(op, op.provisional()));
                case ADMIT_AS_FORESEEN -> waiting(move, op -> layers.admit(op, op.provisional()));
                case ADMIT_EARLIER ->
                    waiting(move, op -> layers.admit(op, op.stamp(op.origin().claimed() - 2)));
                case RENUMBER -> layers.restamp(op -> madeBy("d" + move.which % 3, op), Moves::moved);
                case READ_ANEW -> layers.rebase(World.after(layers.base(), move.which, World.birth("a")));
                case WITHDRAW -> waiting(move, op -> layers.withdraw(Set.of(op.id())));
            }
        }

        private void next(Consumer<Op> action) {
            if (next < history.ops().size()) {
                Op op = op(next++);
                if (!leftOut.contains(op.id())) {
                    action.accept(op);
                }
            }
        }

        /** An operation that waits is named by its place in the history, whatever else waits. */
        private void waiting(Move move, Consumer<Op> action) {
            int size = Math.max(1, history.ops().size());
            layers.operations().stream()
                    .filter(op -> history.ops().get(move.which % size).op().id().equals(op.id()))
                    .findFirst()
                    .ifPresent(action);
        }
    }

    private static boolean madeBy(String device, Op op) {
        return op.origin().device().value().startsWith(device);
    }

    /** A copied file goes on under a name that nobody has used. */
    private static Op moved(Op op) {
        Op.Origin origin = op.origin();
        return op.renumbered(
                new Op.Origin(new DeviceId(origin.device() + "x"), origin.seq(), origin.claimed() + origin.seq() % 2));
    }

    /** Some of the operations that still wait. */
    static Set<OpId> some(Layers layers) {
        Set<String> names = new TreeSet<>();
        layers.operations().forEach(op -> names.add(op.id().value()));
        return names.stream()
                .filter(name -> name.hashCode() % 2 == 0)
                .map(OpId::new)
                .collect(Collectors.toSet());
    }
}
