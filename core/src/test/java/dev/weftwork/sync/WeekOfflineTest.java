package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.OpId;
import dev.weftwork.format.FlowJson;
import dev.weftwork.graph.NodeId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Oplog;
import dev.weftwork.store.SyncOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The promise in one test: two devices, a week offline, edits that conflict; then equal bytes, and every edit accounted for. */
final class WeekOfflineTest {
    private static final RemoteFailure OFFLINE =
            new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");

    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Wire annsWire = new Wire(MemoryRemote.of(server, "ann"));
    private final Wire bobsWire = new Wire(MemoryRemote.of(server, "ann"));
    private final Device ann = new Device(time, annsWire, 1, options -> options);
    private final Device bob = new Device(time, bobsWire, 2, options -> options);
    private final List<Commit> edits = new ArrayList<>();
    private final Random random = new Random(7);

    private void hours(long hours) {
        // nobody does anything meanwhile, so only the clock has to move on
        time.skew(Duration.ofHours(hours).minusSeconds(10));
        time.advance(Duration.ofSeconds(10));
    }

    /** Moves, renames, links and deletes among five nodes that both have. */
    private Commit edit(Device device, String name, int number) {
        String id = "n" + random.nextInt(5);
        boolean there = device.store.workflow(Device.POSTER).node(NodeId.of(id)).isPresent();
        int what = random.nextInt(10);
        if (there && what == 0) {
            return device.store.edit(Device.POSTER, draft -> draft.removeNode(NodeId.of(id)));
        }
        if (there && what < 4) {
            return device.store.edit(Device.POSTER, draft -> draft.moveNode(NodeId.of(id), number, number));
        }
        if (there && what < 6) {
            return device.store.updateNodeConfig(Device.POSTER, NodeId.of(id), "text", name + number);
        }
        return device.node(id, name + number);
    }

    @Test
    void twoDevicesEditForAWeekOfflineAndEndWithEqualBytesAndEveryEditAccountedFor() {
        ann.createPoster();
        for (int i = 0; i < 5; i++) {
            ann.node("n" + i, "first");
        }
        time.advance(Duration.ofSeconds(10));
        assertThat(bytes(bob)).isEqualTo(bytes(ann));

        annsWire.failure = OFFLINE;
        bobsWire.failure = OFFLINE;
        for (int i = 0; i < 7 * 12; i++) {
            edits.add(edit(ann, "ann ", i));
            hours(1);
            edits.add(edit(bob, "bob ", i));
            hours(1);
        }
        assertThat(bytes(bob)).isNotEqualTo(bytes(ann));
        annsWire.failure = null;
        bobsWire.failure = null;
        ann.engine.reconnected();
        bob.engine.reconnected();
        time.advance(Duration.ofMinutes(5));

        assertThat(bytes(bob)).isEqualTo(bytes(ann));
        assertThat(ann.store.oplog().pending()).isEmpty();
        assertThat(bob.store.oplog().pending()).isEmpty();
        assertThat(edits).allSatisfy(WeekOfflineTest::isAccountedFor);
        assertThat(edits.stream().map(commit -> commit.op().orElseThrow())).allMatch(accounts()::contains);
        assertThat(server.losses()).isNotEmpty();
    }

    private static void isAccountedFor(Commit commit) {
        SyncOutcome.Kind kind = commit.synced().join().kind();
        assertThat(kind).isIn(SyncOutcome.Kind.ADMITTED, SyncOutcome.Kind.PARTLY_LOST, SyncOutcome.Kind.ABSORBED);
    }

    /** What became of edits, by the server's order and both devices' logs. */
    private Set<OpId> accounts() {
        Set<OpId> known = new HashSet<>();
        server.history().forEach(each -> known.add(each.op().id()));
        for (Device device : List.of(ann, bob)) {
            device.store.oplog().dead().stream().map(Oplog.DeadOp::op).forEach(op -> known.add(op.id()));
            for (LogEntry entry : device.store.oplog().entries()) {
                entry.sync().absorbed().forEach(each -> known.add(each.op()));
            }
        }
        return known;
    }

    private static String bytes(Device device) {
        return FlowJson.write(device.store.workflow(Device.POSTER)) + device.shows();
    }
}
