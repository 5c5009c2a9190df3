package dev.weftwork.change;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

/** The join is a least upper bound: on registers, on one entity and on a whole workflow. */
@Domain(Given.class)
final class JoinTest {
    @Property
    void joinCommutes(@ForAll History history) {
        JoinLaws.commutes(Lattice.REGISTERS, history);
        JoinLaws.commutes(Lattice.ENTITY, history);
        JoinLaws.commutes(Lattice.GRAPH, history);
    }

    @Property
    void joinAssociates(@ForAll History history) {
        JoinLaws.associates(Lattice.REGISTERS, history);
        JoinLaws.associates(Lattice.ENTITY, history);
        JoinLaws.associates(Lattice.GRAPH, history);
    }

    @Property
    void joinIsIdempotent(@ForAll History history) {
        JoinLaws.isIdempotent(Lattice.REGISTERS, history);
        JoinLaws.isIdempotent(Lattice.ENTITY, history);
        JoinLaws.isIdempotent(Lattice.GRAPH, history);
    }

    @Property
    void operationsInAnyOrderGiveTheSameStateAndVersions(@ForAll History history) {
        JoinLaws.anyOrderIsTheSame(Lattice.ENTITY, history);
        JoinLaws.anyOrderIsTheSame(Lattice.GRAPH, history);
    }

    @Property
    void duplicatesAndPacketsOfOperationsGiveTheSameRegisters(@ForAll History history) {
        JoinLaws.duplicatesAndPacketsAreTheSame(Lattice.ENTITY, history);
        JoinLaws.duplicatesAndPacketsAreTheSame(Lattice.GRAPH, history);
    }

    @Property
    void whatShowsDoesNotDependOnTheOrderEither(@ForAll History history) {
        Views.sameShown(History.joined(history.reordered()), history.state());
    }

    @Property
    void allWritesOfAnOperationAreJoined(@ForAll History history) {
        JoinLaws.operationsJoinWhole(Lattice.GRAPH, history);
    }
}
