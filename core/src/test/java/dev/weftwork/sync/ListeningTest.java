package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.LiveChannel;
import dev.weftwork.spi.LiveListener;
import dev.weftwork.spi.LiveRequest;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SnapshotRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What others do arrives without being asked for. */
final class ListeningTest {
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Device ann = new Device(time, MemoryRemote.of(server, "ann"), 1, options -> options);

    /** A remote whose live channel ends as soon as it is opened. */
    private static final class Short implements RemoteAdapter {
        private final RemoteAdapter remote;
        private int opened;

        Short(RemoteAdapter remote) {
            this.remote = remote;
        }

        @Override
        public LiveChannel live(LiveRequest request, LiveListener listener) {
            opened++;
            listener.ended(new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "cut", "A proxy does not like it"));
            return () -> {};
        }

        @Override
        public CompletableFuture<RemoteReply<RemoteHello>> hello() {
            return remote.hello();
        }

        @Override
        public CompletableFuture<RemoteReply<PushAnswer>> push(PushRequest request) {
            return remote.push(request);
        }

        @Override
        public CompletableFuture<RemoteReply<PullAnswer>> pull(PullRequest request) {
            return remote.pull(request);
        }

        @Override
        public CompletableFuture<RemoteReply<SnapshotManifest>> snapshot(SnapshotRequest request) {
            return remote.snapshot(request);
        }

        @Override
        public CompletableFuture<RemoteReply<SnapshotPage>> part(SnapshotPart part) {
            return remote.part(part);
        }

