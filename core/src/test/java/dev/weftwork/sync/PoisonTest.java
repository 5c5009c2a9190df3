package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weftwork.change.OpId;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Oplog;
import dev.weftwork.store.Store;
import dev.weftwork.store.SyncOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One operation that a server cannot take never holds up the others. */
final class PoisonTest {
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Wire wire = new Wire(MemoryRemote.of(server, "ann"));
    private final Device device = new Device(time, wire, 1, options -> options);
    private final Set<OpId> poison = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void start() {
        time.advance(Duration.ofSeconds(1));
        device.createPoster();
        for (int i = 0; i < 9; i++) {
            device.node("n" + i, "old");
        }
        device.engine.flush();
        time.advance(Duration.ofSeconds(3));
    }

    private static OpId id(Commit commit) {
        return commit.op().orElseThrow();
    }

    private boolean isPoisoned(PushRequest push) {
        return push.ops().stream().anyMatch(offer -> poison.contains(offer.op().id()));
    }

    private void refuseWhatIsPoisoned() {
        wire.verdict = push -> isPoisoned(push)
                ? new RemoteFailure(RemoteFailure.Kind.BAD_REQUEST, "malformed", "It cannot be read")
                : null;
    }

    private void sync() {
        device.engine.flush();
        time.advance(Duration.ofSeconds(1));
    }

    @Test
    void aRequestThatCannotBeReadIsHalvedUntilTheCulpritStandsAlone() {
        refuseWhatIsPoisoned();
        for (int i = 0; i < 9; i++) {
            Commit commit = device.node("n" + i, "new");
            if (i == 6) {
                poison.add(id(commit));
            }
        }

        sync();

        assertThat(device.store.oplog().pending()).isEmpty();
        assertThat(device.store.oplog().dead()).singleElement().satisfies(dead -> {
            assertThat(dead.op().id()).isIn(poison);
            assertThat(dead.code()).isEqualTo("malformed");
        });
        assertThat(device.title("n6")).isEqualTo("old");
        assertThat(device.title("n7")).isEqualTo("new");
        assertThat(device.events).contains("refused malformed");
        assertThat(device.engine.status().phase()).isEqualTo(SyncStatus.Phase.SUCCESS);
    }

    @Test
    void whatIsTooLargeForOneRequestGoesInSmallerOnes() {
        wire.verdict = push -> push.ops().size() > 2
                ? new RemoteFailure(RemoteFailure.Kind.TOO_LARGE, "too-large", "Too large")
                : null;
        for (int i = 0; i < 9; i++) {
            device.node("n" + i, "new");
        }

        sync();

        assertThat(device.store.oplog().pending()).isEmpty();
        assertThat(device.store.oplog().dead()).isEmpty();
    }

    @Test
    void onlyWhatTheServerPutOffIsSentAgain() {
        Commit[] commits = new Commit[9];
        for (int i = 0; i < 9; i++) {
            commits[i] = device.node("n" + i, "new");
        }
        OpId busy = id(commits[4]);
        wire.later = offer -> offer.op().id().equals(busy);
        wire.pushes.clear();
        sync();
        assertThat(device.store.oplog().pending()).extracting(op -> op.id()).containsExactly(busy);

        wire.later = offer -> false;
        time.advance(Duration.ofSeconds(5));

        assertThat(wire.pushes.get(0)).hasSize(9);
        assertThat(wire.pushes.subList(1, wire.pushes.size())).allMatch(List.of(busy.value())::equals);
        assertThat(commits[4].synced()).isCompletedWithValueMatching(each -> each.kind() == SyncOutcome.Kind.ADMITTED);
    }

    @Test
    void whatTheServerPutOffAndWhatMayNotGoAnyMoreIsNotAskedForAgainAndAgain() {
        OpId busy = id(device.node("n1", "new"));
        wire.later = offer -> offer.op().id().equals(busy);
        sync();
        device.engine.select(Set.of(WorkflowId.of("another")));
        time.advance(Duration.ofSeconds(1));
        wire.calls.clear();
        time.advance(Duration.ofMinutes(1));

        assertThat(time.failures()).isEmpty();
        assertThat(wire.calls).hasSizeLessThan(100);
        wire.later = offer -> false;
        device.engine.select(Set.of());
        time.advance(Duration.ofMinutes(1));
        assertThat(device.store.oplog().pending()).isEmpty();
    }

