package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Op;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Point;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.store.history.History;
import dev.weftwork.store.history.UndoGroup;
import dev.weftwork.store.history.UndoOptions;
import dev.weftwork.store.history.UndoResult;
import dev.weftwork.store.history.UndoState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps whose edits, or whose taking back, a server refused, or which left the device in part only. */
@SuppressWarnings("try") // a group is there to be closed
final class UndoAndRefusalTest {
    private static final long NOW = 1_780_000_000_000L;

    private final Link link = new Link(MemoryWorkspace.create("studio", new ManualScheduler(NOW)));
    private Store store = new Site().start().store();
    private History history;

    @BeforeEach
    void attach() {
        begin();
    }

    private void begin() {
        store.attach(Link.BINDING);
        Sample.create(store);
        link.sync(store);
        history = store.history(Sample.POSTER);
    }

    private void title(String title) {
        Sample.title(store, Sample.IDEA, title);
    }

    private String title() {
        return Sample.title(store, Sample.IDEA);
    }

    private void refuse(Op op) {
        OpAnswer no = new OpAnswer.Decided(new Verdict.Rejected(op.id(), "QUOTA", "No room"));
        store.replication().record(Exchanged.push(List.of(op), List.of(no), new RemoteTime(NOW << 16, NOW)));
    }

    private void refuseLast() {
        List<Op> ops = Link.offer(store);
        refuse(ops.get(ops.size() - 1));
    }

    private void undoes(String expected) {
        assertThat(history.undo())
                .isInstanceOfSatisfying(
                        UndoResult.Done.class,
                        done -> assertThat(done.skipped()).isEmpty());
        assertThat(title()).isEqualTo(expected);
    }

    private void redoes(String expected) {
        assertThat(history.redo())
                .isInstanceOfSatisfying(
                        UndoResult.Done.class,
                        done -> assertThat(done.skipped()).isEmpty());
        assertThat(title()).isEqualTo(expected);
    }

    @Test
    void whatIsTypedAfterARefusedStepBackDoesNotHideTheStepsBelow() {
        title("one");
        link.sync(store);
        history.undo();
        refuseLast();
        title("two");

        undoes("one");
        undoes("Idea");
        redoes("one");
        redoes("two");
    }

    @Test
    void aStepBelowOneWhoseTakingBackWasRefusedIsTakenBackToo() {
        title("one");
        title("two");
        link.sync(store);
        history.undo();
        refuseLast();
        assertThat(title()).isEqualTo("two");

        undoes("one");
        undoes("Idea");
    }

    @Test
    void aRefusedEditIsNoStepEvenIfItWasTakenBackMeanwhile() {
        title("one");
        link.sync(store);
        title("refused");
        Op refused = Link.offer(store).get(0);
        history.undo();
        store.flush();
        refuse(refused);

        assertThat(title()).isEqualTo("one");
        assertThat(history.state()).isEqualTo(new UndoState(1, 0));
        undoes("Idea");
    }

    @Test
    void editsThatTravelledAsOneAndWereRefusedAreNoSteps() {
        Sample.move(store, Sample.IDEA, 1);
        link.sync(store);
        title("one");
        title("two");
        assertThat(Link.offer(store)).as("they were joined on the way").hasSize(1);
        refuseLast();

        assertThat(title()).isEqualTo("Idea");
        assertThat(history.state()).isEqualTo(new UndoState(1, 0));
        history.undo();
        assertThat(Sample.node(store, Sample.IDEA).position()).isEqualTo(new Point(40, 40));
    }

    @Test
    void whatWasRefusedBelowAStepIsNotWhatTheStepPutsBack() {
        title("refused");
        Op refused = Link.offer(store).get(0);
        title("kept");
        store.flush();
        refuse(refused);

        assertThat(title()).isEqualTo("kept");
        undoes("Idea");
        redoes("kept");
        assertThat(history.state()).isEqualTo(new UndoState(1, 0));
    }

    @Test
    void theRestOfAGroupIsTakenBackWhenItsLastEditWasRefused() {
        try (UndoGroup group = history.group()) {
            title("kept");
            link.sync(store);
            title("refused");
        }
        refuseLast();

        assertThat(title()).isEqualTo("kept");
        undoes("Idea");
        redoes("kept");
    }

    @Test
    void aStepPartOfWhichStaysOnTheDeviceIsTakenBackAsAWhole() {
        SliceConfig edges = store.slices().config("edge");
        store.slices().configure("edge", edges.withSync(false));
        store.edit(
                Sample.POSTER,
                draft -> draft.updateNode(Sample.IDEA, node -> node.title("split"))
                        .updateEdge(Sample.FIRST, edge -> edge.withExt("note", Json.of("stays"))));
        link.push(store);
        assertThat(edgeNote()).isEqualTo("stays");

        undoes("Idea");
        assertThat(edgeNote()).isEqualTo("nothing");
        redoes("split");
        assertThat(edgeNote()).isEqualTo("stays");
        List<Op> leaving = Link.offer(store);
        assertThat(leaving).as("what stays holds nothing back").isNotEmpty();
        store.replication().record(link.send(leaving));
        undoes("Idea");
        assertThat(edgeNote()).isEqualTo("nothing");
    }

    private String edgeNote() {
        Json note = store.workflow(Sample.POSTER)
                .edge(Sample.FIRST)
                .orElseThrow()
                .ext()
                .get("note");
        return note == null ? "nothing" : note.asString();
    }

    @Test
    void whatIsTypedInOneMomentStaysOneStepWhenOthersWorkInTheSameDocument() {
        store = new Site()
                .start(builder -> builder.undo(UndoOptions.DEFAULT.mergingWithin(Duration.ofMinutes(1))))
                .store();
        begin();
        Store bob = new Site()
                .start(builder -> builder.ids(Ids.seeded(99, () -> NOW)))
                .store();
        bob.attach(Link.BINDING);
        title("H");
        link.sync(bob);
        Sample.move(bob, Sample.IMAGE, 5);
        link.sync(bob);
        link.pull(store);
        title("He");

        assertThat(history.state()).isEqualTo(new UndoState(1, 0));
        undoes("Idea");
    }
}
