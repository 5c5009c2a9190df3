package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A version gets its place at admission, and the edits around it keep theirs. */
final class VersionOrderTest {
    private static final EntityKey NODE = World.node("a");
    private static final EntityKey VERSION = new EntityKey(EntityKind.VERSION, "first");
    private static final long NOW = 1_000;
    /** The device's clock runs ahead. */
    private static final long AHEAD = Hlc.at(NOW + 60);

    private final BookLedger ledger = new BookLedger();

    private static Op op(long number, EntityWrites writes) {
        Op.Origin origin = new Op.Origin(new DeviceId("r"), number, AHEAD + number);
        return Op.of(new OpId("r-" + number), World.WORKFLOW, origin, List.of(writes));
    }

    private static EntityWrites title(String title) {
        return World.set(NODE, RegisterNames.TITLE, Json.of(title));
    }

    private static EntityWrites version() {
        return EntityWrites.to(VERSION)
                .set(RegisterNames.SAVED, Json.EMPTY_OBJECT)
                .build();
    }

    private String shown() {
        return World.shown(World.after(ledger.state(), 0, World.life(NODE, true)), "a")
                .title();
    }

    @Test
    void aVersionBetweenTwoEditsThatComeInReverseDoesNotTurnThemRound() {
        ledger.take(op(3, title("later")), NOW);
        ledger.take(op(2, version()), NOW + 100);
        ledger.take(op(1, title("earlier")), NOW + 200);

        assertThat(shown()).isEqualTo("later");
    }

    @Test
    void aVersionBelowAnEditDoesNotLiftIt() {
        ledger.take(op(4, title("later")), NOW);
        ledger.take(op(2, version()), NOW + 100);
        ledger.take(op(3, title("earlier")), NOW + 200);

        assertThat(shown()).isEqualTo("later");
    }

    @Test
    void itsPlaceIsThatOfItsAdmissionWhateverTheDeviceClaims() {
        ledger.take(op(3, title("later")), NOW);
        Admission.Admit late = (Admission.Admit) ledger.take(op(2, version()), NOW + 100);

        assertThat(late.stamp().eff()).isEqualTo(late.clock()).isEqualTo(Hlc.at(NOW + 100));
        assertThat(late.order()).isLessThan(late.clock());
    }

    @Test
    void itIsSavedOnce() {
        ledger.take(op(1, version()), NOW);
        Admission.Admit again = (Admission.Admit) ledger.take(op(2, version()), NOW + 100);

        assertThat(again.verdict().skipped()).containsExactly(new Verdict.Register(VERSION, RegisterNames.SAVED));
    }
}
