package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemoteReply;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two stores and a server become alike by themselves, whatever fails on the way. */
final class SyncEngineTest {
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Wire annsWire = new Wire(MemoryRemote.of(server, "ann"));
    private final Wire bobsWire = new Wire(MemoryRemote.of(server, "ann"));
    private final Device ann = new Device(time, annsWire, 1, options -> options);
    private final Device bob = new Device(time, bobsWire, 2, options -> options);

    @AfterEach
    void nothingWasThrown() {
        assertThat(time.failures()).isEmpty();
    }

    private void pass(long seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void anEditArrivesByItself() {
        ann.createPoster();
        ann.node("a", "Hello");
        pass(3);

        assertThat(bob.title("a")).isEqualTo("Hello");
        assertThat(bob.shows()).isEqualTo(ann.shows());
    }

    @Test
    void theStoreIsBoundToTheWorkspaceThatAnswered() {
        pass(1);

        assertThat(ann.store.binding()).hasValueSatisfying(binding -> {
            assertThat(binding.workspace()).isEqualTo("studio");
            assertThat(binding.principal()).isEqualTo("ann");
        });
    }

    @Test
    void aWeekOfConflictingEditsOfflineEndsAlikeWithEveryEditAccountedFor() {
        ann.createPoster();
        ann.node("shared", "Shared");
        pass(5);
        RemoteFailure offline = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");
        annsWire.failure = offline;
        bobsWire.failure = offline;
        server.refuseWith(offline);
        for (int day = 0; day < 7; day++) {
            for (int i = 0; i < 20; i++) {
                ann.node("shared", "ann " + day + "." + i);
                ann.node("ann" + i, "mine " + day);
                bob.node("shared", "bob " + day + "." + i);
                bob.node("bob" + i, "mine " + day);
                time.advance(Duration.ofMinutes(72));
            }
        }
        int edits =
                ann.store.oplog().pending().size() + bob.store.oplog().pending().size();
        assertThat(edits).isEqualTo(7 * 20 * 4);

        annsWire.failure = null;
        bobsWire.failure = null;
        server.refuseWith(null);
        pass(300);

        assertThat(bob.shows()).isEqualTo(ann.shows());
        assertThat(ann.title("shared")).isEqualTo("bob 6.19");
        assertThat(ann.store.oplog().pending()).isEmpty();
        assertThat(bob.store.oplog().pending()).isEmpty();
        assertThat(server.head()).isEqualTo(edits + 2);
        assertThat(ann.store.replication().conflicts())
                .anyMatch(each -> !each.won())
                .allMatch(each -> each.won()
                        == each.mine().stamp().compareTo(each.theirs().stamp()) > 0);
    }

    @Test
    void editsMadeWhileTheServerIsAwayAreSentWhenItIsBack() {
        ann.createPoster();
        pass(5);
        annsWire.failure = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");
        for (int i = 0; i < 1000; i++) {
            ann.node("n" + i % 50, "title " + i);
            time.advance(Duration.ofMillis(3600));
        }
        assertThat(ann.engine.status().connected()).isFalse();
        assertThat(ann.engine.status().pending()).isEqualTo(1000);

        annsWire.failure = null;
        ann.engine.reconnected();
        pass(5);

        assertThat(ann.engine.status().connected()).isTrue();
        assertThat(bob.shows()).isEqualTo(ann.shows());
        assertThat(server.head()).isEqualTo(1001);
    }

    @Test
    void anAnswerThatNeverComesIsGivenUpAndAskedForAgain() {
        ann.createPoster();
        pass(5);
        annsWire.losesAnswers = true;
        ann.node("a", "Hello");
        pass(70);
        assertThat(ann.engine.metrics().syncs().snapshot().failed()).isEqualTo(1);

        annsWire.losesAnswers = false;
        pass(130);

        assertThat(ann.engine.status().phase()).isEqualTo(SyncStatus.Phase.SUCCESS);
        assertThat(server.head()).isEqualTo(2);
        assertThat(bob.title("a")).isEqualTo("Hello");
    }

    @Test
    void everyStartHasItsEndAndTheStatusFollows() {
        pass(1);
        assertThat(ann.events).startsWith("started START", "status SYNCING", "status SUCCESS", "ended START DONE");
        ann.createPoster();
        annsWire.failure = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");
        pass(100);

        List<String> starts =
                ann.events.stream().filter(each -> each.startsWith("started")).toList();
        List<String> ends =
                ann.events.stream().filter(each -> each.startsWith("ended")).toList();
        assertThat(ends).hasSameSizeAs(starts);
        assertThat(ann.engine.metrics().syncs().snapshot().failed()).isPositive();
    }

    @Test
    void aSyncThatIsStoppedInTheMiddleHasItsEndToo() {
        pass(1);
        ann.createPoster();
        annsWire.silent = true;
        ann.engine.flush();
        pass(1);

        ann.engine.stop();
        pass(1);

        assertThat(ann.events).endsWith("started MANUAL", "status SYNCING", "status ERROR", "ended MANUAL STOPPED");
        assertThat(ann.engine.status().error()).hasValue("The engine was stopped");
        assertThat(ann.engine.metrics().syncs().snapshot().total())
                .isEqualTo(ann.events.stream()
                        .filter(each -> each.startsWith("started"))
                        .count());
    }

    @Test
    void theStatusCanBeAskedForOnceEngineAndStoreAreClosed() {
        pass(1);
        ann.close();

        assertThat(ann.engine.status().enabled()).isFalse();
        assertThat(ann.engine.status().pending()).isZero();
    }

    @Test
    void optionsThatTwoThreadsChangeAtOnceAreBothChanged() {
        AtomicBoolean met = new AtomicBoolean();
        ann.engine.configure(options -> {
            if (met.compareAndSet(false, true)) {
                CompletableFuture.runAsync(() -> ann.engine.select(Set.of(Device.POSTER)))
                        .join();
            }
            return options.withQueueLimit(7);
        });

        assertThat(ann.engine.options().workflows()).containsExactly(Device.POSTER);
        assertThat(ann.engine.options().queueLimit()).isEqualTo(7);
    }

    @Test
    void aQuestionThatIsOpenWhenTheEngineClosesIsAnswered() {
        pass(1);
        annsWire.silent = true;
        CompletableFuture<RemoteReply<RemoteHello>> asked = ann.engine.check();
        ann.engine.close();
        time.runDue();

        assertThat(asked).isCompletedWithValueMatching(RemoteReply.Failed.class::isInstance);
    }

    @Test
    void aServerThatIsBackIsNoErrorAnyMoreAlsoWhileTheEngineIsStopped() {
        pass(1);
        ann.engine.stop();
        annsWire.failure = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");
        ann.engine.check();
        pass(1);
        assertThat(ann.engine.status().error()).hasValue("No network");

        annsWire.failure = null;
        ann.engine.check();
        pass(1);

        assertThat(ann.engine.status().connected()).isTrue();
        assertThat(ann.engine.status().error()).isEmpty();
    }

    @Test
    void theNextSyncIsTheOneAtTheEndOfThePauseAndNoneThatThePauseSwallows() {
        pass(1);
        ann.createPoster();
        annsWire.failure =
                new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "busy", "Come back later", Duration.ofMinutes(10));
        ann.engine.flush();
        pass(1);

        assertThat(ann.engine.status().nextSyncIn()).hasValue(Duration.ofSeconds(599));
    }

