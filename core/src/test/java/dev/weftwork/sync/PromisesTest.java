package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.NodeId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.store.Commit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a host may rely on, whatever the network does. */
final class PromisesTest {
    private static final RemoteFailure OFFLINE =
            new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");

    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Wire wire = new Wire(MemoryRemote.of(server, "ann"));
    private final Device ann = new Device(time, wire, 1, options -> options);
    private final Device bob = new Device(time, MemoryRemote.of(server, "bob"), 2, options -> options);

    @BeforeEach
    void begin() {
        pass(1);
        ann.createPoster();
        pass(10);
        ann.events.clear();
    }

    @AfterEach
    void nothingWasThrown() {
        assertThat(time.failures()).isEmpty();
    }

    private void pass(long seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void oneEditIsInMemoryThenOnDiskThenAtTheServerThenCounted() {
        List<String> order = new ArrayList<>();
        ann.disk.afterCommit(() -> order.add("disk"));
        wire.verdict = push -> {
            order.add("server");
            return null;
        };
        ann.engine.metrics().pushes().subscribe(snapshot -> order.add("metric"));

        Commit commit = ann.node("a", "Hello");
        order.add("memory " + ann.title("a"));
        commit.awaitDurable();
        pass(10);

        assertThat(order).startsWith("memory Hello", "disk").containsSubsequence("disk", "server", "metric");
    }

    @Test
    void editsMadeDuringASyncStayCounted() {
        wire.silent = true;
        ann.node("a", "first");
        pass(3);
        assertThat(ann.engine.status().phase()).isEqualTo(SyncStatus.Phase.SYNCING);

        ann.node("b", "made meanwhile").awaitDurable();
        wire.silent = false;
        pass(300);

        assertThat(bob.title("a")).isEqualTo("first");
        assertThat(bob.title("b")).isEqualTo("made meanwhile");
        assertThat(ann.engine.status().pending()).isZero();
    }

    @Test
    void aThousandEditsOfAnHourOfflineArriveOnceAndInOrderEvenAfterARestart() {
        wire.failure = OFFLINE;
        for (int i = 0; i < 1_000; i++) {
            ann.node("n" + i, "title " + i);
        }
        pass(60);
        ann.engine.stop();
        ann.store.close();
        assertThat(server.head()).isEqualTo(1);

        Device next = new Device(ann.disk, time, MemoryRemote.of(server, "ann"), 3, options -> options);
        pass(600);

        List<String> arrived = server.history().stream()
                .skip(1)
                .map(each -> each.op().writes().get(0).key().id())
                .toList();
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            made.add("n" + i);
        }
        assertThat(arrived).isEqualTo(made);
        assertThat(next.engine.status().pending()).isZero();
    }

    @Test
    void aFailureIsSeenByMetricsStatusAndListenersAndByNoCaller() {
        wire.failure = OFFLINE;
        ann.node("a", "Hello");
        pass(5);

        assertThat(ann.engine.metrics().syncs().snapshot().failed()).isPositive();
        assertThat(ann.engine.status().error()).contains("No network");
        assertThat(ann.engine.status().connected()).isFalse();
        assertThat(ann.events).contains("ended DEBOUNCED FAILED", "status ERROR");
    }

    @Test
    void aFailedSyncIsOneLineOfTheLogThatNamesTriggerWorkflowAndCause() {
        ann.engine.configure(options -> options.withWorkflows(Set.of(Device.POSTER)));
        pass(5);
        wire.failure = OFFLINE;
        ann.node("a", "a secret title");

        String log = logOf(() -> pass(3));

        assertThat(log.lines().filter(line -> line.contains("sync failed")).findFirst())
                .hasValueSatisfying(line -> assertThat(line)
                        .contains("trigger=DEBOUNCED", "workflows=[poster]", "kind=UNAVAILABLE", "No network"));
        assertThat(log).doesNotContain("secret");
    }

