package dev.weftwork.oplog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The traces of syncing are read as they were written. */
final class SyncNoteTest {
    private static final EntityKey NODE = EntityKey.of(NodeId.of("a \"b\""));
    private static final Op OP = Op.of(
            new OpId("op"),
            WorkflowId.of("w"),
            new Op.Origin(new DeviceId("d"), 3, 1L << 60),
            List.of(EntityWrites.to(NODE).set("title", Json.of("x")).build()));

    private static LogEntry again(LogEntry entry) {
        return LogEntry.read(7, entry.text(7));
    }

    @Test
    void everyPartComesBack() {
        List<Verdict> verdicts = List.of(
                new Verdict.Applied(new OpId("a"), -5, Long.MAX_VALUE, List.of(new Verdict.Register(NODE, "config.x"))),
                new Verdict.Applied(
                        new OpId("d"),
                        6,
                        7,
                        List.of(new Verdict.Register(NODE, "title")),
                        List.of(new Verdict.Register(NODE, "config.x"), new Verdict.Register(NODE, "config.y"))),
                new Verdict.Applied(new OpId("e"), 7, 8, List.of(), List.of(new Verdict.Register(NODE, "config.x"))),
                new Verdict.Rejected(new OpId("b"), "CODE", "because \u2028 \"so\""),
                new Verdict.Forked(new OpId("c"), "REPLICA_FORKED"));
        SyncNote note = new SyncNote(
                List.of(new OpId("x"), new OpId("y")),
                List.of(new SyncNote.Absorbed(new OpId("x"), new OpId("y"))),
                List.of(OP),
                verdicts,
                "{\"hlc\":\"1\"}",
                true);
        LogEntry entry = new LogEntry("p", List.of(new LoggedOp(OP, new LoggedOp.Admitted(1, 2))), note);

        assertThat(again(entry)).isEqualTo(entry);
    }

    @Test
    void anEntryWithoutTracesSaysNothingOfThem() {
        LogEntry entry = new LogEntry("p", List.of(new LoggedOp(OP, null)));

        assertThat(entry.text(7)).doesNotContain("sync");
        assertThat(again(entry).sync()).isEqualTo(SyncNote.NONE);
    }

    @Test
    void aSealedTextThatWasChangedOrMovedIsNoticed() {
        String sealed = SealedText.seal("dead/1", "{}");

        assertThat(SealedText.open("dead/1", sealed)).isEqualTo("{}");
        assertThatThrownBy(() -> SealedText.open("dead/2", sealed)).isInstanceOf(DamagedTextException.class);
        assertThatThrownBy(() -> SealedText.open("dead/1", sealed + " ")).isInstanceOf(DamagedTextException.class);
        assertThatThrownBy(() -> SealedText.open("dead/1", "")).isInstanceOf(DamagedTextException.class);
    }
}
