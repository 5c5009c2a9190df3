package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Admission;
import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Json;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteReply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What becomes of an operation: its number, its stamp, and who wins. */
public interface RemoteAdmissionContract extends RemoteContract {
    /** What one pushes another pulls. */
    @Test
    default void anAdmittedOperationReachesEverybody() {
        try (RemoteAdapter ada = connect("ada");
                RemoteAdapter grace = connect("grace")) {
            Op op = new Device("d1").title("Idea");

            Verdict.Applied verdict = Calls.applied(ada, op);

            assertThat(verdict.seq()).isEqualTo(1);
            assertThat(verdict.skipped()).isEmpty();
            assertThat(Calls.pullAll(grace)).containsExactly(new AdmittedOp(op, 1, verdict.eff()));
        }
    }

    /** A clock that does not run ahead is taken as it is. */
    @Test
    default void anHonestClockIsKept() {
        try (RemoteAdapter remote = connect("ada")) {
            Op op = new Device("d1").clock(77).title("Idea");

            assertThat(Calls.applied(remote, op).eff()).isEqualTo(77);
        }
    }

    /** Nobody writes from the future. */
    @Test
    default void aClockOfTheFutureIsCutToTheServers() {
        try (RemoteAdapter remote = connect("ada")) {
            Op op = new Device("d1").clock(Long.MAX_VALUE - 9).title("Idea");

            RemoteReply.Ok<PushAnswer> reply = Calls.ok(remote.push(PushRequest.of(List.of(op))));

            long eff = Calls.applied(remote, op).eff();
            assertThat(eff)
                    .isLessThan(Long.MAX_VALUE / 2)
                    .isLessThanOrEqualTo(reply.time().hlc());
        }
    }

    /** An operation that arrives late does not beat what its own replica wrote after it. */
    @Test
    default void aLateRetryDoesNotOutrankItsSuccessor() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1").clock(Long.MAX_VALUE - 9);
            Op first = device.title("first");
            Op second = device.title("second");

            long later = Calls.applied(remote, second).eff();

            assertThat(Calls.applied(remote, first).eff()).isLessThanOrEqualTo(later);
            assertThat(title(Calls.pullAll(remote))).isEqualTo("second");
        }
    }

    /** An operation that a server lost gets the stamp that it had. */
    @Test
    default void aReofferedOperationGetsNoLaterClockThanItHad() {
        try (RemoteAdapter remote = connect("ada")) {
            Op op = new Device("d1").clock(900).title("Idea");

            Calls.ok(remote.push(new PushRequest(List.of(new PushRequest.Offer(op, 500L)))));

            assertThat(Calls.pullAll(remote)).containsExactly(new AdmittedOp(op, 1, 500));
        }
    }

    /** An operation without sense does not keep the others from being taken in. */
    @Test
    default void oneRejectedOperationHoldsUpNoOther() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1");
            EntityWrites writes = EntityWrites.to(Device.NODE)
                    .set(RegisterNames.TYPE, Json.of("x"))
                    .build();
            Op broken = device.write(writes, writes);
            Op fine = device.title("fine");

            List<Verdict> verdicts = Calls.verdicts(remote, broken, fine);

            assertThat(verdicts).extracting(Verdict::op).containsExactly(broken.id(), fine.id());
            assertThat(verdicts.get(0))
                    .isInstanceOfSatisfying(
                            Verdict.Rejected.class,
                            rejected -> assertThat(rejected.code()).isEqualTo(Admission.MALFORMED));
            assertThat(Calls.pullAll(remote)).extracting(AdmittedOp::op).containsExactly(fine);
        }
    }

    /** A guarded write that does not meet the value it is meant for is left out, and named. */
    @Test
    default void aGuardedWriteIsSkippedWhereSomebodyElseWrote() {
        try (RemoteAdapter remote = connect("ada")) {
            Device ada = new Device("d1");
            Op mine = ada.write(EntityWrites.to(Device.NODE)
                    .set(RegisterNames.TITLE, Json.of("mine"))
                    .set(RegisterNames.TYPE, Json.of("mine"))
                    .build());
            Op theirs = new Device("d2").clock(2_000).title("theirs");
            Op undo = ada.clock(3_000)
                    .write(EntityWrites.to(Device.NODE)
                            .setOver(RegisterNames.TITLE, null, mine.id())
                            .setOver(RegisterNames.TYPE, Json.NULL, mine.id())
                            .build());

            Calls.push(remote, mine, theirs);
            Verdict.Applied verdict = Calls.applied(remote, undo);

            assertThat(verdict.skipped()).containsExactly(new Verdict.Register(Device.NODE, RegisterNames.TITLE));
            EntityWrites through = EntityWrites.to(Device.NODE)
                    .set(RegisterNames.TYPE, Json.NULL)
                    .build();
            assertThat(Calls.pullAll(remote).get(2).op()).isEqualTo(undo.withWrites(List.of(through)));
        }
    }

    /** Numbers count up from one without gaps, whoever pushes at the same time. */
    @Test
    default void numbersHaveNoGapsUnderConcurrentPushes() {
        try (RemoteAdapter ada = connect("ada");
                RemoteAdapter grace = connect("grace")) {
            Device first = new Device("d1");
            Device second = new Device("d2");
            List<CompletableFuture<RemoteReply<PushAnswer>>> pushes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                pushes.add(ada.push(PushRequest.of(List.of(first.title("a" + i), first.title("b" + i)))));
                pushes.add(grace.push(PushRequest.of(List.of(second.title("c" + i)))));
            }
            pushes.forEach(Calls::reply);

            assertThat(Calls.pullAll(ada))
                    .extracting(AdmittedOp::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 60).boxed().toList());
        }
    }

    private static String title(List<AdmittedOp> ops) {
        Entity node = Replay.of(ops).get(new Replay.At(Device.WORKFLOW, Device.NODE));
        Json title = node == null ? null : node.registers().get(RegisterNames.TITLE);
        return title == null ? "none" : title.asString();
    }
}
