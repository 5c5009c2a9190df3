package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

/** What a person sees is what was admitted, joined with what waits. */
@Domain(Given.class)
final class OverlayTest {
    @Property
    void afterEveryMoveTheViewIsBaseJoinedWithWhatWaits(@ForAll Moves moves) {
        OverlayLaws.viewIsBaseAndWhatWaits(Layers::real, moves);
    }

    @Property
    void whatIsWithdrawnIsAsIfItHadNeverBeenMade(@ForAll Moves moves) {
        OverlayLaws.withdrawnIsNeverMade(Layers::real, moves);
    }

    @Test
    void admittingTheFirstAsForeseenKeepsTheViewItself() {
        Overlay overlay = new Overlay(World.state(World.birth("a")));
        Op first = title("me", 5, "one");
        Op second = title("me", 6, "two");
        overlay.push(first, first.provisional());
        overlay.push(second, second.provisional());
        GraphState view = overlay.view();

        overlay.admit(first, first.provisional());

        assertThat(overlay.view()).isSameAs(view);
        assertThat(overlay.waiting()).isEqualTo(1);
        assertThat(World.shown(overlay.base(), "a").title()).isEqualTo("one");

        overlay.admit(second, second.provisional());

        assertThat(overlay.base()).isSameAs(view);
        assertThat(overlay.waiting()).isZero();
    }

    @Test
    void withdrawingWhatDoesNotWaitKeepsTheViewItself() {
        Overlay overlay = new Overlay(World.state(World.birth("a")));
        Op op = title("me", 5, "one");
        overlay.push(op, op.provisional());
        GraphState view = overlay.view();

        overlay.withdraw(Set.of(new OpId("unknown")));

        assertThat(overlay.view()).isSameAs(view);
    }

    @Test
    void anOlderEditThatWaitsDoesNotShowAboveANewerOneThatWasAdmitted() {
        Overlay overlay = new Overlay(World.state(World.birth("a")));
        Op older = title("me", 100, "older");
        Op newer = title("me", 101, "newer");
        overlay.push(older, older.provisional());
        overlay.push(newer, newer.provisional());

        overlay.admit(newer, newer.stamp(50));

        assertThat(World.shown(overlay.view(), "a").title()).isEqualTo("newer");
    }

    @Test
    void whatWasAdmittedElsewhereBoundsWhatItsReplicaMadeBeforeWhereverThatWaits() {
        Overlay inOrder = waiting(title("me", 100, "older"), title("me", 102, "newer"));
        Overlay afterOther = waiting(title("other", 102, "other"), title("me", 100, "older"));
        Overlay turnedRound = waiting(title("me", 102, "newer"), title("me", 100, "older"));

        for (Overlay each : List.of(inOrder, afterOther, turnedRound)) {
            each.cap(List.of(title("me", 101, "elsewhere").stamp(50)));

            each.forEachWaiting((op, stamp) ->
                    assertThat(stamp).isEqualTo(op.origin().seq() == 100 ? op.stamp(50) : op.provisional()));
            assertThat(each.waiting()).isEqualTo(2);
        }
    }

    @Test
    void whatWasAdmittedElsewhereBoundsNothingThatCameAfterIt() {
        Overlay overlay = waiting(title("me", 102, "newer"), title("me", 103, "newest"));
        GraphState view = overlay.view();

        overlay.cap(List.of(title("me", 101, "elsewhere").stamp(50)));

        assertThat(overlay.view()).isSameAs(view);
    }

    private static Overlay waiting(Op... ops) {
        Overlay overlay = new Overlay(World.state(World.birth("a")));
        for (Op op : ops) {
            overlay.push(op, op.provisional());
        }
        return overlay;
    }

    @Test
    void anAdmissionOfAnotherDeviceDoesNotHoldMyEditsBack() {
        Overlay overlay = new Overlay(World.state(World.birth("a")));
        Op mine = title("me", 100, "mine");
        Op theirs = title("other", 101, "theirs");
        overlay.push(mine, mine.provisional());

        overlay.admit(theirs, theirs.stamp(50));

        assertThat(World.shown(overlay.view(), "a").title()).isEqualTo("mine");
    }

    @Test
    void aWaitingEditThatIsOlderThanWhatStandsDoesNotShow() {
        Overlay overlay = new Overlay(World.state(World.birth("a")));
        Op mine = title("me", 5, "mine");
        Op theirs = title("other", 7, "theirs");
        overlay.push(mine, mine.provisional());
        overlay.admit(theirs, theirs.provisional());

        assertThat(World.shown(overlay.view(), "a").title()).isEqualTo("theirs");
        assertThat(World.shown(overlay.view(), "a").version()).isEqualTo(3);
        assertThat(World.shown(overlay.base(), "a").version()).isEqualTo(2);
    }

    private static Op title(String device, long number, String title) {
        return World.op(device, number, World.set(World.node("a"), RegisterNames.TITLE, Json.of(title)));
    }
}