    @Test
    void whatIsTriedOnceMoreGoesAsSoonAsItHasRested() {
        Commit refused = device.node("n3", "new");
        poison.add(id(refused));
        refuseWhatIsPoisoned();
        sync();
        device.engine.configure(options -> options.withInterval(Duration.ZERO));

        Commit again = device.store.oplog().retry(id(refused));
        time.advance(Duration.ofSeconds(3));

        assertThat(again.synced()).isCompletedWithValueMatching(each -> each.kind() == SyncOutcome.Kind.ADMITTED);
        assertThat(device.store.oplog().pending()).isEmpty();
    }

    @Test
    void anotherProcessHearsThatItsEditWasRefusedAlsoIfItHasToReadAllAnew() {
        Store other = Store.builder()
                .storage(MemoryStorage.on(device.disk))
                .scheduler(time)
                .ids(Ids.seeded(5, time::wallMillis))
                .open();
        MemoryWorkspace.Backup backup = server.backup();
        device.node("n1", "lost by the server");
        sync();
        server.restore(backup);
        Commit refused =
                other.edit(Device.POSTER, draft -> draft.updateNode(NodeId.of("n3"), node -> node.title("new")));
        poison.add(id(refused));
        refuseWhatIsPoisoned();
        other.flush();
        time.advance(Duration.ofSeconds(10));

        assertThat(other.oplog().dead()).extracting(Oplog.DeadOp::code).containsExactly("malformed");
        assertThat(refused.synced()).isCompletedWithValueMatching(each -> each.kind() == SyncOutcome.Kind.REJECTED);
    }

    @Test
    void ofTwoProcessesThatTryTheSameOnceMoreTheSecondIsToldSo() {
        Commit refused = device.node("n3", "new");
        poison.add(id(refused));
        refuseWhatIsPoisoned();
        sync();
        Ids seeded = Ids.seeded(5, time::wallMillis);
        AtomicBoolean quicker = new AtomicBoolean();
        Store other = Store.builder()
                .storage(MemoryStorage.on(device.disk))
                .scheduler(time)
                .ids(() -> {
                    // after the other process has looked for the operation, and before it writes
                    if (quicker.compareAndSet(true, false)) {
                        assertThat(device.store.oplog().retry(id(refused)).op()).isPresent();
                    }
                    return seeded.next();
                })
                .open();

        quicker.set(true);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.oplog().retry(id(refused)))
                .withMessageContaining("retried");

        assertThat(other.oplog().pending()).hasSize(1);
        assertThat(quicker).isFalse();
    }

    @Test
    void whoeverMayOnlyReadStillHearsOfOthersAndKeepsItsEdits() {
        Device reader = new Device(time, new Wire(MemoryRemote.readOnly(server, "bob")), 2, options -> options);
        time.advance(Duration.ofSeconds(1));
        reader.node("n1", "mine");
        time.advance(Duration.ofMinutes(3));
        device.node("n2", "theirs");
        time.advance(Duration.ofMinutes(3));

        assertThat(reader.title("n2")).isEqualTo("theirs");
        assertThat(reader.title("n1")).isEqualTo("mine");
        assertThat(reader.store.oplog().pending()).hasSize(1);
        assertThat(reader.store.oplog().dead()).isEmpty();
        assertThat(reader.engine.status().error()).isPresent();
    }

    @Test
    void giveUpNeverEmptiesTheQueue() {
        wire.failure = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");
        for (int i = 0; i < 9; i++) {
            device.node("n" + i, "new");
        }
        time.advance(Duration.ofDays(2));

        assertThat(device.store.oplog().pending()).hasSize(9);
        assertThat(device.store.oplog().dead()).isEmpty();
    }

    @Test
    void toDeleteWhatWasRemovedForGoodMeanwhileIsASuccess() {
        Device bob = new Device(time, MemoryRemote.of(server, "bob"), 9, options -> options);
        time.advance(Duration.ofSeconds(10));
        wire.failure = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");
        Commit late = device.store.edit(Device.POSTER, draft -> draft.removeNode(NodeId.of("n0")));
        bob.store.edit(Device.POSTER, draft -> draft.removeNode(NodeId.of("n0")));
        time.advance(Duration.ofHours(1));
        server.compact(Duration.ofMinutes(30));
        wire.failure = null;
        time.advance(Duration.ofMinutes(10));

        assertThat(late.synced().join().kind()).isEqualTo(SyncOutcome.Kind.ADMITTED);
        assertThat(device.store.oplog().dead()).isEmpty();
        assertThat(device.shows()).isEqualTo(bob.shows());
        assertThat(server.state(Device.POSTER).view().nodes())
                .noneMatch(node -> node.id().equals(NodeId.of("n0")));
    }
}
