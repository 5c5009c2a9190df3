package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.EntityKey;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.HistoryPage;
import dev.weftwork.spi.HistoryRequest;
import dev.weftwork.spi.RemoteReply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A host can look up what was written to a node, and what lost. */
final class HistoryTest {
    private static final HistoryRequest IDEA = HistoryRequest.of(Device.POSTER, EntityKey.of(NodeId.of("idea")));
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Device ann = new Device(time, MemoryRemote.of(server, "ann"), 1, options -> options);
    private final Device bob = new Device(time, MemoryRemote.of(server, "bob"), 2, options -> options);

    private RemoteReply<HistoryPage> ask(SyncEngine engine, HistoryRequest request) {
        CompletableFuture<RemoteReply<HistoryPage>> answer = engine.history(request);
        time.advance(Duration.ofMinutes(2));
        return answer.join();
    }

    private HistoryPage page(SyncEngine engine) {
        return ((RemoteReply.Ok<HistoryPage>) ask(engine, IDEA)).value();
    }

    @Test
    void whatWasWrittenAndWhatLost() {
        ann.createPoster();
        ann.node("idea", "Idea");
        ann.node("other", "Other");
        time.advance(Duration.ofSeconds(5));
        ann.engine.stop();
        bob.engine.stop();
        time.runDue();
        ann.node("idea", "Ann's");
        time.advance(Duration.ofSeconds(1));
        bob.node("idea", "Bob's");
        ann.engine.start();
        bob.engine.start();
        time.advance(Duration.ofMinutes(3));

        HistoryPage page = page(ann.engine);

        assertThat(page.ops()).hasSize(3);
        assertThat(page.losses())
                .singleElement()
                .satisfies(lost -> assertThat(lost.value()).isEqualTo(Json.of("Ann's")));
        assertThat(page(bob.engine)).isEqualTo(page);
        assertThat(ann.title("idea")).isEqualTo("Bob's");
    }

    @Test
    void aStoppedEngineTellsItAndAClosedOneSaysThatItIsClosed() {
        ann.createPoster();
        ann.node("idea", "Idea");
        time.advance(Duration.ofSeconds(5));

        ann.engine.stop();
        assertThat(page(ann.engine).ops()).hasSize(1);

        ann.engine.close();
        assertThat(ask(ann.engine, IDEA)).isInstanceOf(RemoteReply.Failed.class);
    }

    @Test
    void anAdapterWithoutHistorySaysSo() {
        Wire wire = new Wire(MemoryRemote.of(server, "eve"));
        Device eve = new Device(time, wire, 3, options -> options);

        assertThat(ask(eve.engine, IDEA))
                .isInstanceOfSatisfying(
                        RemoteReply.Failed.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo("no-history"));
    }
}
