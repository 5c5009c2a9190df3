package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.store.history.History;
import dev.weftwork.store.history.UndoGroup;
import dev.weftwork.store.history.UndoOptions;
import dev.weftwork.store.history.UndoResult;
import dev.weftwork.store.history.UndoState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps back and forth in one store. */
@SuppressWarnings("try") // a group is there to be closed
final class UndoTest {
    private final Site site = new Site();
    private Host host = site.start();
    private Store store = host.store();
    private History history;

    @BeforeEach
    void create() {
        Sample.create(store);
        history = store.history(Sample.POSTER);
    }

    private void restart(UndoOptions options) {
        site.stop(host);
        host = site.start(builder -> builder.undo(options));
        store = host.store();
        history = store.history(Sample.POSTER);
    }

    @Test
    void anEditIsTakenBackAndDoneAgain() {
        Sample.title(store, Sample.IDEA, "Other");

        assertThat(history.undo()).isInstanceOf(UndoResult.Done.class);
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Idea");

        assertThat(history.redo()).isInstanceOf(UndoResult.Done.class);
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Other");
    }

    @Test
    void takingBackIsAnEditLikeAnyOther() {
        Sample.title(store, Sample.IDEA, "Other");
        List<WorkflowChange> told = new ArrayList<>();
        store.observe(Sample.POSTER, told::add);

        UndoResult.Done done = (UndoResult.Done) history.undo();
        done.commit().awaitDurable();
        site.pass(Duration.ofMillis(10));

        assertThat(told).singleElement().satisfies(change -> {
            assertThat(change.nodes()).containsExactly(Sample.IDEA);
            assertThat(change.origin()).isEqualTo(WorkflowChange.Origin.LOCAL);
        });
        host = site.restart(host);
        assertThat(Sample.title(host.store(), Sample.IDEA)).isEqualTo("Idea");
    }

    @Test
    void stepsOnTheSameFieldAreTakenBackOneByOne() {
        for (int i = 1; i <= 5; i++) {
            Sample.title(store, Sample.IDEA, "title " + i);
        }
        for (int i = 4; i >= 1; i--) {
            history.undo();
            assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("title " + i);
        }
        history.undo();
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Idea");
        for (int i = 1; i <= 5; i++) {
            history.redo();
            assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("title " + i);
        }
    }

