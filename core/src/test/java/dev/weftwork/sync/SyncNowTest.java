package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever asks for a sync means what they have just done. */
final class SyncNowTest {
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Device ann = new Device(time, MemoryRemote.of(server, "ann"), 1, options -> options);

    @BeforeEach
    void begin() {
        ann.createPoster();
        ann.node("n", "first").awaitDurable();
        ann.engine.flush();
        time.advance(Duration.ofSeconds(5));
    }

    @AfterEach
    void nothingWasThrown() {
        assertThat(time.failures()).isEmpty();
    }

    @Test
    void anEditThatIsNotOnDiskYetGoesAlong() {
        int before = server.history().size();
        ann.node("n", "second").awaitDurable();
        // so soon behind another it rests for a moment, in case more come
        ann.node("n", "third");

        CompletableFuture<SyncResult> synced = ann.engine.syncNow();
        time.runDue();

        assertThat(synced).isCompletedWithValueMatching(result -> result.kind() == SyncResult.Kind.DONE);
        assertThat(ann.store.oplog().pending()).isEmpty();
        assertThat(server.history()).hasSize(before + 1);
    }

    @Test
    void aClosedStoreIsSaidInTheAnswer() {
        ann.store.close();

        CompletableFuture<SyncResult> synced = ann.engine.syncNow();
        time.runDue();

        assertThat(synced).isDone();
        assertThat(synced.join().kind()).isNotEqualTo(SyncResult.Kind.DONE);
    }
}
