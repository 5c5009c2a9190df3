package dev.weftwork.change;

import java.util.List;

/**
 * A state that operations and other states can be joined to: the real ones, and broken ones that the laws must catch.
 *
 * @param <S> the type of states
 */
interface Lattice<S> {
    S empty();

    S join(S state, Op op, Stamp stamp);

    S join(S one, S other);

    /** Everything in it. */
    String text(S state);

    /** Everything but how often entities changed. */
    String registers(S state);

    default S joined(List<Stamped> ops) {
        S state = empty();
        for (Stamped each : ops) {
            state = join(state, each.op(), each.stamp());
        }
        return state;
    }

    /** The state of a whole workflow. */
    Lattice<GraphState> GRAPH = new Lattice<>() {
        @Override
        public GraphState empty() {
            return GraphState.empty(World.WORKFLOW);
        }

        @Override
        public GraphState join(GraphState state, Op op, Stamp stamp) {
            return state.join(op, stamp);
        }

        @Override
        public GraphState join(GraphState one, GraphState other) {
            return one.join(other);
        }

        @Override
        public String text(GraphState state) {
            return StateText.of(state);
        }

        @Override
        public String registers(GraphState state) {
            return StateText.registers(state);
        }
    };

    /** The state of one node. */
    Lattice<Entity> ENTITY = new Lattice<>() {
        private final EntityKey key = World.node("a");

        @Override
        public Entity empty() {
            return Entity.unborn(key);
        }

        @Override
        public Entity join(Entity state, Op op, Stamp stamp) {
            Entity joined = state;
            for (EntityWrites writes : op.writes()) {
                joined = writes.key().equals(key) ? joined.join(writes, stamp) : joined;
            }
            return joined;
        }

        @Override
        public Entity join(Entity one, Entity other) {
            return one.join(other);
        }

        @Override
        public String text(Entity state) {
            return StateText.of(state, true);
        }

        @Override
        public String registers(Entity state) {
            return StateText.of(state, false);
        }
    };

    /** The registers of all nodes as if they were one. */
    Lattice<Registers> REGISTERS = new Lattice<>() {
        @Override
        public Registers empty() {
            return Registers.NONE;
        }

        @Override
        public Registers join(Registers state, Op op, Stamp stamp) {
            Registers joined = state;
            for (EntityWrites writes : op.writes()) {
                joined = joined.join(writes, stamp);
            }
            return joined;
        }

        @Override
        public Registers join(Registers one, Registers other) {
            return one.join(other);
        }

        @Override
        public String text(Registers state) {
            return state.toString();
        }

        @Override
        public String registers(Registers state) {
            return state.toString();
        }
    };
}
