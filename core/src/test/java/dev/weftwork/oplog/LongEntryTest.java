package dev.weftwork.oplog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checksum of a long entry is made piece by piece and found again over the whole. */
final class LongEntryTest {
    private static LogEntry holding(String title) {
        EntityWrites writes = EntityWrites.to(EntityKey.of(NodeId.of("a")))
                .set("title", Json.of(title))
                .build();
        Op.Origin origin = new Op.Origin(new DeviceId("d"), 1, 1);
        Op op = Op.of(new OpId("op"), WorkflowId.of("w"), origin, List.of(writes));
        return new LogEntry("process", List.of(new LoggedOp(op, null)));
    }

    @Test
    void itIsReadAsItWasWritten() {
        LogEntry entry = holding("long ".repeat(20_000));

        assertThat(LogEntry.read(7, entry.text(7))).isEqualTo(entry);
    }

    @Test
    void pairsOfSurrogatesStayTogetherWhereverThePiecesEnd() {
        for (String before : List.of("", "x")) {
            LogEntry entry = holding(before + "🦊".repeat(20_000));

            assertThat(LogEntry.read(7, entry.text(7))).isEqualTo(entry);
        }
    }

    @Test
    void oneOtherCharacterAnywhereIsNoticed() {
        String text = holding("long ".repeat(20_000)).text(7);
        for (int at = text.indexOf("long"); at < text.length() - 100; at += 9_973) {
            String damaged = text.substring(0, at) + '!' + text.substring(at + 1);

            assertThatThrownBy(() -> LogEntry.read(7, damaged)).isInstanceOf(DamagedTextException.class);
        }
    }
}
