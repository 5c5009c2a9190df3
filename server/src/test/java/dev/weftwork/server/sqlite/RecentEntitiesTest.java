package dev.weftwork.server.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.Admission;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.StateDigest;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.storage.WorkspaceWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entities that are kept at hand between transactions are those that the file holds. */
final class RecentEntitiesTest {
    private static final WorkflowId WORKFLOW = WorkflowId.of("poster");
    private static final EntityKey NODE = EntityKey.of(NodeId.of("n1"));

    @TempDir
    private Path directory;

    private SqliteServerStorage storage;
    private int count;

    @BeforeEach
    void open() throws IOException {
        storage = SqliteServerStorage.at(directory);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private Op title(String title) {
        count++;
        EntityWrites writes = EntityWrites.to(NODE)
                .set(RegisterNames.LIFE, Json.TRUE)
                .set(RegisterNames.TITLE, Json.of(title))
                .build();
        Op.Origin origin = new Op.Origin(new DeviceId("d" + count), 1, count);
        return Op.of(new OpId("op" + count), WORKFLOW, origin, List.of(writes));
    }

    private static long admit(WorkspaceWriter writer, Op op) {
        Admission.Admit decision = (Admission.Admit) ServerAdmission.decide(op, null, writer, 1_000);
        assertThat(decision).isNotNull();
        writer.admit(op, decision, "ann", 1_000);
        return decision.verdict().seq();
    }

    private CompletableFuture<Long> write(String workspace, Op op) {
        return storage.write(workspace, writer -> admit(writer, op));
    }

    private Long digest(String workspace) throws IOException {
        return storage.read(workspace, reader -> reader.digest(WORKFLOW));
    }

    private static long digestOf(Op... ops) {
        GraphState state = GraphState.empty(WORKFLOW);
        for (Op op : ops) {
            state = state.join(op, op.provisional());
        }
        return StateDigest.of(state);
    }

    @Test
    void whatWasRolledBackIsForgotten() throws IOException {
        Op first = title("first");
        Op failing = title("failing");
        Op last = title("last");
        write("studio", first).join();
        CompletableFuture<Long> failed = storage.write("studio", writer -> {
            admit(writer, failing);
            // brings the change to the tables, as the end of the work does
            writer.digest(WORKFLOW);
            throw new IOException("the disk is full");
        });
        assertThatThrownBy(failed::join).hasRootCauseMessage("the disk is full");

        write("studio", last).join();

        assertThat(digest("studio")).isEqualTo(digestOf(first, last));
    }

    @Test
    void oneWorkspaceKnowsNothingOfAnother() throws IOException {
        Op first = title("first");
        Op other = title("other");
        write("studio", first).join();

        write("attic", other).join();

        assertThat(digest("studio")).isEqualTo(digestOf(first));
        assertThat(digest("attic")).isEqualTo(digestOf(other));
    }

    @Test
    void manyTransactionsOnOneEntityAddUp() throws IOException {
        Op[] ops = new Op[50];
        for (int i = 0; i < ops.length; i++) {
            ops[i] = title("title " + i);
            write("studio", ops[i]).join();
        }

        assertThat(digest("studio")).isEqualTo(digestOf(ops));
    }
}
