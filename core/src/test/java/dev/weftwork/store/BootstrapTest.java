package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Ids;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.PushRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A snapshot takes the place of what was admitted, and what is pending stays on top of it. */
final class BootstrapTest {
    private final ManualScheduler serverTime = new ManualScheduler(1_780_000_000_000L);
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", serverTime);
    private final Link link = new Link(server);
    private final Site here = new Site();
    private final Site there = new Site(new MemoryDisk());
    private Store ann = here.start().store();
    private Store bob = there.start(builder -> builder.ids(Ids.seeded(99, () -> 1_780_000_000_000L)))
            .store();

    @BeforeEach
    void attach() {
        ann.attach(Link.BINDING);
        bob.attach(Link.BINDING);
        Sample.create(ann);
        link.sync(ann);
    }

    @Test
    void aNewDeviceStartsFromASnapshot() {
        link.rebase(bob, false);

        assertThat(Dump.of(bob)).isEqualTo(Dump.of(ann));
        there.pass(Duration.ofMinutes(1));
        bob = there.crashAll().store();
        assertThat(Dump.of(bob)).isEqualTo(Dump.of(ann));
    }

    @Test
    void whatWasMadeBeforeTheSnapshotStaysPendingAndArrives() {
        bob.createWorkflow("Bob's own");
        bob.flush();

        link.rebase(bob, false);

        assertThat(bob.workflows()).extracting(WorkflowInfo::name).containsExactly("Bob's own", "Poster");
        bob = there.crashAll().store();
        link.sync(bob);
        link.sync(ann);
        assertThat(Dump.of(ann)).isEqualTo(Dump.of(bob));
    }

    @Test
    void anEditWhoseAnswerWasLostIsNotTakenTwice() {
        link.sync(bob);
        Sample.title(bob, Sample.IDEA, "bob's");
        link.send(Link.offer(bob));

        link.rebase(bob, false);
        link.sync(bob);
        link.sync(ann);

        assertThat(Dump.of(bob)).isEqualTo(Dump.of(ann));
        assertThat(Sample.node(bob, Sample.IDEA).version()).isEqualTo(2);
    }

    @Test
    void aSnapshotTellsOfWhatWentAway() {
        link.sync(bob);
        ann.removeWorkflow(Sample.POSTER);
        link.sync(ann);

        link.rebase(bob, false);

        assertThat(bob.workflows()).isEmpty();
    }

    @Test
    void anotherProcessReadsTheSnapshotToo() {
        Host second = there.start(builder -> builder.ids(Ids.seeded(98, () -> 1_780_000_000_000L)));
        link.rebase(bob, false);
        there.pass(Duration.ofSeconds(1));

        assertThat(Dump.of(second.store())).isEqualTo(Dump.of(ann));
        Sample.title(second.store(), Sample.IDEA, "second's");
        link.sync(second.store());
        link.sync(ann);
        there.pass(Duration.ofSeconds(1));
        assertThat(Dump.of(bob)).isEqualTo(Dump.of(ann));
    }

    @Test
    void anotherProcessIsToldWhatWaitsThoughOthersWereDecidedMeanwhile() {
        Host second = there.start(builder -> builder.ids(Ids.seeded(98, () -> 1_780_000_000_000L)));
        link.sync(bob);
        Sample.title(bob, Sample.IDEA, "decided");
        bob.flush();
        there.pass(Duration.ofSeconds(1));
        List<Integer> told = new ArrayList<>();
        second.store().replication().onPending(told::add);
        link.push(bob);
        Sample.title(bob, Sample.IMAGE, "waits");
        bob.flush();

        link.rebase(bob, false);
        there.pass(Duration.ofSeconds(1));

        assertThat(told).containsExactly(1);
    }

    /** Bob's clock runs an hour ahead; he writes a title, and then makes a graph of his own. */
    private List<Op> offerTitleAndGraph() {
        link.sync(bob);
        Host ahead = there.crashAll();
        ahead.time().skew(Duration.ofHours(1));
        bob = ahead.store();
        Sample.title(bob, Sample.IDEA, "bob's");
        bob.createWorkflow("Bob's own");
        return Link.offer(bob);
    }

