package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.Op;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.NodeId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.store.history.History;
import dev.weftwork.store.history.UndoGroup;
import dev.weftwork.store.history.UndoResult;
import dev.weftwork.store.history.UndoState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps back and forth while another device edits the same workflow. */
@SuppressWarnings("try") // a group is there to be closed
final class UndoBesideOthersTest {
    private static final long NOW = 1_780_000_000_000L;

    private final MemoryWorkspace server = MemoryWorkspace.create("studio", new ManualScheduler(NOW));
    private final Link link = new Link(server);
    private final Site here = new Site();
    private final Site there = new Site(new MemoryDisk());
    private final Host annsHost = here.start();
    private final Store ann = annsHost.store();
    private final Store bob =
            there.start(builder -> builder.ids(Ids.seeded(99, () -> NOW))).store();
    private History history;

    @BeforeEach
    void attach() {
        ann.attach(Link.BINDING);
        bob.attach(Link.BINDING);
        Sample.create(ann);
        meet();
        history = ann.history(Sample.POSTER);
    }

    private void meet() {
        link.sync(ann);
        link.sync(bob);
        link.sync(ann);
        assertThat(Dump.of(ann)).isEqualTo(Dump.of(bob));
    }

    private SyncOutcome outcome(UndoResult result) {
        CompletableFuture<SyncOutcome> synced =
                ((UndoResult.Done) result).commit().synced();
        meet();
        annsHost.time().advance(java.time.Duration.ofMillis(1));
        return synced.join();
    }

    @Test
    void invariant20UndoNeverChangesWhatAnotherDeviceWroteLater() {
        Sample.title(ann, Sample.IDEA, "ann's");
        Sample.move(ann, Sample.IDEA, 1);
        meet();
        Sample.title(bob, Sample.IDEA, "bob's");
        meet();

        UndoResult moved = history.undo();
        UndoResult titled = history.undo();
        meet();

        assertThat(moved)
                .isInstanceOfSatisfying(
                        UndoResult.Done.class,
                        done -> assertThat(done.skipped()).isEmpty());
        assertThat(titled)
                .isInstanceOfSatisfying(
                        UndoResult.Overtaken.class,
                        over -> assertThat(over.skipped()).singleElement().satisfies(skipped -> {
                            assertThat(skipped.entity()).isEqualTo(EntityKey.of(Sample.IDEA));
                            assertThat(skipped.register()).isEqualTo("title");
                            assertThat(skipped.device())
                                    .isEqualTo(server.history()
                                            .get(server.history().size() - 2)
                                            .op()
                                            .origin()
                                            .device());
                        }));
        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("bob's");
        assertThat(Sample.node(bob, Sample.IDEA).position().x()).isEqualTo(40);
    }

    @Test
    void partOfAStepIsTakenBackWhereAnotherWroteTheRest() {
        try (UndoGroup group = history.group()) {
            Sample.title(ann, Sample.IDEA, "ann's");
            Sample.move(ann, Sample.IDEA, 1);
        }
        meet();
        Sample.title(bob, Sample.IDEA, "bob's");
        meet();

        UndoResult.Done done = (UndoResult.Done) history.undo();
        meet();

        assertThat(done.skipped()).hasSize(1);
        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("bob's");
        assertThat(Sample.node(bob, Sample.IDEA).position().x()).isEqualTo(40);
        assertThat(history.redo())
                .isInstanceOfSatisfying(
                        UndoResult.Done.class,
                        again -> assertThat(again.skipped()).isEmpty());
        meet();
        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("bob's");
        assertThat(Sample.node(bob, Sample.IDEA).position().x()).isEqualTo(1);
    }

