package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.Op;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Point;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two devices write one register unawares: one value stands, both are kept, and the loser may answer once. */
final class ConflictTest {
    private final ManualScheduler serverTime = new ManualScheduler(1_780_000_000_000L);
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", serverTime);
    private final Link link = new Link(server);
    private final Site here = new Site();
    private final Site there = new Site();
    private Store ann = here.start().store();
    private final Store bob = there.start(builder -> builder.ids(Ids.seeded(99, () -> 1_780_000_000_000L)))
            .store();

    @BeforeEach
    void attach() {
        ann.attach(Link.BINDING);
        bob.attach(Link.BINDING);
        Sample.create(ann);
        link.sync(ann);
        link.sync(bob);
    }

    /** Bob's edit is the later one; ann's reaches the server first. */
    private void meet() {
        Sample.title(ann, Sample.IDEA, "ann's");
        there.pass(Duration.ofSeconds(1));
        Sample.title(bob, Sample.IDEA, "bob's");
        link.sync(ann);
        link.sync(bob);
        link.sync(ann);
        link.sync(ann);
        link.sync(bob);
    }

    @Test
    void theLaterEditStandsAndBothSidesKeepBoth() {
        meet();

        assertThat(Sample.title(ann, Sample.IDEA)).isEqualTo("bob's");
        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("bob's");
        Conflict lost = ann.replication().conflicts().get(0);
        assertThat(lost.won()).isFalse();
        assertThat(lost.open()).isFalse();
        assertThat(lost.mine().value()).isEqualTo(Json.of("ann's"));
        assertThat(lost.theirs().value()).isEqualTo(Json.of("bob's"));
        assertThat(bob.replication().conflicts()).singleElement().matches(Conflict::won);
    }

    @Test
    void anEditMadeInKnowledgeOfTheOtherIsNoConflict() {
        Sample.title(ann, Sample.IDEA, "ann's");
        link.sync(ann);
        link.sync(bob);
        Sample.title(bob, Sample.IDEA, "bob's");
        link.sync(bob);
        link.sync(ann);

        assertThat(ann.replication().conflicts()).isEmpty();
        assertThat(bob.replication().conflicts()).isEmpty();
    }

    @Test
    void itIsNoticedAlsoAfterTheEditWasFoldedAndForgotten() {
        Sample.title(ann, Sample.IDEA, "ann's");
        there.pass(Duration.ofSeconds(1));
        Sample.title(bob, Sample.IDEA, "bob's");
        link.sync(ann);
        here.pass(Duration.ofMinutes(10));
        ann = here.crashAll().store();
        link.sync(bob);
        link.sync(ann);

        assertThat(ann.replication().conflicts()).singleElement().matches(each -> !each.won());
    }

    @Test
    void theLoserMayInsist() {
        ann.replication().conflictPolicy(ConflictPolicy.of(ConflictStrategy.KEEP_LOCAL));
        bob.replication().conflictPolicy(ConflictPolicy.of(ConflictStrategy.KEEP_LOCAL));

        meet();

        assertThat(Sample.title(ann, Sample.IDEA)).isEqualTo("ann's");
        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("ann's");
        assertThat(server.history().stream().filter(each -> each.op().resolves() != null))
                .hasSize(1);
    }

    /** Ann writes title and place, and the place once more when bob has written both. */
    private void crossEachOther() {
        Sample.title(ann, Sample.IDEA, "ann's");
        Sample.move(ann, Sample.IDEA, 1);
        there.pass(Duration.ofSeconds(1));
        Sample.title(bob, Sample.IDEA, "bob's");
        Sample.move(bob, Sample.IDEA, 2);
        bob.updateNodeConfig(Sample.POSTER, Sample.IDEA, "only", "bob's");
        here.pass(Duration.ofSeconds(2));
        Sample.move(ann, Sample.IDEA, 3);
        ann.updateNodeConfig(Sample.POSTER, Sample.IDEA, "alone", "ann's");
    }

    private void settleDown(Store first, Store second) {
        serverTime.advance(Duration.ofSeconds(10));
        for (Store device : List.of(first, second, first, second, first, second)) {
            link.sync(device);
        }
        assertThat(Dump.of(ann)).isEqualTo(Dump.of(bob));
    }

    private List<Op> answers() {
        return server.history().stream()
                .map(AdmittedOp::op)
                .filter(op -> op.resolves() != null)
                .toList();
    }

