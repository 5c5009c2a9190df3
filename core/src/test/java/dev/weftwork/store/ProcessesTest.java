package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.OpId;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.WorkflowId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several processes on one storage see each other's edits, and what they edit at once is merged. */
final class ProcessesTest {
    /** A process looks at the storage ten times a second. */
    private static final Duration LOOK = Duration.ofMillis(110);

    private final Site site = new Site();
    private final Host one = site.start();
    private Host two;

    @BeforeEach
    void create() {
        Sample.create(one.store()).awaitDurable();
        two = site.start();
    }

    private void converge() {
        one.store().flush();
        two.store().flush();
        site.pass(LOOK.multipliedBy(2));
        assertThat(Dump.of(two.store())).isEqualTo(Dump.of(one.store()));
    }

    @Test
    void eachSeesTheEditsOfTheOther() {
        Sample.title(one.store(), Sample.IDEA, "one").awaitDurable();
        Sample.title(two.store(), Sample.IMAGE, "two").awaitDurable();
        site.pass(LOOK);

        assertThat(Sample.title(two.store(), Sample.IDEA)).isEqualTo("one");
        assertThat(Sample.title(one.store(), Sample.IMAGE)).isEqualTo("two");
        converge();
    }

    @Test
    void newRenamedAndRemovedWorkflowsAreSeenInTheList() {
        WorkflowId made = one.store().createWorkflow("Made").id();
        one.store().renameWorkflow(Sample.POSTER, "Renamed");
        site.pass(LOOK);
        assertThat(two.store().workflows()).extracting(WorkflowInfo::name).containsExactly("Made", "Renamed");
        assertThat(two.store().workflow(made).name()).isEqualTo("Made");

        one.store().removeWorkflow(made);
        site.pass(LOOK);
        assertThat(two.store().workflows()).extracting(WorkflowInfo::name).containsExactly("Renamed");
        assertThat(two.store().find(made)).isEmpty();
        converge();
    }

    @Test
    void differentFieldsOfOneNodeAreMerged() {
        two.store().workflow(Sample.POSTER);
        Sample.title(one.store(), Sample.IDEA, "one");
        Sample.move(two.store(), Sample.IDEA, 2);
        one.store().updateNodeConfig(Sample.POSTER, Sample.IDEA, "a", 1);
        two.store().updateNodeConfig(Sample.POSTER, Sample.IDEA, "b", 2);
        converge();

        var idea = Sample.node(one.store(), Sample.IDEA);
        assertThat(idea.title()).isEqualTo("one");
        assertThat(idea.position()).isEqualTo(new Point(2, 0));
        assertThat(idea.config()).containsKeys("a", "b", "text");
        assertThat(idea.version()).isEqualTo(5);
    }

    @Test
    void ofTwoWritesToOneFieldTheLaterStandsForBoth() {
        two.store().workflow(Sample.POSTER);
        Sample.title(one.store(), Sample.IDEA, "one");
        Sample.title(two.store(), Sample.IDEA, "two");
        one.store().flush();
        converge();

        assertThat(Sample.title(one.store(), Sample.IDEA)).isEqualTo("two");
    }

    @Test
    void anEditInProgressIsNeverOverwritten() {
        two.store().workflow(Sample.POSTER);
        two.storage().refuseWrites(new IOException("busy"));
        Sample.title(two.store(), Sample.IDEA, "mine");
        for (int i = 0; i < 10; i++) {
            Sample.title(one.store(), Sample.IDEA, "theirs " + i);
            Sample.title(one.store(), Sample.IMAGE, "theirs " + i);
            site.pass(LOOK);

            assertThat(Sample.title(two.store(), Sample.IDEA)).isEqualTo("mine");
            assertThat(Sample.title(two.store(), Sample.IMAGE)).isEqualTo("theirs " + i);
        }
        two.storage().refuseWrites(null);
        converge();

        assertThat(Sample.title(one.store(), Sample.IDEA)).isEqualTo("mine");
    }

    @Test
    void editsThatWaitKeepTheirOrderWhateverOthersWrite() {
        two.store().workflow(Sample.POSTER);
        List<OpId> mine = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            mine.add(Sample.move(two.store(), Sample.IDEA, i).op().orElseThrow());
            if (i % 5 == 0) {
                Sample.title(one.store(), Sample.IMAGE, "other " + i).awaitDurable();
            }
        }
        assertThat(two.store().oplog().unsaved()).extracting(op -> op.id()).isEqualTo(mine);
        converge();

