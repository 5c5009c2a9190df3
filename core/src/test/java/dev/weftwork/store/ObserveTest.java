package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.WorkflowId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listeners hear of every change, once, in order, after it was applied. */
final class ObserveTest {
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();
    private final List<WorkflowChange> told = new ArrayList<>();

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
    }

    @Test
    void aChangeTellsWhatWasAndWhatIsAndWhatDiffers() {
        store.observe(Sample.POSTER, told::add);
        var before = store.workflow(Sample.POSTER);

        store.edit(Sample.POSTER, draft -> draft.moveNode(Sample.IDEA, 1, 1).removeEdge(Sample.SECOND));
        host.time().runDue();

        WorkflowChange change = told.get(0);
        assertThat(told).hasSize(1);
        assertThat(change.before()).isEqualTo(before);
        assertThat(change.workflow()).isEqualTo(store.workflow(Sample.POSTER));
        assertThat(change.nodes()).containsExactly(Sample.IDEA);
        assertThat(change.edges()).containsExactly(Sample.SECOND);
        assertThat(change.fields()).isFalse();
        assertThat(change.origin()).isEqualTo(WorkflowChange.Origin.LOCAL);
    }

    @Test
    void aNodeThatGoesTakesItsEdgesAlongAndBringsThemBack() {
        store.observe(Sample.POSTER, told::add);

        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.IMAGE));
        store.edit(Sample.POSTER, draft -> draft.addNode(Sample.IMAGE, "image", node -> {}));
        host.time().runDue();

        assertThat(told)
                .allSatisfy(
                        change -> assertThat(change.edges()).containsExactlyInAnyOrder(Sample.FIRST, Sample.SECOND));
    }

    @Test
    void theWorkflowsOwnFieldsAreToldAsSuch() {
        store.observe(Sample.POSTER, told::add);

        store.renameWorkflow(Sample.POSTER, "New");
        store.setViewport(Sample.POSTER, Viewport.ORIGIN);
        host.time().runDue();

        assertThat(told).hasSize(2).allSatisfy(change -> {
            assertThat(change.fields()).isTrue();
            assertThat(change.nodes()).isEmpty();
            assertThat(change.edges()).isEmpty();
        });
    }

    @Test
    void nothingIsToldOfAnEditThatChangesNothing() {
        store.observe(Sample.POSTER, told::add);

        store.renameWorkflow(Sample.POSTER, "Poster");
        host.time().runDue();

        assertThat(told).isEmpty();
    }

    @Test
    void everyChangeBeginsWhereTheOneBeforeEnded() {
        store.observe(Sample.POSTER, told::add);
        for (int i = 0; i < 50; i++) {
            Sample.move(store, Sample.IDEA, i);
            if (i % 7 == 0) {
                store.flush();
            }
        }
        host.time().runDue();

        assertThat(told).hasSize(50);
        for (int i = 1; i < told.size(); i++) {
            assertThat(Dump.of(told.get(i).before()))
                    .isEqualTo(Dump.of(told.get(i - 1).workflow()));
        }
        assertThat(Dump.of(told.get(49).workflow())).isEqualTo(Dump.of(store.workflow(Sample.POSTER)));
    }

    @Test
    void listenersOfOneWorkflowHearOfItAlone() {
        WorkflowId other = store.createWorkflow("Other").id();
        store.observe(Sample.POSTER, told::add);

        store.renameWorkflow(other, "x");
        host.time().runDue();

        assertThat(told).isEmpty();
    }

    @Test
    void listenersOfAllHearOfNewOnesAndOfThoseThatGo() {
        store.observeAll(told::add);

        WorkflowId other = store.createWorkflow("Other").id();
        Sample.title(store, Sample.IDEA, "x");
        store.removeWorkflow(other);
        host.time().runDue();

        assertThat(told).extracting(change -> change.workflow().id()).containsExactly(other, Sample.POSTER, other);
    }

    @Test
    void aListenerHearsNothingOfWhatWasBeforeIt() {
        store.observe(Sample.POSTER, change -> {});
        Sample.title(store, Sample.IDEA, "before");

        store.observe(Sample.POSTER, told::add);
        store.observeAll(told::add);
        host.time().runDue();

        assertThat(told).isEmpty();
    }

    @Test
    void aListenerThatIsTakenAwayHearsNothingMore() {
        Subscription one = store.observe(Sample.POSTER, told::add);
        Subscription two = store.observeAll(told::add);
        Sample.title(store, Sample.IDEA, "one");

        one.close();
        one.close();
        two.close();
        Sample.title(store, Sample.IDEA, "two");
        host.time().runDue();

        assertThat(told).isEmpty();
    }

    @Test
    void oneListenerTwiceIsTwoListeners() {
        Consumer<WorkflowChange> listener = told::add;
        Subscription one = store.observeAll(listener);
        store.observeAll(listener);
        one.close();
        one.close();

        Sample.title(store, Sample.IDEA, "one");
        host.time().runDue();

        assertThat(told).hasSize(1);
    }

    @Test
    void aListenerThatAnotherTakesAwayHearsNothingMore() {
        List<Subscription> subscriptions = new ArrayList<>();
        store.observe(Sample.POSTER, change -> subscriptions.forEach(Subscription::close));
        subscriptions.add(store.observe(Sample.POSTER, told::add));

        Sample.title(store, Sample.IDEA, "one");
        host.time().runDue();

        assertThat(told).isEmpty();
    }

    @Test
    void aListenerThatThrowsHurtsNobodyAndIsCounted() {
        store.observe(Sample.POSTER, change -> {
            throw new IllegalStateException("bad listener");
        });
        store.observe(Sample.POSTER, told::add);
        store.observeAll(change -> {
            throw new AssertionError("worse listener");
        });

        Sample.title(store, Sample.IDEA, "one").awaitDurable();
        Sample.title(store, Sample.IDEA, "two");
        host.time().runDue();

        assertThat(told).hasSize(2);
        assertThat(store.metrics().snapshot().listenerFailures()).isEqualTo(4);
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("two");
        assertThat(host.time().failures()).isEmpty();
    }

    @Test
    void aListenerMayEditAndTheEventsComeInOrder() {
        List<String> titles = new ArrayList<>();
        store.observe(Sample.POSTER, change -> {
            String title = change.workflow().node(Sample.IDEA).orElseThrow().title();
            if (title.length() < 5) {
                Sample.title(store, Sample.IDEA, title + "x").awaitDurable();
            }
        });
        store.observe(
                Sample.POSTER,
                change -> titles.add(
                        change.workflow().node(Sample.IDEA).map(Node::title).orElseThrow()));

        Sample.title(store, Sample.IDEA, "x");
        Sample.title(store, Sample.IDEA, "y");
        host.time().runDue();

        assertThat(titles).containsExactly("x", "y", "xx", "yx", "xxx", "yxx", "xxxx", "yxxx", "xxxxx", "yxxxx");
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("yxxxx");
    }

    @Test
    void aListenerMayCloseTheStore() {
        store.observe(Sample.POSTER, change -> store.close());

        Sample.title(store, Sample.IDEA, "one");
        host.time().runDue();

        assertThat(host.time().failures()).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> Sample.title(store, Sample.IDEA, "two"));
        assertThat(Sample.title(site.start().store(), Sample.IDEA)).isEqualTo("one");
    }

    @Test
    void listenersRunOnTheExecutorThatWasGiven() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        Store other = site.start(builder -> builder.listeners(tasks::add)).store();
        other.observe(Sample.POSTER, told::add);
        other.select(Sample.POSTER, workflow -> workflow.name(), name -> {});

        Sample.title(other, Sample.IDEA, "one");
        site.pass(Duration.ofSeconds(1));
        assertThat(told).isEmpty();

        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
        assertThat(told).hasSize(1);
    }

    @Test
    void anExecutorThatTakesNothingDoesNotMakeTheEditFail() {
        Store other = site.start(builder -> builder.listeners(task -> {
                    throw new RejectedExecutionException("The window is closed");
                }))
                .store();
        other.observe(Sample.POSTER, told::add);

        Sample.title(other, Sample.IDEA, "one").awaitDurable();

        assertThat(Sample.title(other, Sample.IDEA)).isEqualTo("one");
        assertThat(other.metrics().snapshot().listenerFailures()).isEqualTo(1);
    }

    @Test
    void noLockIsHeldWhileAListenerRuns() {
        store.observe(Sample.POSTER, change -> {
            store.createWorkflow("Made by a listener");
            store.workflows();
            store.flush();
            store.oplog().entries();
        });

        Sample.title(store, Sample.IDEA, "one");
        host.time().runDue();

        assertThat(store.metrics().snapshot().listenerFailures()).isZero();
        assertThat(store.search("listener")).hasSize(1);
    }

    @Test
    void openingTellsNothing() {
        site.stop(host);
        Host again = site.start();
        again.store().observeAll(told::add);
        again.store().workflow(Sample.POSTER);
        again.store().workflow(Sample.POSTER).node(NodeId.of("idea"));
        site.pass(Duration.ofMinutes(10));

        assertThat(told).isEmpty();
    }

    @Test
    void anEditAfterCloseIsRefusedAndSoIsEverythingElse() {
        store.close();
        String disk = Dump.of(site.disk);

        List<Runnable> calls = List.of(
                () -> store.createWorkflow("x"),
                () -> Sample.title(store, Sample.IDEA, "x"),
                () -> store.removeWorkflow(Sample.POSTER),
                () -> store.gesture(Sample.POSTER),
                () -> store.collection("files").put("a", 1),
                () -> store.collection("files").get("a"),
                () -> store.oplog().append(Sample.POSTER, List.of()),
                () -> store.oplog().entries(),
                store::storage,
                () -> store.oplog().pending(),
                store::workflows,
                () -> store.search("x"),
                () -> store.find(Sample.POSTER),
                () -> store.workflow(Sample.POSTER),
                () -> store.observe(Sample.POSTER, told::add),
                () -> store.observeAll(told::add),
                () -> store.observeSettled(change -> {}),
                () -> store.select(Sample.POSTER, workflow -> 1, value -> {}),
                () -> store.relocate(host.storage()),
                () -> store.tryLease("sync", Duration.ofSeconds(1)),
                store::flush);

        assertThat(calls)
                .allSatisfy(call -> assertThatIllegalStateException()
                        .isThrownBy(call::run)
                        .withMessageContaining("closed")
                        .withMessageContaining("open it again"));
        assertThat(Dump.of(site.disk)).isEqualTo(disk);
    }

    @Test
    void aViewportThatIsThereAlreadyIsNoChange() {
        store.createWorkflow(WorkflowId.of("fresh"), "Fresh", draft -> {}).awaitDurable();
        store.observe(WorkflowId.of("fresh"), told::add);

        Commit first = store.setViewport(WorkflowId.of("fresh"), Viewport.ORIGIN);

        assertThat(first).isSameAs(SettledCommit.UNCHANGED);
        assertThat(told).isEmpty();
        store.setViewport(WorkflowId.of("fresh"), new Viewport(1, 2, 3));
        store.setViewport(WorkflowId.of("fresh"), Viewport.ORIGIN);
        assertThat(store.workflow(WorkflowId.of("fresh")).viewport()).isEqualTo(Viewport.ORIGIN);
        host.time().runDue();
        assertThat(told).hasSize(2);
    }

    @Test
    void aViewportThatADraftMovesAndMovesBackIsThatOfBefore() {
        store.edit(Sample.POSTER, draft -> draft.viewport(new Viewport(7, 7, 1)).viewport(new Viewport(1.5, -2, 0.75)));

        assertThat(store.workflow(Sample.POSTER).viewport()).isEqualTo(new Viewport(1.5, -2, 0.75));
    }
}
