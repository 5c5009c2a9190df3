package dev.weftwork.sqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.StorageException;
import dev.weftwork.store.Binding;
import dev.weftwork.store.Recovery;
import dev.weftwork.store.RecoveryReport;
import dev.weftwork.store.RecoveryReport.Gap;
import dev.weftwork.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is made of remains: all that can be read, nothing that was never there, and word of the rest. */
final class RecoveryTest {
    private static final WorkflowId WORKFLOW = WorkflowId.of("workflow");
    private static final NodeId IDEA = NodeId.of("idea");
    private static final NodeId IMAGE = NodeId.of("image");

    private final ManualScheduler scheduler = new ManualScheduler(Specimens.LATER);
    private final Ids ids = Ids.seeded(4, scheduler::wallMillis);

    @Test
    void ofAHealthyStorageEverythingIsKept() throws IOException {
        Remnant remnant = folded();
        remnant.edit(store -> store.renameWorkflow(WORKFLOW, "behind the rows"));
        RecoveryReport report = remnant.recover();
        assertThat(report.complete()).as(report.sentences().toString()).isTrue();
        assertThat(report.workflows()).isEqualTo(1);
        assertThat(report.entities()).isEqualTo(5);
        assertThat(report.operations()).isEqualTo(1);
        assertThat(remnant.recovered()).isEqualTo(remnant.dump());
    }

    @Test
    void aRowThatFailsItsChecksumIsNamedAndTheRestIsKept() throws IOException {
        Remnant remnant = folded();
        remnant.rows.replaceAll(row -> Remnant.withValues(row, row.json().replace("fox", "cat")));
        RecoveryReport report = remnant.recover();
        assertThat(report.losses()).extracting(RecoveryReport.Loss::id).contains("idea");
        assertThat(report.messages()).anyMatch(message -> message.contains("2 of 3 rows"));
        assertThat(remnant.recovered())
                .contains("id=image")
                .doesNotContain("cat")
                .doesNotContain("fox");
    }

    @Test
    void aNodeThatAnEdgeLeadsToIsMissed() throws IOException {
        Remnant remnant = folded();
        remnant.damage("image");
        RecoveryReport report = remnant.recover();
        assertThat(report.losses())
                .extracting(RecoveryReport.Loss::toString)
                .anyMatch(loss -> loss.contains("node image"));
        assertThat(report.complete()).isFalse();
    }

    @Test
    void aWorkflowWithoutItsOwnRowComesBackUnderANameThatSaysSo() throws IOException {
        Remnant remnant = folded();
        remnant.rows.removeIf(row -> row.kind().equals("workflow"));
        RecoveryReport report = remnant.recover();
        assertThat(report.renamed()).containsExactly("workflow");
        assertThat(report.workflows()).isEqualTo(1);
        assertThat(remnant.recovered())
                .contains("name=Recovered workflow")
                .contains("id=idea")
                .contains("id=image");
    }

    @Test
    void anEntryThatIsMissingIsAGapAndLaterOnesCount() throws IOException {
        Remnant remnant = folded();
        for (int i = 0; i < 4; i++) {
            int x = i;
            remnant.edit(store -> store.edit(WORKFLOW, draft -> draft.moveNode(IDEA, x, x)));
        }
        long first = remnant.entries.firstKey();
        remnant.entries.remove(first + 1);
        remnant.entries.computeIfPresent(first + 2, (position, body) -> body.replace("\"x\":2", "\"x\":7"));
        RecoveryReport report = remnant.recover();
        assertThat(report.missingEntries()).containsExactly(new Gap(first + 1, first + 2));
        assertThat(report.messages()).anyMatch(message -> message.contains("checksum"));
        assertThat(remnant.recovered()).contains("Point[x=3.0, y=3.0]");
    }

    @Test
    void whereOnlyLaterEditsCanBeReadThatIsSaid() throws IOException {
        Remnant remnant = folded();
        remnant.edit(store -> store.edit(WORKFLOW, draft -> draft.moveNode(IDEA, 5, 5)));
        remnant.damage("idea");
        RecoveryReport report = remnant.recover();
        assertThat(report.losses())
                .anyMatch(loss -> loss.id().equals("idea") && loss.why().contains("later edits"));
    }

