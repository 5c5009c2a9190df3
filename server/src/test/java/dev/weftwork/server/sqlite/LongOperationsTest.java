package dev.weftwork.server.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Admission;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.server.storage.WorkspaceReader.StoredOp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many long operations there are, few of them are in memory at a time. */
final class LongOperationsTest {
    private static final WorkflowId WORKFLOW = WorkflowId.of("poster");
    private static final EntityKey NODE = EntityKey.of(NodeId.of("idea"));
    private static final int OPS = 6;

    @TempDir
    private Path directory;

    private SqliteServerStorage storage;

    @BeforeEach
    void fill() throws IOException {
        storage = SqliteServerStorage.at(directory);
        for (int i = 1; i <= OPS; i++) {
            EntityWrites writes = EntityWrites.to(NODE)
                    .set(RegisterNames.TITLE, Json.of("x".repeat(700_000)))
                    .build();
            Op op = Op.of(new OpId("op" + i), WORKFLOW, new Op.Origin(new DeviceId("d"), i, i), List.of(writes));
            storage.write("studio", writer -> {
                        writer.admit(op, (Admission.Admit) ServerAdmission.decide(op, null, writer, 1), "ann", 1);
                        return true;
                    })
                    .join();
        }
    }

    @AfterEach
    void close() {
        storage.close();
    }

    /** The numbers of all operations that are had by going on behind the last; two have over a MiB, so each comes alone. */
    private static List<Long> seqs(LongFunction<List<StoredOp>> after) {
        List<Long> seqs = new ArrayList<>();
        List<StoredOp> some = after.apply(0);
        while (!some.isEmpty()) {
            assertThat(some).hasSize(1);
            some.forEach(op -> seqs.add(op.seq()));
            some = after.apply(seqs.get(seqs.size() - 1));
        }
        return seqs;
    }

    @Test
    void whatFollowsANumberIsReadAPieceAtATime() throws IOException {
        List<Long> seqs = storage.read("studio", reader -> seqs(seq -> reader.after(seq, 500)));

        assertThat(seqs).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void theOperationsOfAWorkflowAreReadAPieceAtATime() throws IOException {
        List<Long> seqs = storage.read("studio", LongOperationsTest::ofWorkflow);

        assertThat(seqs).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    private static List<Long> ofWorkflow(WorkspaceReader reader) {
        return seqs(seq -> reader.ofWorkflow(WORKFLOW, seq, OPS, 500));
    }

    @Test
    void anEntityIsReadOnlyIfWhoHearsHowLongItIsWantsIt() throws IOException {
        List<Long> lengths = new ArrayList<>();
        List<Entity> entities = new ArrayList<>();
        storage.read("studio", reader -> {
            reader.entities(Set.of(), (kind, bytes) -> !lengths.add(bytes), (workflow, each) -> entities.add(each));
            reader.entities(Set.of(WORKFLOW), (kind, bytes) -> true, (workflow, each) -> entities.add(each));
            return true;
        });

        assertThat(lengths).singleElement().satisfies(bytes -> assertThat(bytes).isBetween(700_000L, 701_000L));
        assertThat(entities).hasSize(1);
    }

    @Test
    void howLongTheNextIsCanBeAskedBeforeItIsRead() throws IOException {
        List<Long> lengths = storage.read(
                "studio",
                reader -> List.of(
                        reader.lengthAfter(0),
                        reader.lengthAfter(OPS),
                        reader.lengthAfter(WORKFLOW, 2),
                        reader.lengthAfter(WorkflowId.of("sketch"), 0)));

        assertThat(lengths.get(0)).isBetween(700_000L, 701_000L);
        assertThat(lengths.get(1)).as("behind the last").isZero();
        assertThat(lengths.get(2)).isBetween(700_000L, 701_000L);
        assertThat(lengths.get(3)).as("of a workflow that has none").isZero();
    }
}