    @Test
    void aNodeThatIsTakenAwayComesBackWithItsEdges() {
        String before = Content.of(store);
        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.IMAGE));
        assertThat(store.workflow(Sample.POSTER).edges()).isEmpty();

        history.undo();

        assertThat(Content.of(store)).isEqualTo(before);
        assertThat(store.workflow(Sample.POSTER).edges()).hasSize(2);
    }

    @Test
    void aNodeThatWasAddedGoesAndComesBackAsItWas() {
        NodeId fresh = NodeId.of("fresh");
        String before = Content.of(store);
        store.edit(
                Sample.POSTER,
                draft -> draft.addNode(
                                fresh, "prompt", node -> node.title("Fresh").config("a", 1))
                        .connect(Sample.IDEA, "out", fresh, "in"));
        String after = Content.of(store);

        history.undo();
        assertThat(Content.of(store)).isEqualTo(before);
        history.redo();
        assertThat(Content.of(store)).isEqualTo(after);
    }

    @Test
    void aNodeThatIsAddedInPlaceOfADeadOneGivesTheDeadOneBack() {
        String first = Content.of(store);
        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.IDEA));
        store.edit(
                Sample.POSTER,
                draft -> draft.addNode(
                        Sample.IDEA, "other", node -> node.title("New").config("text", "b")));

        history.undo();
        history.undo();

        assertThat(Content.of(store)).isEqualTo(first);
    }

    @Test
    void aGestureIsOneStep() {
        Gesture drag = store.gesture(Sample.POSTER);
        for (int i = 0; i < 50; i++) {
            double x = i;
            drag.frame(draft -> draft.moveNode(Sample.IDEA, x, x));
        }
        drag.commit();

        assertThat(history.state()).isEqualTo(new UndoState(1, 0));
        history.undo();
        assertThat(Sample.node(store, Sample.IDEA).position()).isEqualTo(new Point(40, 40));
    }

    @Test
    void aGroupIsOneStepAndOneOperationWhenItIsTakenBack() {
        String before = Content.of(store);
        try (UndoGroup group = history.group()) {
            Sample.move(store, Sample.IDEA, 1);
            Sample.move(store, Sample.IDEA, 2);
            try (UndoGroup inner = store.history(Sample.POSTER).group()) {
                Sample.title(store, Sample.IMAGE, "Other");
            }
            store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.GROUP));
            assertThatThrownBy(history::undo)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("group of edits");
        }
        String after = Content.of(store);
        Sample.move(store, Sample.IDEA, 3);
        assertThat(history.state()).isEqualTo(new UndoState(2, 0));

        history.undo();
        assertThat(Content.of(store)).isEqualTo(after);
        history.undo();
        assertThat(Content.of(store)).isEqualTo(before);
        history.redo();
        assertThat(Content.of(store)).isEqualTo(after);
        assertThat(store.oplog().unsaved()).hasSize(1 + 5 + 3);
    }

    @Test
    void editsOfTheSameFieldsInOneMomentAreOneStepIfTheHostWantsThat() {
        restart(UndoOptions.DEFAULT.mergingWithin(Duration.ofMillis(500)));
        for (String typed : List.of("H", "He", "Hel")) {
            Sample.title(store, Sample.IDEA, typed);
            site.pass(Duration.ofMillis(400));
        }
        site.pass(Duration.ofMillis(101));
        Sample.title(store, Sample.IDEA, "Hell");
        Sample.move(store, Sample.IDEA, 1);
        Sample.title(store, Sample.IDEA, "Hello");
        assertThat(history.state().undoSteps()).isEqualTo(4);

        history.undo();
        history.undo();
        history.undo();
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Hel");
        history.undo();
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Idea");
    }

    @Test
    void whatIsTypedAfterAStepBackIsAStepOfItsOwn() {
        restart(UndoOptions.DEFAULT.mergingWithin(Duration.ofMinutes(1)));
        Sample.title(store, Sample.IDEA, "a");
        Sample.move(store, Sample.IDEA, 1);
        history.undo();
        Sample.title(store, Sample.IDEA, "b");

        history.undo();

        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("a");
    }

    @Test
    void aNewEditEndsWhatCanBeDoneAgain() {
        Sample.title(store, Sample.IDEA, "a");
        Sample.title(store, Sample.IDEA, "b");
        history.undo();
        Sample.move(store, Sample.IDEA, 1);

        assertThat(history.redo()).isEqualTo(new UndoResult.Nothing());
        history.undo();
        history.undo();
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Idea");
    }

    @Test
    void whereTheScreenWasAndHowFarRunsCameIsLeftAlone() {
        Sample.title(store, Sample.IDEA, "a");
        history.undo();
        store.setViewport(Sample.POSTER, new Viewport(9, 9, 1));
        store.updateNodeResult(Sample.POSTER, Sample.IDEA, Result.done("x"));

        assertThat(history.state()).isEqualTo(new UndoState(0, 1));
        store.edit(Sample.POSTER, draft -> draft.viewport(Viewport.ORIGIN).moveNode(Sample.IDEA, 1, 1));
        history.undo();

        assertThat(store.workflow(Sample.POSTER).viewport()).isEqualTo(Viewport.ORIGIN);
        assertThat(Sample.node(store, Sample.IDEA).position()).isEqualTo(new Point(40, 40));
        assertThat(Sample.node(store, Sample.IDEA).result()).isEqualTo(Result.done("x"));
    }

    @Test
    void aWorkflowThatWasRemovedComesBackButMakingOneIsNoStep() {
        assertThat(history.undo()).isEqualTo(new UndoResult.Nothing());
        String before = Content.of(store);
        store.removeWorkflow(Sample.POSTER);
        assertThat(store.find(Sample.POSTER)).isEmpty();

        assertThat(history.undo()).isInstanceOf(UndoResult.Done.class);
        assertThat(Content.of(store)).isEqualTo(before);
        history.redo();
        assertThat(store.find(Sample.POSTER)).isEmpty();
    }

    @Test
    void aHundredStepsAreKept() {
        for (int i = 1; i <= 130; i++) {
            Sample.title(store, Sample.IDEA, "title " + i);
        }
        int taken = 0;
        while (history.undo() instanceof UndoResult.Done) {
            taken++;
        }

        assertThat(taken).isEqualTo(100);
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("title 30");
    }

    @Test
    void whatIsWrittenByAnythingThatIsNoStepStays() {
        Sample.title(store, Sample.IDEA, "step").awaitDurable();
        Host other = site.start();
        Sample.title(other.store(), Sample.IDEA, "other process").awaitDurable();
        site.pass(Duration.ofSeconds(1));
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("other process");

        UndoResult result = history.undo();

        assertThat(result).isInstanceOf(UndoResult.Overtaken.class);
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("other process");
        assertThat(history.canUndo()).isFalse();
    }

    @Test
    void whatCanBeTakenBackIsToldOnceForEachChange() {
        List<UndoState> told = new ArrayList<>();
        Subscription subscription = history.observe(told::add);
        Sample.title(store, Sample.IDEA, "a");
        store.setViewport(Sample.POSTER, new Viewport(1, 1, 1));
        Sample.title(store, Sample.IDEA, "b");
        history.undo();
        history.redo();
        history.undo();
        Sample.title(store, Sample.IDEA, "c");
        history.clear();
        site.pass(Duration.ofMillis(10));
        subscription.close();
        Sample.title(store, Sample.IDEA, "d");
        site.pass(Duration.ofMillis(10));

        assertThat(told)
                .containsExactly(
                        new UndoState(1, 0),
                        new UndoState(2, 0),
                        new UndoState(1, 1),
                        new UndoState(2, 0),
                        new UndoState(1, 1),
                        new UndoState(2, 0),
                        UndoState.NONE);
    }

    @Test
    void eachWorkflowHasStepsOfItsOwnAndOnlySoManyKeepThem() {
        restart(new UndoOptions(10, 2, 1 << 20, Duration.ZERO, java.util.Set.of()));
        for (int i = 0; i < 3; i++) {
            WorkflowId id = WorkflowId.of("w" + i);
            store.createWorkflow(id, "w", draft -> {});
            store.renameWorkflow(id, "renamed");
        }

        assertThat(store.history(WorkflowId.of("w0")).undo()).isEqualTo(new UndoResult.Nothing());
        assertThat(store.history(WorkflowId.of("w2")).undo()).isInstanceOf(UndoResult.Done.class);
        assertThat(store.workflow(WorkflowId.of("w1")).name()).isEqualTo("renamed");
        assertThat(store.workflow(WorkflowId.of("w2")).name()).isEqualTo("w");
    }

    @Test
    void aStoreWithoutUndoKeepsNoSteps() {
        restart(UndoOptions.DEFAULT.withSteps(0));
        Sample.title(store, Sample.IDEA, "a");

        assertThat(history.state()).isEqualTo(UndoState.NONE);
        assertThat(history.undo()).isEqualTo(new UndoResult.Nothing());
    }

    @Test
    void odditiesAreRefusedAndChangeNothing() {
        assertThatThrownBy(() -> store.history(WorkflowId.of("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> store.edit(Sample.POSTER, draft -> history.undo()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inside an edit");
        assertThat(store.workflows()).hasSize(1);
    }

    @Test
    void aFieldThatWasNotThereIsNotThereAgain() {
        store.updateNodeConfig(Sample.POSTER, Sample.IMAGE, "steps", 20);
        history.undo();

        assertThat(Sample.node(store, Sample.IMAGE).config()).doesNotContainKey("steps");
        history.redo();
        assertThat(Sample.node(store, Sample.IMAGE).config()).containsEntry("steps", Json.of(20));
    }
}
