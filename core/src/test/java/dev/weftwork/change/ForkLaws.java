package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold when copies of one device, which do not know of each other, all send under its name. */
final class ForkLaws {
    /** Numbers and clocks that the copies claim, in the order of arrival. */
    record Claims(List<Op.Origin> all) {}

    private ForkLaws() {}

    static void copiesNeverShareANumberAndTheirStampsRise(Admit admit, Claims claims) {
        BookLedger ledger = new BookLedger(admit);
        for (int i = 0; i < claims.all().size(); i++) {
            EntityWrites writes = World.set(World.node("a"), RegisterNames.TITLE, Json.of(i));
            Op op = Op.of(new OpId("o" + i), World.WORKFLOW, claims.all().get(i), List.of(writes));
            Admission.Decision decision = ledger.take(op, 0);
            if (decision instanceof Admission.Refuse refuse) {
                assertThat(refuse.verdict()).isEqualTo(new Verdict.Forked(op.id(), Admission.REPLICA_FORKED));
            }
        }
        assertThat(ledger.changes()).isNotEmpty();
        Set<Op.Origin> origins = new HashSet<>();
        for (Stamped one : ledger.changes()) {
            assertThat(origins.add(one.op().origin())).isTrue();
            for (Stamped other : ledger.changes()) {
                if (one.op().origin().seq() < other.op().origin().seq()) {
                    assertThat(one.op().origin().claimed())
                            .isLessThan(other.op().origin().claimed());
                    assertThat(one.stamp()).isLessThan(other.stamp());
                } else if (!one.equals(other)) {
                    assertThat(one.op().origin().seq())
                            .isNotEqualTo(other.op().origin().seq());
                }
            }
        }
    }
}
