package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Opening reads the list of workflows from a few pages; what they do not know for sure comes from the rows. */
final class PackedListTest {
    private static final int MANY = 300;
    private static final Duration REST = Duration.ofSeconds(3);

    private final Site site = new Site();
    private Host host = site.start();
    private List<WorkflowInfo> wanted = List.of();

    @BeforeEach
    void manyWorkflows() {
        for (int i = 0; i < MANY; i++) {
            host.store().createWorkflow(id(i), "Workflow " + i, draft -> {});
        }
        site.pass(REST);
        wanted = host.store().workflows();
    }

    private static WorkflowId id(int number) {
        return WorkflowId.of("w" + number);
    }

    private void reopen() {
        host = site.restart(host);
    }

    /** Something that is done to the medium while no store is open. */
    private interface Change {
        void run(WriteTransaction transaction) throws IOException;
    }

    private void meanwhile(Change change) throws IOException {
        site.stop(host);
        try (MemoryStorage storage = MemoryStorage.on(site.disk)) {
            storage.write(transaction -> {
                change.run(transaction);
                return true;
            });
        }
        host = site.start();
    }

    private static Map<String, String> pages(ReadTransaction moment) throws IOException {
        Map<String, String> pages = new TreeMap<>();
        moment.settings(Keys.LIST_PAGE, pages::put);
        return pages;
    }

    @Test
    void openingReadsNoRows() {
        reopen();

        assertThat(host.store().workflows()).hasSize(MANY).isEqualTo(wanted);
        assertThat(host.storage().scans()).isZero();
    }

    @Test
    void whatIsInTheLogOnlyIsInTheListAsWell() {
        host.store().renameWorkflow(id(7), "Renamed");
        host.store().removeWorkflow(id(8));
        host.store().setViewport(id(9), new Viewport(1, 2, 3)).awaitDurable();
        wanted = host.store().workflows();

        host = site.crashAll();

        assertThat(host.storage().scans()).isZero();
        assertThat(host.store().workflows()).hasSize(MANY - 1).isEqualTo(wanted);
    }

    @Test
    void anOlderWriteInTheRowsDoesNotWinOverANewerOne() {
        host.store().renameWorkflow(id(7), "First");
        site.pass(REST);
        host.store().renameWorkflow(id(7), "Second").awaitDurable();
        host = site.crashAll();

        assertThat(host.store().workflows())
                .filteredOn(info -> info.id().equals(id(7)))
                .extracting(WorkflowInfo::name)
                .containsExactly("Second");
    }

    @Test
    void aFoldWritesOnlyThePagesOfWhatChanged() throws IOException {
        Map<String, String> before = read();
        host.store().renameWorkflow(id(7), "Renamed");

        site.pass(REST);

        Map<String, String> after = read();
        assertThat(after).hasSameSizeAs(before).hasSizeGreaterThan(4);
        after.entrySet().removeAll(before.entrySet());
        assertThat(after).hasSize(1);
    }

    private Map<String, String> read() throws IOException {
        try (MemoryStorage storage = MemoryStorage.on(site.disk)) {
            return storage.read(PackedListTest::pages);
        }
    }

    @Test
    void aDamagedPageIsNeverShown() throws IOException {
        Random random = new Random(20_261_121);
        for (int i = 0; i < 100; i++) {
            meanwhile(transaction -> {
                List<Map.Entry<String, String>> pages =
                        List.copyOf(pages(transaction).entrySet());
                Map.Entry<String, String> page = pages.get(random.nextInt(pages.size()));
                StringBuilder text = new StringBuilder(page.getValue());
                int at = random.nextInt(text.length());
                text.setCharAt(at, (char) (text.charAt(at) ^ 1));
                transaction.setting(page.getKey(), text.toString());
            });

            assertThat(host.store().workflows()).isEqualTo(wanted);
            assertThat(host.storage().scans()).isPositive();
        }
    }

    @Test
    void aPageThatIsGoneOrOldIsNoticed() throws IOException {
        String[] old = {""};
        meanwhile(transaction -> old[0] = transaction.setting(Keys.LIST_PAGE + "0") + "");
        for (int i = 0; i < MANY; i++) {
            // this leaves the workflow's own registers as they were, and so the checksum of its row
            host.store().edit(id(i), draft -> draft.addNode(NodeId.of("n"), "prompt", node -> {}));
        }
        site.pass(REST);
        wanted = host.store().workflows();

        meanwhile(transaction -> transaction.setting(Keys.LIST_PAGE + "0", old[0]));
        assertThat(host.store().workflows()).isEqualTo(wanted);

        meanwhile(transaction -> transaction.setting(Keys.LIST_PAGE + "0", null));
        assertThat(host.store().workflows()).isEqualTo(wanted);
    }

    @Test
    void aListThatAnotherProgramLeftBehindIsMadeAnew() throws IOException {
        // an older version of the library folds and knows nothing of pages
        meanwhile(transaction -> {
            transaction.setting(Keys.FOLDS, "1000");
            Seal.put(transaction);
        });
        assertThat(host.store().workflows()).isEqualTo(wanted);
        assertThat(host.storage().scans()).isPositive();

        host.store().renameWorkflow(id(7), "Renamed");
        site.pass(REST);
        reopen();

        assertThat(host.storage().scans()).isZero();
        assertThat(host.store().workflow(id(7)).name()).isEqualTo("Renamed");
    }

    @Test
    void aFileWithoutPagesOpensAndGetsThem() throws IOException {
        meanwhile(transaction -> {
            for (String name : pages(transaction).keySet()) {
                transaction.setting(name, null);
            }
            transaction.setting(Keys.LIST, null);
        });
        assertThat(host.store().workflows()).isEqualTo(wanted);

        host.store().renameWorkflow(id(7), "Renamed");
        reopen();

        assertThat(host.storage().scans()).isZero();
        assertThat(host.store().workflows()).hasSize(MANY);
    }

    @Test
    void aNameThatUtf8CannotHoldIsListed() {
        host.store().renameWorkflow(id(7), "half a pair: \ud800").awaitDurable();
        wanted = host.store().workflows();
        reopen();

        assertThat(host.store().workflows()).isEqualTo(wanted);
        assertThat(host.storage().scans()).isZero();
    }

    @Test
    void aListFromBeforeAttachingIsMadeAnew() {
        host.store().attach(Link.BINDING);
        new Link(MemoryWorkspace.create("studio", host.time())).push(host.store());
        site.pass(REST);
        wanted = host.store().workflows();
        reopen();

        assertThat(host.store().workflows()).hasSize(MANY).isEqualTo(wanted);
        assertThat(host.storage().scans()).isZero();
    }
}