    private static String logOf(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whoeverChecksTheConnectionIsToldWhetherTheServerIsThereAndNothingIsSynced() {
        wire.calls.clear();
        CompletableFuture<RemoteReply<RemoteHello>> there = ann.engine.check();
        pass(1);
        assertThat(there.join()).isInstanceOf(RemoteReply.Ok.class);
        assertThat(wire.calls).containsExactly("hello");

        wire.failure = OFFLINE;
        CompletableFuture<RemoteReply<RemoteHello>> away = ann.engine.check();
        pass(1);

        assertThat(away.join()).isInstanceOf(RemoteReply.Failed.class);
        assertThat(ann.engine.status().connected()).isFalse();
        assertThat(ann.engine.status().error()).contains("No network");
    }

    @Test
    void aCheckThatFindsTheServerBackSendsWhatWaits() {
        wire.failure = OFFLINE;
        ann.node("a", "Hello");
        pass(60);
        wire.failure = null;

        ann.engine.check();
        time.runDue();

        assertThat(ann.engine.status().connected()).isTrue();
        assertThat(ann.store.oplog().pending()).isEmpty();
    }

    @Test
    void aStoppedEngineChecksAndAClosedOneSaysThatItIsClosed() {
        ann.engine.stop();
        CompletableFuture<RemoteReply<RemoteHello>> stopped = ann.engine.check();
        pass(1);
        assertThat(stopped.join()).isInstanceOf(RemoteReply.Ok.class);

        ann.engine.close();

        assertThat(ann.engine.check().join().toString()).contains("closed");
    }

    @Test
    void anAdapterThatThrowsIsAFailureLikeAnyOther() {
        wire.verdict = push -> {
            throw new IllegalStateException("a bug of the adapter");
        };
        ann.node("a", "Hello");
        pass(5);
        assertThat(ann.events).contains("ended DEBOUNCED FAILED");
        CompletableFuture<SyncResult> asked = ann.engine.syncNow();
        pass(1);
        assertThat(asked.join().kind()).isEqualTo(SyncResult.Kind.FAILED);

        wire.verdict = push -> null;
        pass(600);

        assertThat(bob.title("a")).isEqualTo("Hello");
    }

    @Test
    void nothingCountsAsSyncedBeforeTheServerSaidSo() {
        wire.silent = true;
        Commit commit = ann.node("a", "Hello");
        commit.awaitDurable();
        pass(30);

        assertThat(commit.synced()).isNotDone();
        assertThat(ann.events).doesNotContain("status SUCCESS");
        assertThat(ann.engine.status().pending()).isEqualTo(1);
    }

    @Test
    void flushesWithinFlushesAndSideBySideAllEnd() {
        List<SyncResult.Kind> ends = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ann.node("n" + i, "title");
            CompletableFuture<?> unused = ann.engine
                    .flush()
                    .thenCompose(first -> ann.engine.flush())
                    .thenAccept(second -> ends.add(second.kind()));
        }
        pass(10);

        assertThat(ends).hasSize(5).containsOnly(SyncResult.Kind.DONE);
        assertThat(server.head()).isEqualTo(6);
        assertThat(ann.store.oplog().pending()).isEmpty();
    }

    @Test
    void whatAPullBringsNeverDeletesWhatWasNotSent() {
        wire.later = offer -> true;
        ann.node("mine", "not sent yet");
        bob.node("theirs", "bob's");
        pass(60);

        assertThat(ann.title("theirs")).isEqualTo("bob's");
        assertThat(ann.title("mine")).isEqualTo("not sent yet");
    }

    @Test
    void anOldWriteThatIsSentAgainRevivesNothing() {
        ann.node("a", "Hello");
        pass(5);
        PushRequest old = PushRequest.of(
                List.of(server.history().get(server.history().size() - 1).op()));
        ann.store.edit(Device.POSTER, draft -> draft.removeNode(NodeId.of("a")));
        pass(5);
        long head = server.head();

        RemoteAdapter again = MemoryRemote.of(server, "ann");
        RemoteReply<PushAnswer> reply = again.push(old).join();
        for (int i = 0; i < 3; i++) {
            assertThat(again.push(old).join()).isEqualTo(reply);
        }
        pass(10);

        assertThat(((RemoteReply.Ok<PushAnswer>) reply).value().answers())
                .singleElement()
                .isInstanceOf(OpAnswer.Decided.class);
        assertThat(server.head()).isEqualTo(head);
        assertThat(bob.title("a")).isEqualTo("none");
        assertThat(ann.title("a")).isEqualTo("none");
    }
}
