package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Workflows are made, found, listed, renamed and taken away. */
final class WorkflowListTest {
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();

    @Test
    void aNewStoreIsEmpty() {
        assertThat(store.workflows()).isEmpty();
        assertThat(store.search("")).isEmpty();
        assertThat(store.find(WorkflowId.of("any"))).isEmpty();
    }

    @Test
    void aNewWorkflowIsEmptyAndThereAtOnce() {
        Workflow poster = store.createWorkflow("Poster");

        assertThat(poster.name()).isEqualTo("Poster");
        assertThat(poster.nodes()).isEmpty();
        assertThat(poster.edges()).isEmpty();
        assertThat(poster.viewport()).isEqualTo(Viewport.ORIGIN);
        assertThat(poster.version()).isEqualTo(1);
        assertThat(poster.updatedAt()).isEqualTo(host.time().wallMillis());
        assertThat(store.workflow(poster.id())).isEqualTo(poster);
    }

    @Test
    void workflowsAreListedByNameThenById() {
        store.createWorkflow(WorkflowId.of("3"), "b", draft -> {});
        store.createWorkflow(WorkflowId.of("2"), "b", draft -> {});
        store.createWorkflow(WorkflowId.of("1"), "c", draft -> {});
        store.createWorkflow(WorkflowId.of("4"), "a", draft -> {});

        assertThat(store.workflows()).extracting(info -> info.id().value()).containsExactly("4", "2", "3", "1");
    }

    @Test
    void aListHandedOutEarlierDoesNotChange() {
        store.createWorkflow("a");
        var before = store.workflows();

        store.createWorkflow("b");

        assertThat(before).extracting(WorkflowInfo::name).containsExactly("a");
    }

    @Test
    void searchingIgnoresTheCaseOfLetters() {
        store.createWorkflow("Straßenkarte");
        store.createWorkflow("Fox poster");
        store.createWorkflow("POSTER of a cat");

        assertThat(store.search("poster"))
                .extracting(WorkflowInfo::name)
                .containsExactly("Fox poster", "POSTER of a cat");
        assertThat(store.search("KARTE")).extracting(WorkflowInfo::name).containsExactly("Straßenkarte");
        assertThat(store.search("dog")).isEmpty();
    }

    @Test
    void renamingShowsInTheListAndInTheSearch() {
        Workflow workflow = store.createWorkflow("Draft");

        store.renameWorkflow(workflow.id(), "Final");

        assertThat(store.workflows()).extracting(WorkflowInfo::name).containsExactly("Final");
        assertThat(store.search("draft")).isEmpty();
    }

    @Test
    void aSecondRenameIsNotTakenForARepetitionOfTheFirst() {
        Workflow workflow = store.createWorkflow("one");

        store.renameWorkflow(workflow.id(), "two");
        store.renameWorkflow(workflow.id(), "one");
        store.renameWorkflow(workflow.id(), "two");

        assertThat(store.workflow(workflow.id()).name()).isEqualTo("two");
        assertThat(store.workflow(workflow.id()).version()).isEqualTo(4);
        assertThat(site.restart(host).store().workflow(workflow.id()).name()).isEqualTo("two");
    }

    @Test
    void theLastOfTwoRenamesInOneEditStands() {
        Workflow workflow = store.createWorkflow("one");

        store.edit(workflow.id(), draft -> draft.rename("two").rename("one"));
        assertThat(store.workflow(workflow.id()).name()).isEqualTo("one");

        store.edit(workflow.id(), draft -> draft.rename("two").rename("three"));
        assertThat(store.workflow(workflow.id()).name()).isEqualTo("three");
    }

    @Test
    void aWorkflowThatIsTakenAwayIsGoneAlsoAfterReopening() {
        Sample.create(store);
        Workflow other = store.createWorkflow("Other");

        store.removeWorkflow(Sample.POSTER);

        assertThat(store.workflows()).extracting(WorkflowInfo::id).containsExactly(other.id());
        assertThat(store.find(Sample.POSTER)).isEmpty();
        assertThat(store.search("poster")).isEmpty();
        Store again = site.restart(host).store();
        assertThat(again.workflows()).extracting(WorkflowInfo::id).containsExactly(other.id());
        assertThat(again.find(Sample.POSTER)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> again.edit(Sample.POSTER, draft -> draft.rename("x")))
                .withMessageContaining("poster");
    }

    @Test
    void anIdCanBeUsedAgainAndBringsNothingBack() {
        Sample.create(store);
        store.removeWorkflow(Sample.POSTER);

        store.createWorkflow(
                Sample.POSTER, "Poster", draft -> draft.addNode(Sample.IDEA, "note", node -> node.title("New")));

        Workflow workflow = store.workflow(Sample.POSTER);
        assertThat(workflow.name()).isEqualTo("Poster");
        assertThat(workflow.ext()).isEmpty();
        assertThat(workflow.viewport()).isEqualTo(Viewport.ORIGIN);
        assertThat(workflow.nodes()).extracting(Node::id).containsExactly(Sample.IDEA);
        assertThat(workflow.edges()).isEmpty();
        Node idea = Sample.node(store, Sample.IDEA);
        assertThat(idea.type()).isEqualTo("note");
        assertThat(idea.config()).isEmpty();
        assertThat(idea.position()).isNull();
        assertThat(Dump.of(site.restart(host).store().workflow(Sample.POSTER))).isEqualTo(Dump.of(workflow));
    }

    @Test
    void theListTellsWhenAnythingInAWorkflowLastChanged() {
        Sample.create(store);
        site.pass(Duration.ofSeconds(7));
        long now = host.time().wallMillis();

        Sample.title(store, Sample.IDEA, "Later");

        assertThat(store.workflows()).containsExactly(new WorkflowInfo(Sample.POSTER, "Poster", now));
        assertThat(store.workflow(Sample.POSTER).updatedAt()).isEqualTo(now);
        assertThat(site.restart(host).store().workflows())
                .containsExactly(new WorkflowInfo(Sample.POSTER, "Poster", now));
    }

    @Test
    void nodesOfOneNameInTwoWorkflowsHaveNothingToDoWithEachOther() {
        Sample.create(store);
        WorkflowId copy = WorkflowId.of("copy");
        store.createWorkflow(copy, "Copy", Sample::fill);

        store.edit(copy, draft -> draft.removeNode(Sample.IMAGE));

        assertThat(store.workflow(copy).node(Sample.IMAGE)).isEmpty();
        assertThat(store.workflow(Sample.POSTER).node(Sample.IMAGE)).isPresent();
        assertThat(store.workflow(Sample.POSTER).node(NodeId.of("none"))).isEmpty();
    }
}