    @Test
    void withoutAStrategyAnEntityIsMixedOfTheLaterWrites() {
        crossEachOther();

        settleDown(ann, bob);

        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("bob's");
        assertThat(Sample.node(bob, Sample.IDEA).position()).isEqualTo(new Point(3, 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEntityMayStayWholeWhereBothWrote(boolean annFirst) {
        ConflictPolicy whole = ConflictPolicy.of(ConflictStrategy.mergeByEntity());
        ann.replication().conflictPolicy(whole);
        bob.replication().conflictPolicy(whole);
        crossEachOther();

        settleDown(annFirst ? ann : bob, annFirst ? bob : ann);

        Node node = Sample.node(bob, Sample.IDEA);
        assertThat(node.title()).isEqualTo("ann's");
        assertThat(node.position()).isEqualTo(new Point(3, 0));
        assertThat(node.config()).containsEntry("only", Json.of("bob's")).containsEntry("alone", Json.of("ann's"));
        assertThat(answers()).hasSize(1);
    }

    @Test
    void otherEntitiesAreDecidedByThemselves() {
        ann.replication().conflictPolicy(ConflictPolicy.of(ConflictStrategy.mergeByEntity()));
        bob.replication().conflictPolicy(ConflictPolicy.of(ConflictStrategy.mergeByEntity()));
        Sample.title(ann, Sample.IMAGE, "ann's");
        there.pass(Duration.ofSeconds(1));
        Sample.title(bob, Sample.IMAGE, "bob's");
        here.pass(Duration.ofSeconds(2));
        Sample.move(bob, Sample.IDEA, 2);
        Sample.move(ann, Sample.IDEA, 3);

        settleDown(ann, bob);

        assertThat(Sample.title(bob, Sample.IMAGE)).isEqualTo("bob's");
        assertThat(answers()).isEmpty();
    }

    @Test
    void aFieldWithAStrategyOfItsOwnDoesNotCountForTheRest() {
        ConflictPolicy mixed = ConflictPolicy.of(ConflictStrategy.mergeByEntity())
                .with(EntityKind.NODE, "position", ConflictStrategy.LAST_WRITE_WINS);
        ann.replication().conflictPolicy(mixed);
        bob.replication().conflictPolicy(mixed);
        crossEachOther();

        settleDown(ann, bob);

        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("bob's");
    }

    @Test
    void bothValuesMayBecomeOneForOneFieldAlone() {
        ConflictStrategy join = ConflictStrategy.merge((mine, theirs) ->
                Json.of((mine == null ? "" : mine.asString()) + "+" + (theirs == null ? "" : theirs.asString())));
        ann.replication().conflictPolicy(ConflictPolicy.LAST_WRITE_WINS.with(EntityKind.NODE, "title", join));

        meet();

        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("ann's+bob's");
    }

    @Test
    void aPersonMayDecideLater() {
        ann.replication().conflictPolicy(ConflictPolicy.of(ConflictStrategy.MANUAL));
        meet();
        ann = here.crashAll().store();
        Conflict open = ann.replication().conflicts().get(0);
        assertThat(open.open()).isTrue();
        assertThat(Sample.title(ann, Sample.IDEA)).isEqualTo("bob's");

        ann.replication().settle(open, open.mine().value());
        link.sync(ann);
        link.sync(bob);

        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("ann's");
        List<Conflict> left = ann.replication().conflicts();
        assertThat(left).singleElement().matches(each -> !each.open());
        ann.replication().dismiss(left.get(0));
        assertThat(ann.replication().conflicts()).isEmpty();
    }

    @Test
    void differentFieldsNeverConflict() {
        Sample.title(ann, Sample.IDEA, "ann's");
        Sample.move(bob, Sample.IDEA, 9);
        ann.updateNodeConfig(Sample.POSTER, Sample.IDEA, "a", 1);
        bob.updateNodeConfig(Sample.POSTER, Sample.IDEA, "b", 1);
        link.sync(ann);
        link.sync(bob);
        link.sync(ann);

        assertThat(Dump.of(ann)).isEqualTo(Dump.of(bob));
        assertThat(ann.replication().conflicts()).isEmpty();
        assertThat(bob.replication().conflicts()).isEmpty();
    }

    @Test
    void aStrategyThatThrowsLeavesTheConflictToAPersonAndSyncGoesOn() {
        ann.replication().conflictPolicy(ConflictPolicy.of(conflict -> {
            throw new IllegalStateException("a mistake of the host");
        }));

        meet();

        assertThat(Sample.title(ann, Sample.IDEA)).isEqualTo("bob's");
        assertThat(ann.replication().conflicts()).singleElement().matches(Conflict::open);
    }
}
