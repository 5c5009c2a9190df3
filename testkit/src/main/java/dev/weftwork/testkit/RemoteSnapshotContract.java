package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SnapshotRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Starting from the state instead of from the beginning. */
public interface RemoteSnapshotContract extends RemoteContract {
    /** An empty workspace has an empty snapshot, and its cursor can be pulled from. */
    @Test
    default void anEmptyWorkspaceHasAnEmptySnapshot() {
        try (RemoteAdapter remote = connect("ada")) {
            SnapshotManifest manifest = Calls.value(remote.snapshot(SnapshotRequest.ALL));
            Calls.push(remote, new Device("d1").title("1"));

            assertThat(manifest.seq()).isZero();
            assertThat(Replay.fetch(remote, manifest)).isEmpty();
            assertThat(Calls.pullAll(remote, manifest.cursor())).hasSize(1);
        }
    }

    /** Snapshot and tail together are the whole history, even if the snapshot is fetched while others write. */
    @Test
    default void snapshotAndTailAreTheWholeHistory() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1");
            Calls.push(remote, device.life(true), device.title("1"), device.life(false));

            SnapshotManifest manifest = Calls.value(remote.snapshot(SnapshotRequest.ALL));
            Calls.push(remote, device.title("2"), device.life(true));
            Map<Replay.At, Entity> entities = Replay.fetch(remote, manifest);

            for (AdmittedOp op : Calls.pullAll(remote, manifest.cursor())) {
                for (EntityWrites writes : op.op().writes()) {
                    entities.computeIfPresent(
                            new Replay.At(op.op().workflow(), writes.key()),
                            (at, entity) -> entity.join(writes, op.stamp()));
                }
            }
            assertThat(manifest.seq()).isEqualTo(3);
            assertThat(entities).isEqualTo(Replay.of(Calls.pullAll(remote, RemoteCursor.START)));
        }
    }

    /** A snapshot of one workflow holds no other. */
    @Test
    default void aSnapshotMayBeOfOneWorkflow() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1");
            WorkflowId other = WorkflowId.of("other");
            Op op = device.in(
                    other, EntityWrites.to(Device.NODE).set("a", Json.TRUE).build());
            Calls.push(remote, device.title("1"), op);

            SnapshotManifest manifest = Calls.value(remote.snapshot(new SnapshotRequest(Set.of(other))));

            assertThat(Replay.fetch(remote, manifest)).containsOnlyKeys(new Replay.At(other, Device.NODE));
            assertThat(manifest.seq()).isEqualTo(2);
        }
    }

    /** Many entities arrive complete, in however many parts. */
    @Test
    default void aLargeSnapshotIsComplete() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1");
            for (int batch = 0; batch < 5; batch++) {
                EntityWrites[] writes = new EntityWrites[500];
                for (int i = 0; i < writes.length; i++) {
                    writes[i] = EntityWrites.to(EntityKey.of(NodeId.of("n" + batch + "-" + i)))
                            .set("title", Json.of("node " + i))
                            .build();
                }
                Calls.push(remote, device.write(writes));
            }

            assertThat(Replay.snapshot(remote)).hasSize(2_500).isEqualTo(Replay.of(Calls.pullAll(remote)));
        }
    }

    /** Of each workflow it tells when it was last changed; an operation that changed nothing leaves no time behind. */
    @Test
    default void aSnapshotTellsWhenAWorkflowWasLastChanged() {
        try (RemoteAdapter remote = connect("ada")) {
            EntityKey own = EntityKey.of(Device.WORKFLOW);
            Device device = new Device("d1").clock(5L << 16);
            Op born = device.write(
                    EntityWrites.to(own).set(RegisterNames.LIFE, Json.TRUE).build());
            Op title = device.clock(7L << 16).title("1");
            Op none = device.clock(9L << 16)
                    .write(EntityWrites.to(Device.NODE)
                            .setOver(RegisterNames.TITLE, Json.of("2"), new OpId("somebody-else"))
                            .build());
            Calls.push(remote, born, title, none);

            SnapshotManifest manifest = Calls.value(remote.snapshot(SnapshotRequest.ALL));
            List<SnapshotPage.Row> rows = manifest.parts().stream()
                    .flatMap(part -> Calls.value(remote.part(part)).entities().stream())
                    .toList();

            assertThat(rows)
                    .allSatisfy(row -> assertThat(row.updatedAt())
                            .isEqualTo(row.entity().key().equals(own) ? 7 : 0));
            assertThat(rows).hasSize(2);
        }
    }

    /** A part that the server never made is refused. */
    @Test
    default void anUnknownPartIsRefused() {
        try (RemoteAdapter remote = connect("ada")) {
            SnapshotPart part = new SnapshotPart("0".repeat(64), 1, 1);

            assertThat(Calls.failure(remote.part(part)).code()).isNotEmpty();
        }
    }

    /** A part's name is that of its content, so whoever has it need not fetch it again for the next snapshot. */
    @Test
    default void whatHasNotChangedHasTheSameParts() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1");
            Calls.push(remote, device.life(true), device.title("1"));
            SnapshotManifest first = Calls.value(remote.snapshot(SnapshotRequest.ALL));
            SnapshotManifest again = Calls.value(remote.snapshot(SnapshotRequest.ALL));
            Calls.push(remote, device.title("2"));
            SnapshotManifest changed = Calls.value(remote.snapshot(SnapshotRequest.ALL));

            assertThat(again.parts()).isEqualTo(first.parts()).isNotEmpty();
            assertThat(changed.parts()).doesNotContainAnyElementsOf(first.parts());
        }
    }

    /** The parts can be fetched by whoever has the manifest's connection, more than once. */
    @Test
    default void aPartCanBeFetchedAgain() {
        try (RemoteAdapter remote = connect("ada")) {
            Calls.push(remote, new Device("d1").title("1"));
            SnapshotManifest manifest = Calls.value(remote.snapshot(SnapshotRequest.ALL));

            assertThat(List.of(Replay.fetch(remote, manifest), Replay.fetch(remote, manifest)))
                    .allSatisfy(entities -> assertThat(entities).hasSize(1));
        }
    }
}
