package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an authority lost and is offered once more comes back under the clock that it had, if the replica's order allows. */
final class ReofferedTest {
    private static final DeviceId DEVICE = new DeviceId("d");
    private final Op first = op("one", 1, 100);
    private final Op second = op("two", 2, 101);

    private static Op op(String id, long number, long claimed) {
        EntityWrites writes =
                EntityWrites.to(World.node("a")).set("title", Json.of(id)).build();
        return Op.of(new OpId(id), World.WORKFLOW, new Op.Origin(DEVICE, number, claimed), List.of(writes));
    }

    private Stamp[] admitted(Map<OpId, Long> given) {
        BookLedger ledger =
                new BookLedger((op, book, now) -> Admission.decide(op, given.getOrDefault(op.id(), 0L), book, now));
        return new Stamp[] {
            ((Admission.Admit) ledger.take(first, 1_000)).stamp(),
            ((Admission.Admit) ledger.take(second, 1_000)).stamp()
        };
    }

    @Test
    void itHasTheClockThatItHad() {
        Stamp[] stamps = admitted(Map.of(first.id(), 90L, second.id(), 95L));

        assertThat(stamps).extracting(Stamp::eff).containsExactly(90L, 95L);
    }

    @Test
    void aClockThatACopyOfTheReplicaWasGivenDoesNotTurnItsOrder() {
        Stamp[] stamps = admitted(Map.of(first.id(), 90L, second.id(), 50L));

        assertThat(stamps[1]).isGreaterThan(stamps[0]);
    }
}