    private void annWritesTheTitleLater() {
        serverTime.advance(Duration.ofMinutes(1));
        here.pass(Duration.ofMinutes(1));
        link.pull(ann);
        Sample.title(ann, Sample.IDEA, "ann's");
        link.sync(ann);
        link.pull(bob);
    }

    private void assertThatBobSeesAnnsTitleNowAndLater() {
        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("ann's");
        bob = there.crashAll().store();
        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("ann's");
        link.sync(bob);
        link.pull(ann);
        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("ann's");
        assertThat(Dump.of(bob)).isEqualTo(Dump.of(ann));
    }

    @Test
    void whatWasOfferedBeforeASnapshotShowsBelowWhatTheServerTookOfTheSameReplicaSince() {
        List<Op> both = offerTitleAndGraph();
        link.rebase(bob, false);
        bob.replication().record(link.send(both.subList(1, 2)));

        annWritesTheTitleLater();

        assertThatBobSeesAnnsTitleNowAndLater();
    }

    @Test
    void andBelowWhatTheSnapshotHoldsOfTheSameReplica() {
        List<Op> both = offerTitleAndGraph();
        link.send(both.subList(1, 2));
        link.rebase(bob, false);
        bob.replication().record(link.send(both.subList(1, 2)));

        annWritesTheTitleLater();

        assertThatBobSeesAnnsTitleNowAndLater();
    }

    @Test
    void whatARestoredServerLostIsOfferedAgainUnderItsOldStamp() {
        link.sync(bob);
        var backup = server.backup();
        Sample.title(ann, Sample.IDEA, "lost");
        link.sync(ann);
        here.pass(Duration.ofMinutes(5));
        String before = Dump.of(ann);
        server.restore(backup);

        link.rebase(ann, true);
        ann = here.crashAll().store();
        assertThat(ann.replication().state().lost()).isTrue();
        List<PushRequest.Offer> again = ann.replication().reoffers();
        Map<OpId, Long> taken = link.offerAgain(again);
        link.sync(ann);
        assertThat(ann.replication().reoffered(taken)).isTrue();

        assertThat(Sample.title(ann, Sample.IDEA)).isEqualTo("lost");
        assertThat(Dump.of(ann)).isEqualTo(before);
        assertThat(ann.replication().state().lost()).isFalse();
    }

    @Test
    void whatAServerLosesTwiceIsOfferedTwice() {
        var backup = server.backup();
        Sample.title(ann, Sample.IDEA, "lost");
        link.sync(ann);
        String before = Dump.of(ann);
        server.restore(backup);
        link.rebase(ann, true);
        var restored = server.backup();
        Map<OpId, Long> taken = link.offerAgain(ann.replication().reoffers());

        server.rollBackTo(restored);
        link.sync(ann);
        assertThat(ann.replication().reoffered(taken)).isFalse();
        assertThat(ann.replication().state().lost()).isTrue();

        taken = link.offerAgain(ann.replication().reoffers());
        link.sync(ann);
        assertThat(ann.replication().reoffered(taken)).isTrue();
        assertThat(Dump.of(ann)).isEqualTo(before);
    }

    /** Days go by of which nobody looks at each tenth of a second. */
    private void passDays(int days) {
        Duration time = Duration.ofDays(days);
        here.leap(time.minusMinutes(1));
        here.pass(Duration.ofMinutes(1));
        serverTime.advance(time);
    }

    @Test
    void acknowledgedEditsAreKeptForThirtyDays() {
        var backup = server.backup();
        Sample.title(ann, Sample.IDEA, "old");
        link.sync(ann);
        for (int day = 0; day < 29; day++) {
            Sample.move(ann, Sample.IDEA, day);
            link.sync(ann);
            passDays(1);
        }
        server.restore(backup);
        link.rebase(ann, true);
        assertThat(ann.replication().reoffers()).hasSize(31);

        assertThat(ann.replication().reoffered(Map.of())).isTrue();
        passDays(4);
        Sample.title(ann, Sample.IDEA, "new");
        link.sync(ann);
        here.pass(Duration.ofMinutes(1));
        link.rebase(ann, true);
        assertThat(ann.replication().reoffers()).hasSizeLessThan(31).isNotEmpty();
    }
}
