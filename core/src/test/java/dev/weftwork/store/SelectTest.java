package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Node;
import dev.weftwork.graph.Workflow;
import dev.weftwork.memory.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A selection tells its value once, and then each time it is another. */
final class SelectTest {
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();
    private final List<Object> told = new ArrayList<>();

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
    }

    @Test
    void theFirstValueIsToldOnce() {
        store.select(Sample.POSTER, Workflow::nodeCount, told::add);
        assertThat(told).isEmpty();

        host.time().runDue();

        assertThat(told).containsExactly(3);
    }

    @Test
    void onlyAnotherValueIsTold() {
        store.select(Sample.POSTER, Workflow::nodeCount, told::add);

        Sample.title(store, Sample.IDEA, "one");
        Sample.move(store, Sample.IDEA, 7);
        store.renameWorkflow(Sample.POSTER, "x");
        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.GROUP));
        store.setEdges(Sample.POSTER, edges -> List.of());
        host.time().runDue();

        assertThat(told).containsExactly(3, 2);
    }

    @Test
    void aValueThatComesBackIsToldAgain() {
        store.select(Sample.POSTER, Workflow::name, told::add);

        store.renameWorkflow(Sample.POSTER, "x");
        store.renameWorkflow(Sample.POSTER, "Poster");
        host.time().runDue();

        assertThat(told).containsExactly("Poster", "x", "Poster");
    }

    @Test
    void noValueIsAValueToo() {
        store.<Object>select(
                Sample.POSTER,
                workflow -> workflow.node(Sample.IDEA).map(Node::position).orElse(null),
                position -> told.add(position == null ? "none" : position));
        host.time().runDue();
        told.clear();

        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.IDEA));
        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.GROUP));
        host.time().runDue();

        assertThat(told).containsExactly("none");
    }

    @Test
    void aSelectorThatThrowsIsCountedAndAskedAgain() {
        store.select(
                Sample.POSTER,
                workflow -> workflow.node(Sample.IDEA).orElseThrow().title(),
                told::add);
        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.IDEA));
        store.edit(Sample.POSTER, draft -> draft.addNode(Sample.IDEA, "t", node -> node.title("back")));
        host.time().runDue();

        assertThat(told).containsExactly("Idea", "back");
        assertThat(store.metrics().snapshot().listenerFailures()).isEqualTo(1);
    }

    @Test
    void aSelectionThatIsTakenAwayTellsNothingMore() {
        Subscription subscription = store.select(Sample.POSTER, Workflow::name, told::add);

        subscription.close();
        store.renameWorkflow(Sample.POSTER, "x");
        host.time().runDue();

        assertThat(told).isEmpty();
    }

    @Test
    void theLastValueToldIsTheLastThereIsAlsoWhileOthersEdit() throws Exception {
        try (Store real = Store.builder().storage(MemoryStorage.create()).open()) {
            Sample.create(real);
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> editing = new CompletableFuture<>();
            CompletableFuture<Void> edits = CompletableFuture.runAsync(() -> {
                for (int i = 0; !enough.get(); i++) {
                    real.renameWorkflow(Sample.POSTER, "name " + i);
                    editing.complete(null);
                }
                real.renameWorkflow(Sample.POSTER, "the last");
            });
            editing.get(3, TimeUnit.MINUTES);
            List<List<String>> selections = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                List<String> names = new CopyOnWriteArrayList<>();
                selections.add(names);
                real.select(Sample.POSTER, Workflow::name, names::add);
            }
            enough.set(true);
            edits.get(3, TimeUnit.MINUTES);
            CompletableFuture<Void> all = new CompletableFuture<>();
            real.select(Sample.POSTER, Workflow::name, name -> all.complete(null));
            all.get(3, TimeUnit.MINUTES);

            assertThat(selections)
                    .extracting(names -> names.get(names.size() - 1))
                    .containsOnly("the last");
        }
    }
}
