package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.Ids;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.store.history.UndoGroup;
import dev.weftwork.store.history.UndoOptions;
import dev.weftwork.store.history.UndoResult;
import dev.weftwork.store.history.UndoState;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How much steps may take, and whose go first. */
@SuppressWarnings("try") // a group is there to be closed
final class UndoBoundsTest {
    private static final long NOW = 1_780_000_000_000L;
    private static final WorkflowId OTHER = WorkflowId.of("other");

    private static Store open(UndoOptions options) {
        return new Site(new MemoryDisk())
                .start(builder -> builder.undo(options).ids(Ids.seeded(options.hashCode(), () -> NOW)))
                .store();
    }

    private static void config(Store store, char letter, int size) {
        store.updateNodeConfig(
                Sample.POSTER, Sample.IDEA, "text", String.valueOf(letter).repeat(size));
    }

    private static UndoState steps(Store store, WorkflowId id) {
        return store.history(id).state();
    }

    @Test
    void largeValuesLeaveFewerSteps() {
        Store store = open(UndoOptions.DEFAULT.withBytes(100_000));
        Sample.create(store);
        for (char letter = 'a'; letter <= 'z'; letter++) {
            config(store, letter, 10_000);
        }

        int kept = steps(store, Sample.POSTER).undoSteps();
        assertThat(kept).isBetween(4, 10);
        for (int i = 0; i < kept; i++) {
            assertThat(store.history(Sample.POSTER).undo()).isInstanceOf(UndoResult.Done.class);
        }
        assertThat(Sample.node(store, Sample.IDEA).config("text").asString())
                .startsWith(String.valueOf((char) ('z' - kept)));
    }

    @Test
    void theLastEditCanBeTakenBackHoweverLargeItIs() {
        Store store = open(UndoOptions.DEFAULT.withBytes(1_000));
        Sample.create(store);
        config(store, 'a', 10_000);
        config(store, 'b', 10_000);

        assertThat(steps(store, Sample.POSTER)).isEqualTo(new UndoState(1, 0));
        store.history(Sample.POSTER).undo();
        assertThat(Sample.node(store, Sample.IDEA).config("text").asString()).startsWith("a");
    }

    @Test
    void stepsOfWorkflowsThatWereLeftLongAgoGoFirst() {
        Store store = open(UndoOptions.DEFAULT.withBytes(50_000));
        Sample.create(store);
        store.createWorkflow(OTHER, "Other", draft -> {});
        store.renameWorkflow(OTHER, "Renamed");
        config(store, 'a', 30_000);
        assertThat(steps(store, OTHER).canUndo()).isTrue();

        config(store, 'b', 10_000);

        assertThat(steps(store, OTHER)).isEqualTo(UndoState.NONE);
        assertThat(steps(store, Sample.POSTER).canUndo()).isTrue();
    }

    @Test
    void aSmallEditDoesNotKeepWhatElseTheNodeHeld() {
        Store store = open(UndoOptions.DEFAULT.withBytes(20_000));
        Sample.create(store);
        config(store, 'a', 15_000);
        store.history(Sample.POSTER).clear();

        for (int i = 0; i < 20; i++) {
            Sample.title(store, Sample.IDEA, "title " + i);
        }

        assertThat(steps(store, Sample.POSTER)).isEqualTo(new UndoState(20, 0));
    }

    @Test
    void whatOthersDoInAWorkflowDoesNotKeepItsSteps() {
        Link link = new Link(MemoryWorkspace.create("studio", new ManualScheduler(NOW)));
        Store ann = open(new UndoOptions(10, 2, 1 << 20, Duration.ZERO, Set.of()));
        Store bob = open(UndoOptions.DEFAULT);
        ann.attach(Link.BINDING);
        bob.attach(Link.BINDING);
        Sample.create(ann);
        ann.createWorkflow(OTHER, "Other", draft -> {});
        link.sync(ann);
        link.sync(bob);
        Sample.title(ann, Sample.IDEA, "left long ago");
        ann.renameWorkflow(OTHER, "Renamed");
        link.sync(ann);
        Sample.move(bob, Sample.IMAGE, 3);
        link.sync(bob);
        link.pull(ann);
        steps(ann, Sample.POSTER);

        WorkflowId third = WorkflowId.of("third");
        ann.createWorkflow(third, "Third", draft -> {});
        ann.renameWorkflow(third, "Renamed");

        assertThat(steps(ann, OTHER).canUndo()).isTrue();
        assertThat(steps(ann, Sample.POSTER).canUndo()).isFalse();
    }

    @Test
    void aGroupOfManyEditsIsStillOneStep() {
        Store store = open(UndoOptions.DEFAULT.withBytes(10_000));
        Sample.create(store);
        try (UndoGroup group = store.history(Sample.POSTER).group()) {
            for (char letter = 'a'; letter <= 'f'; letter++) {
                config(store, letter, 5_000);
            }
        }

        store.history(Sample.POSTER).undo();
        assertThat(Sample.node(store, Sample.IDEA).config("text").asString()).isEqualTo("a red fox");
    }

    @Test
    void textThatOnlyLooksLikeABinaryCountsWhole() {
        Store store = new Site()
                .start(builder -> builder.assets(MemoryBlobs.create()).undo(UndoOptions.DEFAULT.withBytes(100_000)))
                .store();
        Sample.create(store);
        for (char letter = 'a'; letter <= 'j'; letter++) {
            String text = "data:image/png;base64," + String.valueOf(letter).repeat(20_000) + "!";
            store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "image " + letter, text)
                    .awaitDurable();
        }

        assertThat(steps(store, Sample.POSTER).undoSteps()).isBetween(3, 5);
    }

    @Test
    void steppingBackAndForthMakesNoStepLarger() {
        Store store = new Site()
                .start(builder -> builder.assets(MemoryBlobs.create()).undo(UndoOptions.DEFAULT.withBytes(100_000)))
                .store();
        Sample.create(store);
        Sample.title(store, Sample.IDEA, "first");
        String text = "data:image/png;base64," + "a".repeat(20_000) + "!";
        store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "image", text).awaitDurable();
        for (int i = 0; i < 10; i++) {
            store.history(Sample.POSTER).undo();
            store.flush();
            store.history(Sample.POSTER).redo();
            store.flush();
        }

        assertThat(steps(store, Sample.POSTER)).isEqualTo(new UndoState(2, 0));
    }

    @Test
    void noMemoryAtAllIsRefused() {
        assertThatThrownBy(() -> UndoOptions.DEFAULT.withBytes(0)).hasMessageContaining("bytes at least one");
    }
}