    @Test
    void whatAnotherWroteUnseenIsLeftByTheServerAndNamed() {
        Sample.title(ann, Sample.IDEA, "ann's");
        meet();
        Sample.title(bob, Sample.IDEA, "bob's");
        link.push(bob);

        UndoResult result = history.undo();
        assertThat(Sample.title(ann, Sample.IDEA)).isEqualTo("Idea");
        SyncOutcome outcome = outcome(result);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SyncOutcome.PartlyLost.class,
                        lost -> assertThat(lost.lost())
                                .containsExactly(new Verdict.Register(EntityKey.of(Sample.IDEA), "title")));
        assertThat(Sample.title(ann, Sample.IDEA)).isEqualTo("bob's");
    }

    @Test
    void stepsWorkOfflineAndBeforeAnythingWasSent() {
        String before = Content.of(ann);
        for (int i = 0; i < 5; i++) {
            Sample.title(ann, Sample.IDEA, "ann " + i);
        }
        ann.flush();
        for (int i = 0; i < 5; i++) {
            assertThat(history.undo()).isInstanceOf(UndoResult.Done.class);
        }
        assertThat(Content.of(ann)).isEqualTo(before);
        history.redo();
        meet();

        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("ann 0");
        history.undo();
        meet();
        assertThat(Content.of(bob)).isEqualTo(before);
    }

    @Test
    void editsThatTravelledAsOneAreStillTakenBackOneByOne() {
        Sample.title(ann, Sample.IDEA, "one");
        Sample.title(ann, Sample.IDEA, "two");
        Sample.title(ann, Sample.IDEA, "three");
        long head = server.head();
        meet();
        assertThat(server.head()).as("they were joined on the way").isEqualTo(head + 1);

        history.undo();
        meet();
        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("two");
        history.undo();
        history.undo();
        meet();
        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("Idea");
    }

    @Test
    void aDeletionIsTakenBackWithWhatAnotherDidMeanwhile() {
        ann.edit(Sample.POSTER, draft -> draft.removeNode(Sample.IMAGE));
        Sample.title(bob, Sample.IMAGE, "bob's");
        bob.edit(
                Sample.POSTER,
                draft -> draft.addNode(NodeId.of("new"), "prompt", node -> {})
                        .connect(NodeId.of("new"), null, Sample.IMAGE, null));
        meet();
        assertThat(bob.workflow(Sample.POSTER).node(Sample.IMAGE)).isEmpty();

        history.undo();
        meet();

        assertThat(Sample.title(bob, Sample.IMAGE)).isEqualTo("bob's");
        assertThat(bob.workflow(Sample.POSTER).edges()).hasSize(3);
    }

    private Op refuse(List<Op> ops) {
        Op last = ops.get(ops.size() - 1);
        OpAnswer no = new OpAnswer.Decided(new Verdict.Rejected(last.id(), "QUOTA", "No room"));
        ann.replication().record(Exchanged.push(List.of(last), List.of(no), new RemoteTime(NOW << 16, NOW)));
        return last;
    }

    @Test
    void anEditThatTheServerRefusedIsNoStepAnyMore() {
        Sample.move(ann, Sample.IDEA, 1);
        Sample.title(ann, Sample.IDEA, "refused");
        refuse(Link.offer(ann));

        assertThat(Sample.title(ann, Sample.IDEA)).isEqualTo("Idea");
        assertThat(history.state()).isEqualTo(new UndoState(1, 0));
        history.undo();
        assertThat(Sample.node(ann, Sample.IDEA).position().x()).isEqualTo(40);
    }

    @Test
    void aStepBackThatTheServerRefusedCanBeTriedAgain() {
        Sample.title(ann, Sample.IDEA, "ann's");
        meet();
        history.undo();
        refuse(Link.offer(ann));

        assertThat(Sample.title(ann, Sample.IDEA)).isEqualTo("ann's");
        assertThat(history.state()).isEqualTo(new UndoState(1, 0));
        history.undo();
        meet();
        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("Idea");
    }

    @Test
    void aStepForthThatTheServerRefusedCanBeTriedAgain() {
        Sample.title(ann, Sample.IDEA, "ann's");
        history.undo();
        meet();
        history.redo();
        refuse(Link.offer(ann));

        assertThat(Sample.title(ann, Sample.IDEA)).isEqualTo("Idea");
        assertThat(history.state()).isEqualTo(new UndoState(0, 1));
        history.redo();
        meet();
        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("ann's");
    }

    @Test
    void stepsMadeBeforeAServerWasNamedAreTakenBackAfterwards() {
        Store cleo = new Site(new MemoryDisk())
                .start(builder -> builder.ids(Ids.seeded(7, () -> NOW)))
                .store();
        cleo.createWorkflow(Sample.POSTER, "Poster", draft -> draft.addNode(NodeId.of("n"), "prompt", node -> {}));
        for (String name : List.of("one", "two", "three")) {
            cleo.renameWorkflow(Sample.POSTER, name);
        }
        cleo.history(Sample.POSTER).undo();

        cleo.attach(Link.BINDING);
        assertThat(cleo.history(Sample.POSTER).redo()).isInstanceOf(UndoResult.Done.class);
        assertThat(cleo.workflow(Sample.POSTER).name()).isEqualTo("three");
        for (int i = 0; i < 3; i++) {
            assertThat(cleo.history(Sample.POSTER).undo()).isInstanceOf(UndoResult.Done.class);
        }
        assertThat(cleo.workflow(Sample.POSTER).name()).isEqualTo("Poster");
    }

    @Test
    void whatUndoWritesIsWhatADeviceDidAndNothingElse() {
        Sample.title(ann, Sample.IDEA, "ann's");
        meet();
        history.undo();
        DeviceId own = Link.offer(ann).get(0).origin().device();
        Op inverse = Link.offer(ann).get(0);
        meet();

        assertThat(inverse.undoOf())
                .isEqualTo(
                        server.history().get(server.history().size() - 2).op().id());
        assertThat(inverse.writes()).singleElement().satisfies(writes -> {
            assertThat(writes.size()).isEqualTo(1);
            assertThat(writes.onlyOver(0)).isEqualTo(inverse.undoOf());
        });
        assertThat(own)
                .isEqualTo(server.history()
                        .get(server.history().size() - 1)
                        .op()
                        .origin()
                        .device());
    }
}