    @Test
    void anAdapterThatEndsInAnErrorEndsOneSyncAndNotAllThatFollow() {
        pass(1);
        annsWire.verdict = push -> {
            throw new StackOverflowError("It calls itself");
        };
        ann.createPoster();
        CompletableFuture<SyncResult> result = ann.engine.flush();
        pass(1);
        assertThat(result).isCompletedWithValueMatching(each -> each.kind() != SyncResult.Kind.DONE);

        annsWire.verdict = push -> null;
        pass(60);

        assertThat(bob.store.find(Device.POSTER)).isPresent();
    }

    @Test
    void aFlushSendsEverythingNow() {
        pass(1);
        ann.createPoster();
        ann.node("a", "Hello");

        CompletableFuture<SyncResult> flushed = ann.engine.flush();
        time.runDue();

        assertThat(flushed).isCompletedWithValue(new SyncResult.Done(2, 0, 0, 0));
        assertThat(ann.store.oplog().pending()).isEmpty();
    }

    @Test
    void closingSendsWhatWaits() {
        pass(1);
        ann.createPoster();
        ann.close();

        pass(1);

        assertThat(bob.store.workflows()).hasSize(1);
    }

    @Test
    void whatCouldNotBeSentIsSentAtTheNextStart() {
        ann.createPoster();
        pass(5);
        annsWire.failure = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");
        ann.node("a", "Hello");
        ann.close();

        Device next = new Device(ann.disk, time, new Wire(MemoryRemote.of(server, "ann")), 3, options -> options);
        pass(5);

        assertThat(bob.title("a")).isEqualTo("Hello");
        assertThat(next.shows()).isEqualTo(bob.shows());
    }
}
