package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What must hold after any script, whatever the clocks and the network did. */
final class FleetLaws {
    private FleetLaws() {}

    static void everyDeviceEndsWithTheAuthoritysState(Fleet fleet) {
        String state = StateText.of(fleet.ledger.state());

        for (Replica replica : fleet.replicas) {
            assertThat(StateText.of(replica.layers.view())).isEqualTo(state);
            assertThat(StateText.of(replica.layers.base())).isEqualTo(state);
        }
    }

    static void nothingIsRefused(Fleet fleet) {
        assertThat(fleet.arrivals).extracting(Fleet.Arrival::decision).noneMatch(Admission.Refuse.class::isInstance);
    }

    /** A device that saw a value and wrote over it wins over that value. */
    static void overwritingWhatOneSawWins(Fleet fleet) {
        Map<OpId, Stamp> stamps = new HashMap<>();
        fleet.ledger.changes().forEach(change -> stamps.put(change.op().id(), change.stamp()));

        for (Replica replica : fleet.replicas) {
            replica.observed.forEach((later, earlier) -> assertThat(stamps.get(later))
                    .as("%s was written over %s", later, earlier)
                    .isGreaterThan(stamps.get(earlier)));
        }
    }

    static void laterEditsOfADeviceWin(Fleet fleet) {
        for (Replica replica : fleet.replicas) {
            List<Stamped> admitted = fleet.ledger.of(replica.device);
            for (int i = 1; i < admitted.size(); i++) {
                assertThat(admitted.get(i).stamp())
                        .isGreaterThan(admitted.get(i - 1).stamp());
            }
        }
    }

    static void noDeviceEverShowsAnOlderEditOfItsOwn(Fleet fleet) {
        assertThat(fleet.relapses).isEmpty();
    }

    static void noStampIsInTheFuture(Fleet fleet) {
        long last = 0;
        for (Fleet.Arrival arrival : fleet.arrivals) {
            if (arrival.decision() instanceof Admission.Admit admit) {
                assertThat(admit.stamp().eff()).isLessThanOrEqualTo(arrival.clockAfter());
                assertThat(admit.clock()).isGreaterThan(last);
                last = admit.clock();
            }
        }
    }

    /** Sequence numbers have no gaps, and asking again gives the same number. */
    static void askingAgainGivesTheSameAnswer(Fleet fleet) {
        Map<OpId, Verdict> first = new HashMap<>();
        for (Fleet.Arrival arrival : fleet.arrivals) {
            Verdict verdict = arrival.decision().verdict();
            Verdict known = first.putIfAbsent(arrival.op().id(), verdict);
            if (known == null) {
                assertThat(verdict).isInstanceOf(Verdict.Applied.class);
                assertThat(((Verdict.Applied) verdict).seq()).isEqualTo(first.size());
            } else {
                assertThat(verdict).isEqualTo(known);
                assertThat(arrival.decision()).isInstanceOf(Admission.Repeat.class);
                assertThat(arrival.after()).isSameAs(arrival.before());
            }
        }
    }

    /** Taking back changes only what the operation taken back put there. */
    static void undoLeavesTheWorkOfOthersAlone(Fleet fleet) {
        for (Fleet.Arrival arrival : fleet.arrivals) {
            OpId target = arrival.op().undoOf();
            EntityWrites writes = arrival.op().writes().get(0);
            Stamp before = Replica.standing(arrival.before(), writes.key(), writes.field(0));
            Stamp after = Replica.standing(arrival.after(), writes.key(), writes.field(0));
            if (target != null && before != null && !before.op().equals(target)) {
                assertThat(after).as("after %s", arrival.op().id()).isEqualTo(before);
            }
        }
    }

    /** Of two values whose writers did not know of each other, the one that does not stand was written down. */
    static void everyValueThatLostIsWrittenDown(Fleet fleet) {
        for (Fleet.Arrival arrival : fleet.arrivals) {
            if (arrival.decision() instanceof Admission.Admit admit
                    && !admit.op().writes().isEmpty()) {
                EntityWrites writes = admit.op().writes().get(0);
                Stamp before = Replica.standing(arrival.before(), writes.key(), writes.field(0));
                Stamp after = Replica.standing(arrival.after(), writes.key(), writes.field(0));
                boolean met = before != null
                        && !before.device().equals(arrival.op().origin().device())
                        && seq(fleet, before) > arrival.op().seen();
                assertThat(admit.losses()).hasSize(met ? 1 : 0);
                for (Admission.Loss loss : admit.losses()) {
                    assertThat(loss.register()).isEqualTo(new Verdict.Register(writes.key(), writes.field(0)));
                    assertThat(loss.winner()).isEqualTo(after);
                    assertThat(loss.loser()).isEqualTo(Objects.equals(before, after) ? admit.stamp() : before);
                    assertThat(loss.value()).isEqualTo(written(fleet, loss.loser()));
                }
            }
        }
    }

    private static Stamped change(Fleet fleet, Stamp stamp) {
        return fleet.ledger.changes().stream()
                .filter(change -> change.stamp().equals(stamp))
                .findFirst()
                .orElseThrow();
    }

    private static long seq(Fleet fleet, Stamp stamp) {
        return fleet.ledger.changes().indexOf(change(fleet, stamp)) + 1L;
    }

    private static @Nullable Json written(Fleet fleet, Stamp stamp) {
        return change(fleet, stamp).op().writes().get(0).value(0);
    }
}
