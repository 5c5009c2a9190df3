package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.RemoteFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where edits are synced at once, as little as possible is written before they leave. */
final class PromptTest {
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Wire wire = new Wire(MemoryRemote.of(server, "ann"));
    private final Device ann =
            new Device(time, wire, 1, options -> options.withSyncOnChange(true).withAudit(Duration.ZERO));

    @BeforeEach
    void begin() {
        ann.createPoster();
        time.advance(Duration.ofSeconds(5));
        ann.node("n", "first");
        time.advance(Duration.ofSeconds(5));
        wire.pushes.clear();
    }

    @AfterEach
    void nothingWasThrown() {
        assertThat(time.failures()).isEmpty();
    }

    private List<LogEntry> edit(String title) {
        int before = ann.store.oplog().entries().size();
        ann.node("n", title);
        time.advance(Duration.ofSeconds(1));
        List<LogEntry> after = ann.store.oplog().entries();
        return after.subList(before, after.size());
    }

    @Test
    void anEditIsWrittenWithTheNoteThatItLeavesAndThenWhatTheServerSaid() {
        assertThat(edit("second")).hasSize(2);
        assertThat(edit("third")).hasSize(2);
        assertThat(server.history()).hasSize(4);
        assertThat(ann.store.oplog().pending()).isEmpty();
    }

    @Test
    void whatIsEditedWhileOneIsUnderWayGoesTogether() {
        wire.losesAnswers = true;
        edit("second");
        edit("third");
        edit("fourth");
        assertThat(wire.pushes).hasSize(1);

        wire.losesAnswers = false;
        time.advance(Duration.ofMinutes(5));

        // the first of them was sent, so it stays what it is; of the others the last stands for both
        assertThat(server.history()).hasSize(4);
        assertThat(ann.store.oplog().pending()).isEmpty();
    }

    @Test
    void withoutAServerNothingIsNotedThatDoesNotLeave() {
        wire.failure = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");
        time.advance(Duration.ofMinutes(1));
        edit("second");
        edit("third");
        int before = ann.store.oplog().pending().size();

        List<LogEntry> entries = edit("fourth");

        assertThat(before).isEqualTo(2);
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).sync().offered()).isEmpty();
    }
}
