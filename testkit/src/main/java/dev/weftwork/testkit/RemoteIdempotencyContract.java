package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Admission;
import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Json;
import dev.weftwork.spi.RemoteAdapter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pushing again, and replicas that share an identity. */
public interface RemoteIdempotencyContract extends RemoteContract {
    /** A repeated push gets the same verdict and changes nothing. */
    @Test
    default void pushingAgainGivesTheSameVerdict() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1");
            Op first = device.title("first");
            Op second = device.title("second");

            List<Verdict> verdicts = Calls.verdicts(remote, first, second);

            assertThat(Calls.verdicts(remote, first, second)).isEqualTo(verdicts);
            assertThat(Calls.verdicts(remote, second, first)).containsExactly(verdicts.get(1), verdicts.get(0));
            assertThat(Calls.pullAll(remote)).hasSize(2);
        }
    }

    /** Twice in one push counts once. */
    @Test
    default void anOperationTwiceInOnePushIsAdmittedOnce() {
        try (RemoteAdapter remote = connect("ada")) {
            Op op = new Device("d1").title("once");

            List<Verdict> verdicts = Calls.verdicts(remote, op, op);

            assertThat(verdicts.get(1)).isEqualTo(verdicts.get(0));
            assertThat(Calls.pullAll(remote)).hasSize(1);
        }
    }

    /** A rejection is final. */
    @Test
    default void aRejectionIsRepeated() {
        try (RemoteAdapter remote = connect("ada")) {
            EntityWrites writes = EntityWrites.to(Device.NODE)
                    .set(RegisterNames.TYPE, Json.of("x"))
                    .build();
            Op broken = new Device("d1").write(writes, writes);

            Verdict verdict = Calls.verdict(remote, broken);

            assertThat(verdict.kind()).isEqualTo(Verdict.Kind.REJECTED);
            assertThat(Calls.verdict(remote, broken)).isEqualTo(verdict);
        }
    }

    /** An id names one content for ever. */
    @Test
    default void otherContentUnderAKnownIdIsAFork() {
        try (RemoteAdapter remote = connect("ada")) {
            Op op = new Device("d1").title("one");
            Op other = op.withWrites(new Device("d1").title("two").writes());

            Calls.push(remote, op);

            assertThat(Calls.verdict(remote, other)).isEqualTo(new Verdict.Forked(op.id(), Admission.OP_ID_REUSED));
            assertThat(Calls.pullAll(remote)).extracting(AdmittedOp::op).containsExactly(op);
        }
    }

    /** A number of a replica is used once. */
    @Test
    default void aNumberThatIsTakenIsAFork() {
        try (RemoteAdapter remote = connect("ada")) {
            Op op = new Device("d1").title("one");
            Op clone = Op.of(new OpId("clone-1"), Device.WORKFLOW, op.origin(), op.writes());

            Calls.push(remote, op);

            assertThat(Calls.verdict(remote, clone))
                    .isEqualTo(new Verdict.Forked(clone.id(), Admission.REPLICA_FORKED));
        }
    }

    /** The clocks of a replica rise with its numbers. */
    @Test
    default void aClockThatDoesNotRiseWithTheNumbersIsAFork() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1");
            Op first = device.clock(500).title("one");
            Op second = device.clock(500).title("two");

            Calls.push(remote, first);

            assertThat(Calls.verdict(remote, second).kind()).isEqualTo(Verdict.Kind.FORKED);
        }
    }

    /** A fork is not remembered: under a new replica the same operation is welcome. */
    @Test
    default void aForkedOperationIsAdmittedUnderANewReplica() {
        try (RemoteAdapter remote = connect("ada")) {
            Op op = new Device("d1").title("one");
            Op clone = Op.of(new OpId("clone-1"), Device.WORKFLOW, op.origin(), op.writes());
            Calls.push(remote, op, clone);

            Op renumbered = clone.renumbered(new Op.Origin(new DeviceId("d2"), 1, 1_000));

            assertThat(Calls.verdict(remote, renumbered).kind()).isEqualTo(Verdict.Kind.APPLIED);
        }
    }

    /** A replica belongs to whoever first wrote under its name. */
    @Test
    default void aReplicaOfAnotherPrincipalIsAFork() {
        try (RemoteAdapter ada = connect("ada");
                RemoteAdapter grace = connect("grace")) {
            Device device = new Device("d1");
            Calls.push(ada, device.title("hers"));
            Op forged = device.title("forged");

            assertThat(Calls.verdict(grace, forged))
                    .isEqualTo(new Verdict.Forked(forged.id(), ServerAdmission.DEVICE_OF_ANOTHER));
            assertThat(Calls.pullAll(ada)).hasSize(1);
        }
    }
}
