package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Ids;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.Row;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The pages of the list are a help and no more: where they are in the way, the rows go on without them. */
final class PackedListTroubleTest {
    private static final int MANY = 300;
    private static final Duration REST = Duration.ofSeconds(3);

    private final Site site = new Site();
    private Host host = site.start();

    private void manyWorkflows() {
        for (int i = 0; i < MANY; i++) {
            host.store().createWorkflow(id(i), "Workflow " + i, draft -> {});
        }
        site.pass(REST);
    }

    private static WorkflowId id(int number) {
        return WorkflowId.of("w" + number);
    }

    /** Something that is done to the medium. */
    private interface Change {
        void run(WriteTransaction transaction) throws IOException;
    }

    private void onDisk(Change change) throws IOException {
        try (MemoryStorage storage = MemoryStorage.on(site.disk)) {
            storage.write(transaction -> {
                change.run(transaction);
                return true;
            });
        }
    }

    private void meanwhile(Change change) throws IOException {
        site.stop(host);
        onDisk(change);
        host = site.start();
    }

    private static void dropList(WriteTransaction transaction) throws IOException {
        for (String name : list(transaction).keySet()) {
            transaction.setting(name, null);
        }
    }

    private static Map<String, String> list(ReadTransaction moment) throws IOException {
        Map<String, String> list = new TreeMap<>();
        moment.settings(Keys.LIST_PAGE, list::put);
        String head = moment.setting(Keys.LIST);
        if (head != null) {
            list.put(Keys.LIST, head);
        }
        return list;
    }

    private String setting(String name) throws IOException {
        try (MemoryStorage storage = MemoryStorage.on(site.disk)) {
            return storage.read(moment -> moment.setting(name)) + "";
        }
    }

    @Test
    void aWorkflowWhoseRowIsDamagedDoesNotKeepTheOthersFromBeingFolded() throws IOException {
        manyWorkflows();
        meanwhile(transaction -> {
            // as in a file that an older version of the library wrote
            dropList(transaction);
            List<Row> rows = new ArrayList<>();
            transaction.rows("w7", rows::add);
            Row row = rows.get(0);
            transaction.put(new Row(
                    row.kind(),
                    row.workflowId(),
                    row.id(),
                    row.version(),
                    row.updatedAt(),
                    row.json().replace("Workflow", "workflow"),
                    row.stamps()));
        });
        String before = setting(Keys.FOLDS);

        host.store().renameWorkflow(id(8), "Renamed");
        site.pass(REST);

        assertThat(setting(Keys.FOLDS)).isNotEqualTo(before);
        assertThat(host.store().workflow(id(8)).name()).isEqualTo("Renamed");
    }

    @Test
    void aDiskThatHasRoomForTheRowsButNotForTheListIsFoldedAllTheSame() throws IOException {
        manyWorkflows();
        meanwhile(PackedListTroubleTest::dropList);
        String before = setting(Keys.FOLDS);

        host.store().renameWorkflow(id(8), "Renamed").awaitDurable();
        site.disk.roomFor(5_000);
        site.pass(REST);

        assertThat(setting(Keys.FOLDS)).isNotEqualTo(before);
    }

    @Test
    void anOlderVersionThatTakesASnapshotDoesNotLeaveTimesBehindThatAreWrong() throws IOException {
        Link link = new Link(MemoryWorkspace.create("studio", host.time()));
        Site elsewhere = new Site();
        Store bob = elsewhere
                .start(builder -> builder.ids(Ids.seeded(99, () -> 1_780_000_000_000L)))
                .store();
        bob.attach(Link.BINDING);
        host.store().attach(Link.BINDING);
        Sample.create(host.store());
        link.sync(host.store());
        link.sync(bob);
        site.pass(Duration.ofMinutes(2));
        elsewhere.pass(Duration.ofMinutes(2));
        Sample.title(bob, Sample.IDEA, "bob's");
        bob.edit(Sample.POSTER, draft -> draft.addNode(NodeId.of("bob"), "prompt", node -> {}));
        link.sync(bob);
        Map<String, String> old = new TreeMap<>();
        onDisk(transaction -> old.putAll(list(transaction)));

        link.rebase(host.store(), false);
        long wanted = host.store().workflows().get(0).updatedAt();
        site.crash(host);
        // what knows nothing of a list does not say that it is out of date
        onDisk(transaction -> {
            dropList(transaction);
            for (Map.Entry<String, String> setting : old.entrySet()) {
                transaction.setting(setting.getKey(), setting.getValue());
            }
        });
        host = site.start();

        assertThat(host.store().workflows()).extracting(WorkflowInfo::updatedAt).containsExactly(wanted);
    }

    @Test
    void whatASnapshotReplacesIsGoneFromThePagesToo() throws IOException {
        Link link = new Link(MemoryWorkspace.create("studio", host.time()));
        host.store().attach(Link.BINDING);
        Sample.create(host.store());
        link.sync(host.store());
        site.pass(REST);

        link.rebase(host.store(), false);

        onDisk(transaction -> assertThat(list(transaction)).isEmpty());
    }

    @Test
    void aListOfWhichAPageIsLostIsMadeAnewByTheNextFold() throws IOException {
        manyWorkflows();
        meanwhile(transaction -> transaction.setting(Keys.LIST_PAGE + "0", null));
        assertThat(host.storage().scans()).isPositive();

        host.store().renameWorkflow(id(7), "Renamed");
        site.pass(REST);
        host = site.restart(host);

        assertThat(host.storage().scans()).isZero();
        assertThat(host.store().workflows()).hasSize(MANY);
    }

    @Test
    void aLongNameIsNotWrittenTwice() throws IOException {
        String name = "x".repeat(1 << 20);
        host.store().createWorkflow(id(1), name, draft -> {});
        site.pass(REST);

        assertThat(setting(Keys.LIST_PAGE + "0").length()).isLessThan(name.length() * 3 / 2);
        host = site.restart(host);
        assertThat(host.store().workflows()).extracting(WorkflowInfo::name).containsExactly(name);
    }
}
