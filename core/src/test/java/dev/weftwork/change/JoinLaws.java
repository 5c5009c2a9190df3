package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a join has to keep, for any state that claims to be one. */
final class JoinLaws {
    private JoinLaws() {}

    static <S> void commutes(Lattice<S> lattice, History history) {
        S a = lattice.joined(history.inState(0));
        S b = lattice.joined(history.inState(1));

        assertThat(lattice.text(lattice.join(a, b))).isEqualTo(lattice.text(lattice.join(b, a)));
    }

    static <S> void associates(Lattice<S> lattice, History history) {
        S a = lattice.joined(history.inState(0));
        S b = lattice.joined(history.inState(1));
        S c = lattice.joined(history.inState(2));

        associates(lattice, a, b, c);
        for (int i = 2; i < history.ops().size(); i++) {
            S one = lattice.joined(history.ops().subList(i - 2, i - 1));
            S two = lattice.joined(history.ops().subList(i - 1, i));
            S three = lattice.joined(history.ops().subList(i, i + 1));
            associates(lattice, one, two, three);
        }
    }

    private static <S> void associates(Lattice<S> lattice, S a, S b, S c) {
        assertThat(lattice.text(lattice.join(lattice.join(a, b), c)))
                .isEqualTo(lattice.text(lattice.join(a, lattice.join(b, c))));
    }

    static <S> void isIdempotent(Lattice<S> lattice, History history) {
        S a = lattice.joined(history.inState(0));
        S ab = lattice.join(a, lattice.joined(history.inState(1)));

        assertThat(lattice.text(lattice.join(a, a))).isEqualTo(lattice.text(a));
        assertThat(lattice.text(lattice.join(ab, a))).isEqualTo(lattice.text(ab));
    }

    /** Each operation joined once, in any order: all is the same, versions too. */
    static <S> void anyOrderIsTheSame(Lattice<S> lattice, History history) {
        String once = lattice.text(lattice.joined(history.ops()));

        assertThat(lattice.text(lattice.joined(history.reordered()))).isEqualTo(once);
        assertThat(lattice.text(lattice.joined(history.oldestFirst()))).isEqualTo(once);
    }

    /** Operations joined again, and in packets that overlap: all registers are the same. */
    static <S> void duplicatesAndPacketsAreTheSame(Lattice<S> lattice, History history) {
        String once = lattice.registers(lattice.joined(history.ops()));
        List<Stamped> again = new ArrayList<>(history.reordered());
        again.addAll(history.inState(0));
        again.addAll(history.inState(1));
        S packets = lattice.empty();
        for (int state = 0; state < 3; state++) {
            packets = lattice.join(packets, lattice.joined(history.inState(state)));
        }
        packets = lattice.join(lattice.joined(history.reordered()), packets);

        assertThat(lattice.registers(lattice.joined(again))).isEqualTo(once);
        assertThat(lattice.registers(packets)).isEqualTo(once);
    }

    /** What a node shows in each register is what the greatest stamp wrote there, and no write is lost on the way. */
    static <S> void operationsJoinWhole(Lattice<S> lattice, History history) {
        NaiveLattice paper = new NaiveLattice(NaiveLattice.LAST_WRITE);

        assertThat(lattice.text(lattice.joined(history.ops()))).isEqualTo(paper.text(paper.joined(history.ops())));
    }

    static void orderIsTotal(Comparator<Stamp> order, Stamp a, Stamp b, Stamp c) {
        int ab = order.compare(a, b);

        assertThat(Integer.signum(order.compare(b, a))).isEqualTo(-Integer.signum(ab));
        assertThat(ab == 0).as("%s and %s tie", a, b).isEqualTo(a.equals(b));
        if (ab < 0 && order.compare(b, c) < 0) {
            assertThat(order.compare(a, c)).as("%s before %s", a, c).isNegative();
        }
    }
}
