package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Admission;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Json;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.store.PushLimits;
import dev.weftwork.store.Receipt;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A host may carry operations to the server by a way of its own and tell the engine what was said of them. */
final class OwnWayTest {
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final RemoteAdapter way = MemoryRemote.of(server, "ann");
    private final Wire wire = new Wire(MemoryRemote.of(server, "ann"));
    private final Device ann = new Device(
            time, wire, 1, options -> options.withDebounce(Duration.ZERO).withInterval(Duration.ZERO));

    private List<Op> offer() {
        ann.store.flush();
        return ann.store.replication().offer(PushLimits.of(100, 1 << 20));
    }

    private RemoteReply.Ok<PushAnswer> carry(List<Op> ops) {
        RemoteReply<PushAnswer> reply = way.push(PushRequest.of(ops)).join();
        if (reply instanceof RemoteReply.Ok<PushAnswer> ok) {
            return ok;
        }
        throw new IllegalStateException("The server refused: " + reply);
    }

    @Test
    void whatIsAcknowledgedWaitsNoMoreAndAnAnswerMayComeTwice() {
        time.runDue();
        ann.createPoster();
        ann.node("a", "Hello");
        List<Op> sent = offer();
        RemoteReply.Ok<PushAnswer> answer = carry(sent);

        Receipt first = ann.engine.applyServerAck(sent, answer.value(), answer.time());
        Receipt again = ann.engine.applyServerAck(sent, answer.value(), answer.time());

        assertThat(first.admitted()).isEqualTo(2);
        assertThat(again.admitted()).isZero();
        assertThat(ann.store.oplog().pending()).isEmpty();
        assertThat(wire.count("sync")).isZero();
        ann.engine.syncNow();
        time.runDue();
        assertThat(server.head()).isEqualTo(2);
        assertThat(ann.title("a")).isEqualTo("Hello");
    }

    @Test
    void whatIsRefusedIsToldJustAsIfTheEngineHadSentIt() {
        time.runDue();
        ann.createPoster();
        ann.engine.flush();
        time.runDue();
        EntityWrites nonsense = EntityWrites.to(new EntityKey(EntityKind.NODE, "a"))
                .set("title", Json.of("x"))
                .build();
        ann.store.oplog().append(Device.POSTER, List.of(nonsense));
        server.admitBy(
                (op, given, ledger, now) -> new Admission.Refuse(new Verdict.Rejected(op.id(), "NO", "Not here")));
        List<Op> sent = offer();
        RemoteReply.Ok<PushAnswer> answer = carry(sent);

        ann.engine.applyServerAck(sent, answer.value(), answer.time());
        time.runDue();

        assertThat(ann.events).contains("refused NO");
        assertThat(ann.engine.metrics().opsRefused()).isEqualTo(1);
        assertThat(ann.store.oplog().dead()).hasSize(1);
    }

    @Test
    void whatTheServerLostBeforeItWasPulledIsGivenBackOnceItsNumberTurnsUpElsewhere() {
        Device quiet = new Device(
                time,
                wire,
                2,
                options -> options.withLive(false).withDebounce(Duration.ZERO).withInterval(Duration.ZERO));
        Device bob =
                new Device(time, MemoryRemote.of(server, "ann"), 3, options -> options.withDebounce(Duration.ZERO));
        bob.createPoster();
        bob.node("a", "Before");
        sync(bob);
        sync(quiet);
        MemoryWorkspace.Backup backup = server.backup();
        quiet.node("mine", "Acknowledged");
        quiet.store.flush();
        List<Op> sent = quiet.store.replication().offer(PushLimits.of(100, 1 << 20));
        RemoteReply.Ok<PushAnswer> answer = carry(sent);
        quiet.engine.applyServerAck(sent, answer.value(), answer.time());

        server.rollBackTo(backup);
        bob.node("a", "Under the same number");
        sync(bob);
        sync(quiet);
        sync(bob);

        assertThat(quiet.title("a")).isEqualTo("Under the same number");
        assertThat(bob.title("mine")).isEqualTo("Acknowledged");
        assertThat(bob.shows()).isEqualTo(quiet.shows());
    }

    private void sync(Device device) {
        device.engine.syncNow();
        time.advance(Duration.ofSeconds(1));
    }
}
