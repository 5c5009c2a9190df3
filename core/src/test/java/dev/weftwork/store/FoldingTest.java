package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.LikelyNames;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.oplog.FoldedRow;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.StorageAdapter.ReadWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows are folded from the log in the background, and what every living process has read leaves the log. */
final class FoldingTest {
    private static final Duration REST = Duration.ofSeconds(3);
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
    }

    private <T> T onDisk(ReadWork<T> question) {
        try (MemoryStorage storage = MemoryStorage.on(site.disk)) {
            return storage.read(question);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long head() {
        return onDisk(ReadTransaction::head);
    }

    private long floor() {
        return onDisk(ReadTransaction::floor);
    }

    private List<String> rows() {
        return onDisk(moment -> {
            List<String> rows = new ArrayList<>();
            LikelyNames names = new LikelyNames();
            moment.rows(
                    "poster",
                    row -> FoldedRow.read(row, names)
                            .entities()
                            .forEach(entity -> rows.add(entity.key() + " v" + entity.version())));
            rows.sort(String::compareTo);
            return rows;
        });
    }

    @Test
    void anEditWritesTheLogAndNothingElse() {
        assertThat(head()).isEqualTo(1);
        assertThat(rows()).isEmpty();
    }

    @Test
    void rowsAreFoldedTwoSecondsAfterTheLastWrite() {
        site.pass(Duration.ofMillis(1999));
        assertThat(rows()).isEmpty();

        site.pass(Duration.ofMillis(1));

        assertThat(rows())
                .containsExactly(
                        "edge e1 v1",
                        "edge e2 v1",
                        "node group v1",
                        "node idea v1",
                        "node image v1",
                        "workflow poster v1");
        assertThat(floor()).isEqualTo(1);
        assertThat(store.oplog().entries()).isEmpty();
    }

    @Test
    void onlyWhatChangedIsWrittenAgain() {
        site.pass(REST);
        long before = host.storage().statements();
        Sample.move(store, Sample.IDEA, 1);

        site.pass(REST);

        assertThat(rows()).contains("node idea v2", "node image v1");
        // a log entry, two rows, a page of the list and some settings
        assertThat(host.storage().statements() - before).isLessThan(14);
    }

    @Test
    void aStoreThatIsNeverIdleFoldsBeforeTheLogGetsTooLong() {
        for (int i = 0; i < 250; i++) {
            for (int j = 0; j < 100; j++) {
                Sample.move(store, Sample.IDEA, j);
            }
            site.pass(Duration.ofMillis(500));
        }

        assertThat(rows()).isNotEmpty();
        assertThat(store.metrics().folds().snapshot().total()).isPositive();
    }

    @Test
    void closingFolds() {
        Sample.title(store, Sample.IDEA, "last");
        site.stop(host);

        assertThat(rows()).contains("node idea v2");
        assertThat(floor()).isEqualTo(head());
    }

    @Test
    void rowsOfWhatWasTakenAwayStayAsTombstones() {
        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.IDEA));
        site.pass(REST);

        assertThat(rows()).contains("node idea v2");
        assertThat(site.restart(host).store().workflow(Sample.POSTER).nodes()).hasSize(2);
    }

    @Test
    void whatALivingProcessHasNotReadStaysInTheLog() {
        site.start().store().workflow(Sample.POSTER);
        site.pass(Duration.ofSeconds(1));
        Sample.title(store, Sample.IDEA, "unread");
        host.time().advance(REST);
        assertThat(rows()).contains("node idea v2");
        assertThat(floor()).isEqualTo(1);

        // the other marks what it has read every twenty seconds
        site.pass(Duration.ofSeconds(21));
        Sample.title(store, Sample.IDEA, "next");
        site.pass(REST);
        assertThat(floor()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void whatADeadProcessHasNotReadLeavesTheLogAfterAMinute() {
        Host other = site.start();
        Sample.title(store, Sample.IDEA, "one");
        site.crash(other);
        site.pass(Duration.ofSeconds(55));
        assertThat(floor()).isEqualTo(1);

        site.pass(Duration.ofSeconds(10));
        Sample.title(store, Sample.IDEA, "two");
        site.pass(REST);

        assertThat(floor()).isEqualTo(head());
    }

    @Test
    void theMarksOfDeadProcessesAreWiped() {
        for (int i = 0; i < 5; i++) {
            site.crash(site.start());
        }
        site.pass(Duration.ofMinutes(2));
        Sample.title(store, Sample.IDEA, "one");
        site.pass(REST);

        List<String> marks = onDisk(moment -> {
            List<String> found = new ArrayList<>();
            moment.settings(Keys.PROCESS, (name, value) -> found.add(name));
            return found;
        });
        assertThat(marks).hasSize(1);
    }

    @Test
    void oneFoldsWhileTheOtherHasATail() {
        Host other = site.start();
        other.store().workflow(Sample.POSTER);
        for (int i = 0; i < 10; i++) {
            Sample.move(other.store(), Sample.IDEA, i);
            Sample.title(store, Sample.IMAGE, "t" + i);
            (i % 2 == 0 ? host : other).time().advance(REST);
        }
        site.pass(Duration.ofSeconds(30));

        assertThat(Dump.of(other.store())).isEqualTo(Dump.of(store));
        String before = Dump.of(store);
        site.stop(other);
        site.stop(host);
        assertThat(Dump.of(site.start().store())).isEqualTo(before);
    }

    @Test
    void whatAnotherProcessWritesWhileThisOneLoadsIsFoldedToo() {
        WorkflowId late = WorkflowId.of("late");
        store.createWorkflow(late, "Late", draft -> {});
        site.pass(REST);
        Host other = site.start();
        store.renameWorkflow(Sample.POSTER, "Renamed").awaitDurable();
        other.time().advance(Duration.ofMillis(200));
        // the fold looks at the log first, and then loads; in between somebody writes to a graph that is not loaded
        int[] reads = {0};
        other.storage().beforeRead(() -> {
            if (++reads[0] == 2) {
                store.edit(late, draft -> draft.addNode(NodeId.of("late"), "t", node -> {}))
                        .awaitDurable();
            }
        });

        site.stop(other);
        site.crash(host);

        assertThat(reads[0]).isGreaterThan(1);
        assertThat(site.start().store().workflow(late).node(NodeId.of("late"))).isPresent();
    }

    @Test
    void aFoldThatAnotherProcessOvertakesIsDoneAnew() {
        Host other = site.start();
        other.store().workflow(Sample.POSTER);
        Sample.title(store, Sample.IDEA, "mine").awaitDurable();
        int[] writes = {0};
        host.storage().beforeWrite(() -> {
            if (++writes[0] <= 2) {
                Sample.move(other.store(), Sample.IDEA, writes[0]).awaitDurable();
            }
        });

        site.stop(host);

        assertThat(writes[0]).isGreaterThan(2);
        site.pass(Duration.ofSeconds(1));
        assertThat(rows()).contains("node idea v4");
        assertThat(Dump.of(site.start().store())).isEqualTo(Dump.of(other.store()));
    }

    @Test
    void aFoldThatFailsIsDoneLaterAndHurtsNobody() {
        host.storage().refuseWrites(new IOException("busy"));
        site.pass(REST);
        assertThat(store.metrics().folds().snapshot().failed()).isEqualTo(1);
        host.storage().refuseWrites(null);

        Sample.title(store, Sample.IDEA, "x");
        site.pass(REST);

        assertThat(rows()).contains("node idea v2", "node image v1");
        assertThat(store.metrics().folds().snapshot().successful()).isEqualTo(1);
    }

    @Test
    void editsGoOnWhileRowsAreWritten() {
        List<String> titles = new ArrayList<>();
        MemoryDisk disk = site.disk;
        disk.beforeCommit(() -> {
            disk.beforeCommit(() -> {});
            Sample.title(store, Sample.IDEA, "during the fold");
            titles.add(Sample.title(store, Sample.IDEA));
        });
        site.pass(REST);
        assertThat(titles).containsExactly("during the fold");

        String before = Dump.of(store);
        assertThat(Dump.of(site.restart(host).store())).isEqualTo(before);
    }

    @Test
    void foldingOftenAndReopeningGivesTheSame() {
        for (int i = 0; i < 20; i++) {
            NodeId id = NodeId.of("n" + i % 7);
            store.edit(Sample.POSTER, draft -> {
                if (draft.node(id).isPresent()) {
                    draft.removeNode(id);
                } else {
                    draft.addNode(id, "t", node -> {}).connect(id, Sample.IMAGE);
                }
            });
            site.pass(i % 3 == 0 ? REST : Duration.ofMillis(5));
        }
        String before = Dump.of(store);

        assertThat(Dump.of(site.restart(host).store())).isEqualTo(before);
    }
}