        assertThat(Sample.node(one.store(), Sample.IDEA).position()).isEqualTo(new Point(19, 0));
        assertThat(one.store().oplog().entries().stream()
                        .flatMap(entry -> entry.ops().stream())
                        .map(logged -> logged.op().id())
                        .filter(mine::contains))
                .isEqualTo(mine);
    }

    @Test
    void noNumberIsGivenTwice() {
        two.store().workflow(Sample.POSTER);
        for (int i = 0; i < 30; i++) {
            Sample.move(one.store(), Sample.IDEA, i);
            Sample.move(two.store(), Sample.IMAGE, i);
            (i % 2 == 0 ? one : two).store().flush();
        }
        converge();

        List<Long> numbers = one.store().oplog().entries().stream()
                .flatMap(entry -> entry.ops().stream())
                .map(logged -> logged.op().origin().seq())
                .toList();
        assertThat(numbers).hasSize(61).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void deletingAndConnectingAtOnceLeavesNoEdgeToNowhere() {
        two.store().workflow(Sample.POSTER);
        NodeId fresh = NodeId.of("fresh");
        one.store().edit(Sample.POSTER, draft -> draft.removeNode(Sample.IMAGE));
        two.store()
                .edit(
                        Sample.POSTER,
                        draft -> draft.addNode(fresh, "t", node -> {}).connect(fresh, Sample.IMAGE));
        converge();

        assertThat(one.store().workflow(Sample.POSTER).node(fresh)).isPresent();
        assertThat(one.store().workflow(Sample.POSTER).edges()).isEmpty();
    }

    @Test
    void oneIdMadeByTwoProcessesAtOnceIsOneWorkflow() {
        WorkflowId id = WorkflowId.of("both");
        one.store().createWorkflow(id, "one", draft -> draft.addNode(NodeId.of("a"), "t", node -> {}));
        two.store().createWorkflow(id, "two", draft -> draft.addNode(NodeId.of("b"), "t", node -> {}));
        converge();

        assertThat(one.store().workflow(id).nodeCount()).isEqualTo(2);
        assertThat(one.store().workflow(id).name()).isEqualTo("two");
    }

    @Test
    void versionsAgreeWhenOneHasFoldedWhatTheOtherHasOnlySeen() {
        for (int i = 0; i < 5; i++) {
            Sample.move(one.store(), Sample.IDEA, i);
        }
        site.pass(LOOK);
        // the first folds two seconds after its last write; the second has the graph not loaded
        site.pass(Duration.ofSeconds(5));

        assertThat(Dump.of(two.store().workflow(Sample.POSTER)))
                .isEqualTo(Dump.of(one.store().workflow(Sample.POSTER)));
        assertThat(Sample.node(two.store(), Sample.IDEA).version()).isEqualTo(6);
        Sample.move(two.store(), Sample.IDEA, 9);
        site.pass(Duration.ofSeconds(5));
        converge();
    }

    @Test
    void changesOfAnotherProcessAreToldAsSuch() {
        List<WorkflowChange> told = new ArrayList<>();
        two.store().observe(Sample.POSTER, told::add);

        Sample.title(one.store(), Sample.IDEA, "a");
        Sample.title(one.store(), Sample.IMAGE, "b");
        site.pass(LOOK);

        assertThat(told).hasSize(2);
        assertThat(told).extracting(WorkflowChange::origin).containsOnly(WorkflowChange.Origin.OTHER_PROCESS);
        assertThat(told.get(0).nodes()).containsExactly(Sample.IDEA);
        assertThat(told.get(1).before()).isEqualTo(told.get(0).workflow());
    }

    @Test
    void listenersOfAllHearOfOtherProcessesEvenIfTheGraphIsNotLoaded() {
        List<String> told = new ArrayList<>();
        two.store()
                .observeAll(change -> told.add(
                        change.before().name() + " > " + change.workflow().name() + " " + change.origin()));

        one.store().renameWorkflow(Sample.POSTER, "Renamed");
        one.store().createWorkflow(WorkflowId.of("new"), "New", draft -> {}).awaitDurable();
        site.pass(LOOK);

        assertThat(told).containsExactly("Poster > Renamed OTHER_PROCESS", " > New OTHER_PROCESS");
    }

    @Test
    void settledChangesOfOtherProcessesAreToldEvenIfTheGraphIsNotLoaded() {
        List<SettledChange> settled = new ArrayList<>();
        two.store().observeSettled(settled::add);

        Sample.title(one.store(), Sample.IDEA, "x").awaitDurable();
        site.pass(LOOK);
        site.pass(Duration.ofMillis(300));

        assertThat(settled).extracting(change -> change.key().id()).containsExactly("idea");
    }

    @Test
    void everyChangeBeginsWhereTheOneBeforeEndedAlsoWithOthersInBetween() {
        List<WorkflowChange> told = new ArrayList<>();
        two.store().observe(Sample.POSTER, told::add);
        for (int i = 0; i < 30; i++) {
            Sample.move(one.store(), Sample.IDEA, i);
            Sample.title(two.store(), Sample.IDEA, "t" + i);
            if (i % 3 == 0) {
                one.store().flush();
            }
            if (i % 4 == 0) {
                site.pass(Duration.ofMillis(60));
            }
        }
        converge();

        for (int i = 1; i < told.size(); i++) {
            assertThat(told.get(i).before().nodes())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("updatedAt")
                    .isEqualTo(told.get(i - 1).workflow().nodes());
        }
        assertThat(Dump.of(told.get(told.size() - 1).workflow()))
                .isEqualTo(Dump.of(two.store().workflow(Sample.POSTER)));
    }

    @Test
    void anEditThatComesAfterWhatAnotherWroteLaterIsToldToStandAgain() {
        List<String> told = new ArrayList<>();
        two.store()
                .observe(
                        Sample.POSTER,
                        change -> told.add(change.workflow()
                                .node(Sample.IDEA)
                                .orElseThrow()
                                .title()));
        Sample.title(two.store(), Sample.IDEA, "mine");
        site.leap(LOOK);
        Sample.title(one.store(), Sample.IDEA, "theirs").awaitDurable();
        converge();

        assertThat(Sample.title(one.store(), Sample.IDEA)).isEqualTo("mine");
        assertThat(told).last().isEqualTo("mine");
    }

    @Test
    void aProcessThatIsGoneLeavesItsEditsToTheOthers() {
        Sample.title(one.store(), Sample.IDEA, "last words").awaitDurable();
        site.crash(one);
        site.pass(LOOK);

        assertThat(Sample.title(two.store(), Sample.IDEA)).isEqualTo("last words");
    }
}