    @Test
    void aBackupFillsTheGapsAndLaterEditsStand() throws IOException {
        Remnant remnant = folded();
        MemoryStorage backup = remnant.copy();
        remnant.run(store -> store.edit(
                WORKFLOW, draft -> draft.config(IMAGE, "model", "new").removeNode(IDEA)));
        remnant.damage("image");
        RecoveryReport report = remnant.recover(new Recovery(ids).readAll(backup));
        assertThat(report.losses()).extracting(RecoveryReport.Loss::id).contains("image");
        assertThat(remnant.recovered())
                .contains("id=image")
                .doesNotContain("id=idea")
                .doesNotContain("new");
    }

    @Test
    void editsThatAServerHasNotSpokenOfStayPendingUnderTheirIds() throws IOException {
        Remnant remnant = folded();
        Binding binding = new Binding("https://sync.example.com", "workspace", "me");
        List<OpId> before = new ArrayList<>();
        remnant.run(store -> {
            store.attach(binding);
            store.renameWorkflow(WORKFLOW, "pending").awaitDurable();
            store.oplog().pending().forEach(op -> before.add(op.id()));
        });
        RecoveryReport report = remnant.recover();
        assertThat(report.pending()).isEqualTo(before.size());
        try (Store store = remnant.open(remnant.target)) {
            assertThat(store.oplog().pending()).extracting(Op::id).isEqualTo(before);
            assertThat(store.oplog().pending())
                    .allMatch(op -> op.origin().device().equals(report.device()));
            assertThat(store.binding()).contains(binding);
            assertThat(store.workflow(WORKFLOW).name()).isEqualTo("pending");
        }
    }

    @Test
    void withoutSettingsTheStoreIsItsOwnAuthorityAndEditsStillWin() throws IOException {
        Remnant remnant = folded();
        scheduler.advance(Duration.ofDays(400));
        remnant.run(store -> store.renameWorkflow(WORKFLOW, "from a clock that ran ahead"));
        scheduler.skew(Duration.ofDays(-400));
        remnant.settings.clear();
        RecoveryReport report = remnant.recover();
        assertThat(report.complete()).isFalse();
        try (Store store = remnant.open(remnant.target)) {
            assertThat(store.workflow(WORKFLOW).name()).isEqualTo("from a clock that ran ahead");
            store.renameWorkflow(WORKFLOW, "after").awaitDurable();
            assertThat(store.workflow(WORKFLOW).name()).isEqualTo("after");
        }
    }

    @Test
    void nothingToReadIsNotPassedOffAsAnEmptyStore() throws IOException {
        MemoryStorage target = MemoryStorage.create();
        Recovery recovery = new Recovery(ids).entry(1, "{}").entry(2, null).setting(null, null);
        StorageException refusal = catchThrowableOfType(StorageException.class, () -> recovery.writeTo(target));
        assertThat(refusal.kind()).isEqualTo(StorageException.Kind.CORRUPT);
        assertThat(settings(target)).isEmpty();
    }

    @Test
    void aStorageThatIsNotEmptyIsLeftAlone() throws IOException {
        Remnant remnant = folded();
        Remnant other = folded();
        String before = other.dump();
        StorageException refusal = catchThrowableOfType(
                StorageException.class, () -> remnant.feed(new Recovery(ids)).writeTo(other.storage()));
        assertThat(refusal.kind()).isEqualTo(StorageException.Kind.UNSUPPORTED);
        assertThat(other.dump()).isEqualTo(before);
    }

    private static Map<String, String> settings(MemoryStorage storage) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        storage.read(moment -> {
            moment.settings("", settings::put);
            return true;
        });
        return settings;
    }

    /** A store whose rows are folded: one workflow, two nodes, an edge, an item. */
    private Remnant folded() throws IOException {
        Remnant remnant = new Remnant(scheduler, ids);
        remnant.run(store -> {
            store.createWorkflow(
                    WORKFLOW,
                    "Poster",
                    draft -> draft.addNode(IDEA, "prompt", node -> node.config("text", "a fox"))
                            .addNode(IMAGE, "image", node -> {})
                            .addEdge(Edge.of(EdgeId.of("edge"), IDEA, IMAGE)));
            store.collection(Dump.COLLECTION).put("item", 1);
        });
        return remnant;
    }
}
