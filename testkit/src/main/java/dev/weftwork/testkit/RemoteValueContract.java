package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.RemoteAdapter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing that a user stored comes back changed, be it ever so odd. */
public interface RemoteValueContract extends RemoteContract {
    /** Values keep their exact text. */
    @Test
    default void valuesKeepTheirExactText() {
        try (RemoteAdapter remote = connect("ada")) {
            EntityWrites.Builder writes = EntityWrites.to(Device.NODE);
            for (int i = 0; i < OddJson.VALUES.size(); i++) {
                writes.set("config." + i, Json.parse(OddJson.VALUES.get(i)));
            }
            Op op = new Device("d1").write(writes.build());

            Calls.push(remote, op);

            assertThat(Calls.pullAll(remote)).extracting(AdmittedOp::op).containsExactly(op);
        }
    }

    /** Snapshots do so too. */
    @Test
    default void snapshotsKeepValuesAndStamps() {
        try (RemoteAdapter remote = connect("ada")) {
            EntityWrites.Builder writes = EntityWrites.to(Device.NODE).set("gone", null);
            for (int i = 0; i < OddJson.VALUES.size(); i++) {
                writes.set("config." + i, Json.parse(OddJson.VALUES.get(i)));
            }
            Device device = new Device("d1");
            Calls.push(remote, device.write(writes.build()), device.title("later"));

            assertThat(Replay.snapshot(remote)).isEqualTo(Replay.of(Calls.pullAll(remote)));
        }
    }

    /** ABSENT is not null. */
    @Test
    default void absentIsNotNull() {
        try (RemoteAdapter remote = connect("ada")) {
            Op op = new Device("d1")
                    .write(EntityWrites.to(Device.NODE)
                            .set("a", null)
                            .set("b", Json.NULL)
                            .build());

            Calls.push(remote, op);

            assertThat(Calls.pullAll(remote).get(0).op().writes()).isEqualTo(op.writes());
        }
    }

    /** Ids and the names of registers may hold what Unicode has. */
    @Test
    default void idsAndNamesMayBeOdd() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1");
            List<String> ids =
                    OddTexts.ALL.stream().filter(text -> !text.isEmpty()).toList();
            Op[] ops = ids.stream()
                    .map(id -> device.in(
                            WorkflowId.of(id),
                            EntityWrites.to(new EntityKey(EntityKind.NODE, id))
                                    .set(id, Json.of(id))
                                    .set("$" + id, Json.TRUE)
                                    .build()))
                    .toArray(Op[]::new);

            Calls.push(remote, ops);

            assertThat(Calls.pullAll(remote)).extracting(AdmittedOp::op).containsExactly(ops);
        }
    }

    /** What this version does not know is kept for those who do. */
    @Test
    default void unknownKindsAndSchemasPassThrough() {
        try (RemoteAdapter remote = connect("ada")) {
            EntityWrites writes = EntityWrites.to(new EntityKey(EntityKind.of("comment.v9"), "c1"))
                    .set("text", Json.of("hello"))
                    .build();
            Op made = new Device("d1").write(writes);
            Op op = new Op(
                    made.id(),
                    made.workflow(),
                    made.origin(),
                    0,
                    99,
                    new OpId("undone"),
                    new OpId("resolved"),
                    made.writes());

            Calls.push(remote, op);

            assertThat(Calls.pullAll(remote)).extracting(AdmittedOp::op).containsExactly(op);
        }
    }
}
