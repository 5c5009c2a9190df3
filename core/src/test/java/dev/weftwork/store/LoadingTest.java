package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Graphs are loaded when they are first used and let go of when nobody uses them; snapshots never change. */
final class LoadingTest {
    private static final int MANY = 50;
    private final Site site = new Site();
    private Host host = site.start();
    private Store store = host.store();

    @BeforeEach
    void create() {
        for (int i = 0; i < MANY; i++) {
            store.createWorkflow(id(i), "name " + i, Sample::fill);
        }
        host = site.restart(host);
        store = host.store();
    }

    private static WorkflowId id(int i) {
        return WorkflowId.of("w" + i);
    }

    private long loads() {
        return store.metrics().loads().snapshot().total();
    }

    @Test
    void listingAndSearchingLoadNoGraph() {
        assertThat(store.workflows()).hasSize(MANY);
        assertThat(store.search("name 7")).hasSize(1);

        assertThat(loads()).isZero();
    }

    @Test
    void aGraphIsLoadedOnceAndThenReadFromMemory() {
        store.workflow(id(1));
        long reads = host.storage().reads();
        for (int i = 0; i < 100; i++) {
            store.workflow(id(1)).nodes();
        }
        store.renameWorkflow(id(1), "x");

        assertThat(loads()).isEqualTo(1);
        assertThat(host.storage().reads()).isEqualTo(reads);
    }

    @Test
    void editingLoadsWhatIsNotThere() {
        store.renameWorkflow(id(3), "x");
        store.removeWorkflow(id(4));

        assertThat(loads()).isEqualTo(2);
        assertThat(store.workflow(id(3)).nodes()).hasSize(3);
        assertThat(store.workflows()).hasSize(MANY - 1);
    }

    @Test
    void aGraphThatNobodyUsesIsLetGoOf() {
        Workflow before = store.workflow(id(1));

        site.pass(Duration.ofMinutes(11));

        assertThat(store.workflows()).hasSize(MANY);
        assertThat(loads()).isEqualTo(1);
        assertThat(Dump.of(store.workflow(id(1)))).isEqualTo(Dump.of(before));
        assertThat(loads()).isEqualTo(2);
    }

    @Test
    void aGraphThatIsUsedStays() {
        for (int i = 0; i < 30; i++) {
            store.workflow(id(1));
            site.pass(Duration.ofMinutes(1));
        }

        assertThat(loads()).isEqualTo(1);
    }

    @Test
    void aGraphThatIsObservedStaysUntilNobodyObservesIt() {
        List<WorkflowChange> told = new ArrayList<>();
        Subscription one = store.observe(id(1), told::add);
        Subscription two = store.select(id(1), Workflow::name, name -> {});
        site.pass(Duration.ofMinutes(30));
        store.workflow(id(1));
        assertThat(loads()).isEqualTo(1);

        one.close();
        one.close();
        site.pass(Duration.ofMinutes(30));
        store.workflow(id(1));
        assertThat(loads()).isEqualTo(1);

        two.close();
        site.pass(Duration.ofMinutes(30));
        store.workflow(id(1));
        assertThat(loads()).isEqualTo(2);
    }

    @Test
    void aGraphWithEditsThatAreNotStoredStays() {
        host.storage().refuseWrites(new StorageException(StorageException.Kind.FULL, "No space", "Free some"));
        store.renameWorkflow(id(1), "kept");

        site.pass(Duration.ofMinutes(30));

        assertThat(store.workflow(id(1)).name()).isEqualTo("kept");
        assertThat(loads()).isEqualTo(1);
        host.storage().refuseWrites(null);
        site.pass(Duration.ofMinutes(30));
        assertThat(store.search("kept")).hasSize(1);
        assertThat(store.workflow(id(1)).name()).isEqualTo("kept");
    }

    @Test
    void namesAndTimesInTheListAreRightAfterLettingGo() {
        site.pass(Duration.ofSeconds(5));
        long now = host.time().wallMillis();
        store.renameWorkflow(id(1), "new name");
        store.edit(id(2), draft -> draft.removeNode(Sample.IDEA));
        store.removeWorkflow(id(3));
        List<WorkflowInfo> before = store.workflows();

        site.pass(Duration.ofMinutes(30));

        assertThat(store.workflows()).isEqualTo(before).contains(new WorkflowInfo(id(1), "new name", now));
        assertThat(store.find(id(3))).isEmpty();
    }

    @Test
    void aNewWorkflowIsLetGoOfAndComesBack() {
        Workflow made = store.createWorkflow("made");

        site.pass(Duration.ofMinutes(30));

        assertThat(store.workflow(made.id())).isEqualTo(made);
    }

    @Test
    void snapshotsNeverChange() {
        List<Workflow> snapshots = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double x = i;
            store.edit(id(1), draft -> draft.moveNode(Sample.IDEA, x, x).addNode(NodeId.of("n" + x), "t", node -> {}));
            Workflow snapshot = store.workflow(id(1));
            snapshots.add(snapshot);
            // every other one is first read when much has changed
            texts.add(snapshots.size() % 2 == 0 ? Dump.of(snapshot) : "");
        }
        store.removeWorkflow(id(1));
        store.flush();
        site.pass(Duration.ofMinutes(30));
        store.close();

        for (int i = 0; i < snapshots.size(); i++) {
            Workflow snapshot = snapshots.get(i);
            assertThat(texts.get(i)).isIn("", Dump.of(snapshot));
            assertThat(snapshot.nodeCount()).isEqualTo(4 + i);
            assertThat(snapshot.node(Sample.IDEA).orElseThrow().position().x()).isEqualTo(i);
            assertThat(snapshot.node(NodeId.of("n" + (double) (i + 1)))).isEmpty();
        }
    }

    @Test
    void aGraphThatCannotBeReadNowCanBeReadLater() {
        host.storage().failReads(new IOException("busy"));

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.workflow(id(1)))
                .satisfies(thrown -> assertThat(thrown.kind()).isEqualTo(StorageException.Kind.LOCKED))
                .withMessageContaining("'w1'")
                .withMessageContaining("busy")
                .withMessageContaining("Try again");
        assertThat(store.metrics().loads().snapshot().failed()).isEqualTo(1);

        host.storage().failReads(null);
        assertThat(store.workflow(id(1)).nodes()).hasSize(3);
    }
}
