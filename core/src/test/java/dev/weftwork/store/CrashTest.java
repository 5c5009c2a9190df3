package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whenever a process dies, what is on disk is whole: all of an edit or none, all of a fold or none. */
final class CrashTest {
    private final Site site = new Site();

    private static RuntimeException death() {
        return new FlakyStorage.Death();
    }

    private static void dies(Runnable task) {
        try {
            task.run();
        } catch (FlakyStorage.Death expected) {
            // the process is gone
        }
    }

    @Test
    void aDeathBeforeTheCommitLeavesNothingOfTheEdit() {
        Host host = site.start();
        Sample.create(host.store()).awaitDurable();
        String before = Dump.of(host.store());
        site.disk.beforeCommit(() -> {
            throw death();
        });

        dies(() -> host.store()
                .edit(Sample.POSTER, draft -> draft.rename("x").removeNode(Sample.IDEA))
                .awaitDurable());

        site.disk.beforeCommit(() -> {});
        assertThat(Dump.of(site.crashAll().store())).isEqualTo(before);
    }

    @Test
    void aDeathBetweenTheCommitAndItsNoticeLeavesAllOfTheEdit() {
        Host host = site.start();
        Sample.create(host.store()).awaitDurable();
        site.disk.afterCommit(() -> {
            throw death();
        });
        Commit commit =
                host.store().edit(Sample.POSTER, draft -> draft.rename("x").removeNode(Sample.IDEA));
        String wanted = Dump.of(host.store());

        dies(commit::awaitDurable);

        assertThat(host.store().oplog().unsaved()).hasSize(1);
        site.disk.afterCommit(() -> {});
        assertThat(Dump.of(site.crashAll().store())).isEqualTo(wanted);
    }

    @Test
    void editsThatWereNeverAwaitedAreThereAsAPrefix() {
        Host host = site.start();
        Sample.create(host.store()).awaitDurable();
        List<String> states = new ArrayList<>(List.of(Dump.of(host.store())));
        for (int i = 0; i < 60; i++) {
            Sample.move(host.store(), Sample.IDEA, i);
            states.add(Dump.of(host.store()));
            if (i % 20 == 19) {
                site.pass(Duration.ofMillis(1));
            }
        }
        Sample.move(host.store(), Sample.IDEA, 100);

        assertThat(states.indexOf(Dump.of(site.crashAll().store()))).isEqualTo(60);
    }

    @Test
    void aDeathAtAnyStatementOfAFoldLeavesTheSameState() {
        MemoryDisk before = filled();
        String wanted = Dump.of(new Site(before.copy()).start().store());
        int statements = 0;
        boolean died = true;
        Set<String> found = new HashSet<>();
        while (died) {
            MemoryDisk disk = before.copy();
            Host host = new Site(disk).start();
            host.storage().dieAfter(statements);
            dies(host.store()::close);
            died = !host.storage().closed();
            found.add(Dump.of(disk));
            Host again = new Site(disk).start();
            assertThat(Dump.of(again.store()))
                    .as("after %d statements", statements)
                    .isEqualTo(wanted);
            again.store().close();
            assertThat(Dump.of(new Site(disk).start().store())).isEqualTo(wanted);
            statements++;
        }
        // fully old or fully new
        assertThat(found).hasSize(2).contains(Dump.of(before));
        // each row and each setting is a moment to die
        assertThat(statements).isGreaterThan(15);
    }

    /** A disk with rows, and a log behind them that changes some, adds some and takes some away. */
    private static MemoryDisk filled() {
        Site site = new Site();
        Host host = site.start();
        Sample.create(host.store());
        host.store().createWorkflow(WorkflowId.of("second"), "Second", Sample::fill);
        host.store().collection("files").put("a", 1);
        site.pass(Duration.ofSeconds(3));
        Sample.title(host.store(), Sample.IDEA, "later");
        host.store()
                .edit(
                        Sample.POSTER,
                        draft -> draft.removeNode(Sample.GROUP).addNode(NodeId.of("new"), "t", node -> {}));
        host.store().removeWorkflow(WorkflowId.of("second"));
        host.store().createWorkflow(WorkflowId.of("third"), "Third", Sample::fill);
        host.store().collection("files").put("b", 1).awaitDurable();
        return site.disk;
    }

    @Test
    void aDeathAfterTheFoldHasCommittedLeavesTheSameState() {
        MemoryDisk disk = filled();
        String wanted = Dump.of(new Site(disk.copy()).start().store());
        Host host = new Site(disk).start();
        disk.afterCommit(() -> {
            throw death();
        });

        dies(host.store()::close);

        disk.afterCommit(() -> {});
        assertThat(Dump.of(new Site(disk).start().store())).isEqualTo(wanted);
    }

    @Test
    void aDeathAtAnyStatementOfTheFirstOpeningLeavesADiskThatOpens() {
        int statements = 0;
        boolean died = true;
        while (died) {
            MemoryDisk disk = new MemoryDisk();
            FlakyStorage storage = new FlakyStorage(MemoryStorage.on(disk));
            storage.dieAfter(statements++);
            Site one = new Site(disk);
            died = false;
            try {
                one.start(storage, builder -> builder);
            } catch (FlakyStorage.Death expected) {
                died = true;
            }
            Host again = new Site(disk).start();
            assertThat(again.store().workflows()).isEmpty();
            Sample.create(again.store()).awaitDurable();
            assertThat(new Site(disk).start().store().workflows()).hasSize(1);
        }
        assertThat(statements).isGreaterThan(4);
    }

    @Test
    void aThousandCrashesInARowLoseNothingThatWasAwaited() {
        Host host = site.start();
        Sample.create(host.store()).awaitDurable();
        for (int i = 0; i < 1_000; i++) {
            Sample.move(host.store(), Sample.IDEA, i).awaitDurable();
            Sample.title(host.store(), Sample.IDEA, "lost " + i);
            if (i % 50 == 49) {
                site.pass(Duration.ofSeconds(3));
            }
            host = site.crashAll();
        }

        assertThat(Sample.node(host.store(), Sample.IDEA).position().x()).isEqualTo(999);
        assertThat(Sample.node(host.store(), Sample.IDEA).version()).isBetween(1_001L, 1_100L);
    }
}