        @Override
        public void close() {
            remote.close();
        }
    }

    @Test
    void throughTheLiveChannelAtOnce() {
        Wire wire = new Wire(MemoryRemote.of(server, "ann"));
        Device bob = new Device(time, wire, 2, options -> options);
        time.advance(Duration.ofSeconds(3));
        wire.calls.clear();

        ann.createPoster();
        ann.engine.flush();
        time.runDue();

        assertThat(bob.store.workflows()).hasSize(1);
        assertThat(wire.calls).isEmpty();
        assertThat(bob.engine.status().live()).isTrue();
    }

    @Test
    void whatIsTooLargeForTheChannelIsNotPassedOver() {
        Wire wire = new Wire(MemoryRemote.of(server, "ann"));
        wire.large = page ->
                page.ops().stream().anyMatch(each -> each.op().toString().contains("a whole book"));
        Device bob = new Device(time, wire, 2, options -> options.withAudit(Duration.ZERO));
        ann.createPoster();
        time.advance(Duration.ofSeconds(3));

        wire.silent = true; // so the pull that is to bring it takes its time
        ann.node("large", "a whole book");
        ann.engine.flush();
        time.runDue();
        ann.node("small", "a word");
        ann.engine.flush();
        time.runDue();
        wire.silent = false;
        time.advance(Duration.ofMinutes(2));

        assertThat(bob.title("large")).isEqualTo("a whole book");
        assertThat(bob.shows()).isEqualTo(ann.shows());
    }

    @Test
    void whatTheChannelTellsTogetherWithOnesOwnNeedsNoPull() {
        ann.createPoster();
        ann.engine.flush();
        time.advance(Duration.ofSeconds(3));
        Wire wire = new Wire(MemoryRemote.of(server, "ann"));
        Device bob = new Device(time, wire, 2, options -> options);
        time.advance(Duration.ofSeconds(3));
        wire.slow = page ->
                page.ops().stream().allMatch(each -> each.op().toString().contains("bob's"));
        bob.node("own", "bob's");
        bob.engine.flush();
        time.advance(Duration.ofSeconds(3));
        wire.calls.clear();

        ann.node("other", "ann's");
        ann.engine.flush();
        time.runDue();

        assertThat(bob.title("other")).isEqualTo("ann's");
        assertThat(wire.calls).isEmpty();
        assertThat(bob.shows()).isEqualTo(ann.shows());
    }

    @Test
    void whatTheChannelTellsOfAPastThatIsOverIsNotTakenIn() {
        ann.createPoster();
        ann.engine.flush();
        time.advance(Duration.ofSeconds(3));
        Wire wire = new Wire(MemoryRemote.of(server, "ann"));
        Device bob = new Device(time, wire, 2, options -> options);
        time.advance(Duration.ofSeconds(3));
        var backup = server.backup();
        wire.stalled = true;
        for (int i = 0; i < 3; i++) {
            ann.node("a" + i, "of the past");
        }
        ann.engine.flush();
        time.runDue();
        ann.close();

        server.restore(backup);
        wire.calls.clear();
        bob.engine.syncNow();
        time.runDue();
        assertThat(wire.calls).contains("snapshot");
        wire.release();
        time.runDue();

        assertThat(bob.title("a2")).isEqualTo("none");
    }

    @Test
    void byPullsThatWaitWhereTheChannelDoesNotLast() {
        Short remote = new Short(MemoryRemote.of(server, "ann"));
        Device bob = new Device(time, remote, 2, options -> options);
        time.advance(Duration.ofMinutes(2));
        assertThat(remote.opened).isEqualTo(3);

        ann.createPoster();
        ann.engine.flush();
        time.runDue();

        assertThat(bob.store.workflows()).hasSize(1);
    }

    @Test
    void aDeviceThatWasAwayTooLongStartsFromASnapshotAndKeepsItsEdits() {
        Wire wire = new Wire(MemoryRemote.of(server, "ann"));
        Device bob = new Device(time, wire, 2, options -> options);
        ann.createPoster();
        time.advance(Duration.ofSeconds(5));
        wire.failure = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");
        bob.engine.stop();
        time.runDue();
        bob.node("bob", "kept");
        for (int i = 0; i < 10; i++) {
            ann.node("ann" + i, "title");
            time.advance(Duration.ofHours(1));
        }
        server.compact(Duration.ofMinutes(1));

        wire.failure = null;
        bob.engine.start();
        time.advance(Duration.ofSeconds(10));

        assertThat(wire.calls).contains("snapshot", "part");
        assertThat(bob.shows()).isEqualTo(ann.shows());
        assertThat(ann.title("bob")).isEqualTo("kept");
    }

    @Test
    void aRestoredServerGetsBackWhatItLost() {
        Device bob = new Device(time, new Wire(MemoryRemote.of(server, "ann")), 2, options -> options);
        ann.createPoster();
        time.advance(Duration.ofSeconds(5));
        var backup = server.backup();
        ann.node("a", "lost");
        bob.node("b", "lost too");
        time.advance(Duration.ofSeconds(5));
        String before = ann.shows();

        server.restore(backup);
        time.advance(Duration.ofMinutes(2));

        assertThat(ann.shows()).isEqualTo(before);
        assertThat(bob.shows()).isEqualTo(before);
    }

    @Test
    void aRestoredServerGetsBackWhatIsTooMuchForOneRequest() {
        Wire wire = new Wire(MemoryRemote.of(server, "ann"));
        Device bob = new Device(time, wire, 2, options -> options);
        ann.createPoster();
        time.advance(Duration.ofSeconds(5));
        var backup = server.backup();
        for (int i = 0; i < 9; i++) {
            bob.node("b" + i, i == 4 ? "too large even alone" : "lost");
        }
        time.advance(Duration.ofSeconds(5));

        wire.verdict = push -> push.ops().size() > 2 || push.toString().contains("too large even alone")
                ? new RemoteFailure(RemoteFailure.Kind.TOO_LARGE, "too-large", "Half of it would fit")
                : null;
        server.restore(backup);
        time.advance(Duration.ofMinutes(2));

        assertThat(ann.store.workflow(Device.POSTER).nodeCount()).isEqualTo(8);
        assertThat(bob.shows()).isEqualTo(ann.shows());
        assertThat(bob.store.oplog().dead())
                .hasSize(1)
                .allMatch(each -> each.code().equals("too-large"));
    }

    @Test
    void oneProcessSyncsForAllOnTheFile() {
        Wire first = new Wire(MemoryRemote.of(server, "ann"));
        Wire second = new Wire(MemoryRemote.of(server, "ann"));
        Device one = new Device(time, first, 5, options -> options);
        time.advance(Duration.ofSeconds(1));
        Device two = new Device(one.disk, time, second, 6, options -> options);
        time.advance(Duration.ofSeconds(1));

        two.createPoster();
        time.advance(Duration.ofSeconds(40));

        assertThat(second.calls).isEmpty();
        assertThat(server.head()).isEqualTo(1);
        one.close();
        two.node("a", "after");
        time.advance(Duration.ofSeconds(40));
        assertThat(server.head()).isEqualTo(2);
    }

    @Test
    void whatAnotherProcessOfTheFileEditsIsSentAsSoonAsOnesOwn() {
        Device one = new Device(time, new Wire(MemoryRemote.of(server, "ann")), 5, options -> options);
        time.advance(Duration.ofSeconds(1));
        Device two = new Device(one.disk, time, new Wire(MemoryRemote.of(server, "ann")), 6, options -> options);
        time.advance(Duration.ofSeconds(1));
        two.createPoster();
        time.advance(Duration.ofSeconds(3));
        assertThat(server.head()).isEqualTo(1);

        for (int i = 0; i < 50; i++) {
            two.node("n" + i, "one of fifty");
        }
        two.store.flush();
        time.advance(Duration.ofMillis(200));

        assertThat(server.head()).isEqualTo(51);
    }
}
