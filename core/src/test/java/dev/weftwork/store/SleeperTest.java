package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryStorage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that slept through more than the log keeps reads everything anew and loses nothing of its own. */
final class SleeperTest {
    private static final WorkflowId NEW = WorkflowId.of("new");
    private final Site site = new Site();
    private final Host sleeper = site.start();
    private final Store store = sleeper.store();

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
        store.collection("files").put("a", 1).awaitDurable();
    }

    /** Another process edits, folds and prunes for minutes while this one gets no turn. */
    private void whileAsleep() throws IOException {
        Site awake = new Site(site.disk);
        Host other = awake.start();
        other.time().skew(Duration.ofMinutes(1));
        for (int i = 0; i < 5; i++) {
            Sample.move(other.store(), Sample.IMAGE, i);
            awake.pass(Duration.ofMinutes(1));
        }
        other.store().edit(Sample.POSTER, draft -> draft.removeNode(Sample.GROUP));
        other.store().createWorkflow(NEW, "New", Sample::fill);
        other.store().collection("files").put("b", 1);
        awake.pass(Duration.ofMinutes(2));
        Sample.title(other.store(), Sample.IMAGE, "awake").awaitDurable();
        awake.crash(other);
        try (MemoryStorage storage = MemoryStorage.on(site.disk)) {
            long floor = storage.read(moment -> moment.floor());
            assertThat(floor).isGreaterThan(2);
        }
    }

    private void sameAsAFreshProcess() {
        store.collection("files");
        Store fresh = new Site(site.disk).start().store();
        fresh.collection("files");
        assertThat(Dump.of(store)).isEqualTo(Dump.of(fresh));
    }

    @Test
    void whatOthersDidIsThere() throws IOException {
        whileAsleep();

        site.pass(Duration.ofSeconds(1));

        assertThat(Sample.title(store, Sample.IMAGE)).isEqualTo("awake");
        assertThat(store.workflow(Sample.POSTER).nodes())
                .extracting(Node::id)
                .containsExactly(Sample.IDEA, Sample.IMAGE);
        assertThat(store.workflow(NEW).nodes()).hasSize(3);
        assertThat(store.collection("files").all()).containsOnlyKeys("a", "b");
        sameAsAFreshProcess();
    }

    @Test
    void itsOwnWaitingEditsStayOnTopAndAreStored() throws IOException {
        Commit title = Sample.title(store, Sample.IDEA, "mine");
        Commit made = store.createWorkflow(WorkflowId.of("mine"), "Mine", Sample::fill);
        store.edit(Sample.POSTER, draft -> draft.addNode(NodeId.of("mine"), "t", node -> {}));
        whileAsleep();

        title.awaitDurable();
        made.awaitDurable();
        store.flush();

        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("mine");
        assertThat(Sample.title(store, Sample.IMAGE)).isEqualTo("awake");
        assertThat(store.workflow(Sample.POSTER).node(NodeId.of("mine"))).isPresent();
        assertThat(store.workflow(WorkflowId.of("mine")).nodes()).hasSize(3);
        sameAsAFreshProcess();
    }

    @Test
    void itFoldsAndClosesAsIfItHadBeenAwake() throws IOException {
        whileAsleep();
        Sample.title(store, Sample.IDEA, "mine");
        site.pass(Duration.ofSeconds(10));
        store.edit(NEW, draft -> draft.removeNode(Sample.IDEA));
        String before = Dump.of(store);

        site.stop(sleeper);

        Store again = site.start().store();
        again.collection("files");
        assertThat(Dump.of(again)).isEqualTo(before);
    }

    @Test
    void listenersHearOfWhatIsDifferentNowAndOfEachChangeOnce() throws IOException {
        List<WorkflowChange> told = new ArrayList<>();
        store.observe(Sample.POSTER, told::add);
        String before = Dump.of(store.workflow(Sample.POSTER));
        whileAsleep();

        site.pass(Duration.ofSeconds(1));

        assertThat(told).isNotEmpty();
        assertThat(Dump.of(told.get(0).before())).isEqualTo(before);
        for (int i = 1; i < told.size(); i++) {
            assertThat(Dump.of(told.get(i).before()))
                    .isEqualTo(Dump.of(told.get(i - 1).workflow()));
        }
        WorkflowChange last = told.get(told.size() - 1);
        assertThat(Dump.of(last.workflow())).isEqualTo(Dump.of(store.workflow(Sample.POSTER)));
        assertThat(told).anySatisfy(change -> assertThat(change.nodes()).contains(Sample.IMAGE));
        assertThat(told).anySatisfy(change -> assertThat(change.nodes()).contains(Sample.GROUP));
    }

    @Test
    void listenersOfAllHearOfWhatIsNew() throws IOException {
        List<WorkflowId> told = new ArrayList<>();
        store.observeAll(change -> told.add(change.workflow().id()));
        whileAsleep();

        site.pass(Duration.ofSeconds(1));

        assertThat(told).contains(Sample.POSTER, NEW);
    }
}
