package dev.weftwork.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SyncAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WireMessagesTest {
    private static final RemoteTime TIME = new RemoteTime(1_767_225_600_000L, Long.MAX_VALUE - 7);
    private static final EntityKey NODE = Specimen.NODE;

    @Test
    void pushComesBackWhole() {
        PushRequest request = new PushRequest(
                List.of(new PushRequest.Offer(Specimen.op(1), null), new PushRequest.Offer(Specimen.op(2), 77L)));

        assertThat(Requests.readPush(Requests.push(request))).isEqualTo(request);
    }

    @Test
    void syncComesBackWhole() {
        PullRequest pull = new PullRequest(
                new RemoteCursor("1.2.abc"),
                9,
                Duration.ZERO,
                Set.of(WorkflowId.of("a"), WorkflowId.of("$b")),
                Set.of(WorkflowId.of("c")));
        SyncRequest request = new SyncRequest(PushRequest.of(List.of(Specimen.op(1))), pull, true);

        assertThat(Requests.readSync(Requests.sync(request))).isEqualTo(request);
    }

    @Test
    void everyVerdictComesBackWhole() {
        OpId id = new OpId("o");
        PushAnswer answer = new PushAnswer(List.of(
                new OpAnswer.Decided(new Verdict.Applied(id, 4, Long.MAX_VALUE, List.of())),
                new OpAnswer.Decided(
                        new Verdict.Applied(id, 4, 5, List.of(new Verdict.Register(NODE, "config.\u0000\"")))),
                new OpAnswer.Decided(new Verdict.Applied(
                        id, 5, 6, List.of(), List.of(new Verdict.Register(NODE, "config.\u0000\"")))),
                new OpAnswer.Decided(new Verdict.Rejected(id, "MALFORMED", "It \"is\" broken")),
                new OpAnswer.Decided(new Verdict.Forked(id, "REPLICA_FORKED")),
                new OpAnswer.Duplicate(id),
                new OpAnswer.Later(id, "busy", "Busy")));

        assertThat(Answers.readPush(Answers.push(answer, TIME)).value()).isEqualTo(answer);
        assertThat(Answers.readPush(Answers.push(answer, TIME)).time()).isEqualTo(TIME);
    }

    @Test
    void pullAndSyncComeBackWhole() {
        PullAnswer pull = new PullAnswer(
                List.of(new AdmittedOp(Specimen.op(1), 12, 13), new AdmittedOp(Specimen.op(2), 13, Long.MAX_VALUE)),
                new RemoteCursor("1.13.ff"),
                13,
                true,
                Map.of(WorkflowId.of("__proto__"), "00ff"));
        PushAnswer push = new PushAnswer(List.of(new OpAnswer.Duplicate(new OpId("o"))));

        assertThat(Answers.readPull(Answers.pull(Page.of(pull), TIME)).value()).isEqualTo(pull);
        assertThat(Answers.readSync(Answers.sync(push, Page.of(pull), TIME)).value())
                .isEqualTo(new SyncAnswer(push, pull));
    }

    @Test
    void resultsInFewWordsComeBackWhole() {
        List<Op> ops =
                List.of(Specimen.op(1), Specimen.op(2), Specimen.op(3), Specimen.op(4), Specimen.op(5), Specimen.op(6));
        PushAnswer answer = new PushAnswer(List.of(
                new OpAnswer.Duplicate(ops.get(0).id()),
                applied(ops.get(1), 8),
                applied(ops.get(2), 9),
                new OpAnswer.Decided(new Verdict.Applied(ops.get(3).id(), 10, 77, List.of())),
                applied(ops.get(4), 12),
                new OpAnswer.Later(ops.get(5).id(), "busy", "Busy")));
        PullAnswer pull = new PullAnswer(List.of(), new RemoteCursor("1.13.ff"), 13, false, Map.of());

        String text = Answers.sync(PushRequest.of(ops), answer, Page.of(pull), TIME);

        assertThat(text).contains("\"applied\":[[1,2,8],[4,1,12]]");
        assertThat(Answers.readSync(text, PushRequest.of(ops)).value()).isEqualTo(new SyncAnswer(answer, pull));
    }

    @Test
    void resultsOfWhatWasNotAskedAreRefused() {
        PushRequest request = PushRequest.of(List.of(Specimen.op(1), Specimen.op(2)));

        for (String runs :
                List.of("[[0,3,1]]", "[[2,1,1]]", "[[0,2,1],[1,1,2]]", "[[0,0,1]]", "[[0,1]]", "[[0,1,0]]")) {
            String text = "{\"applied\":" + runs + ",\"results\":[],\"ops\":[],\"cursor\":\"c\",\"seq\":1}";

            assertThatExceptionOfType(WireFormatException.class)
                    .as(runs)
                    .isThrownBy(() -> Answers.readSync(text, request));
        }
    }

    private static OpAnswer applied(Op op, long seq) {
        return new OpAnswer.Decided(
                new Verdict.Applied(op.id(), seq, op.origin().claimed(), List.of()));
    }

    @Test
    void snapshotsComeBackWhole() {
        SnapshotManifest manifest = new SnapshotManifest(
                new RemoteCursor("1.2.aa"), 2, List.of(new SnapshotPart("ab", 12, 3), new SnapshotPart("cd", 0, 0)));
        Op op = Specimen.op(1);
        EntityWrites more = EntityWrites.to(NODE).set("title", Json.of("x")).build();
        Registers registers = Registers.of(op.writes().get(0), op.stamp(5))
                .join(more, Specimen.op(2).stamp(9));
        Entity entity = new Entity(NODE, registers, 2);
        WorkflowId workflow = WorkflowId.of("w\n");

        assertThat(Answers.readManifest(Answers.manifest(manifest, TIME)).value())
                .isEqualTo(manifest);
        SnapshotPage.Row row = new SnapshotPage.Row(workflow, entity, 77);
        assertThat(SnapshotLines.line(row)).doesNotContain("\n");
        assertThat(SnapshotLines.read(SnapshotLines.line(row) + "\n").entities())
                .containsExactly(row);
    }

    @Test
    void helloComesBackWhole() {
        RemoteHello hello = new RemoteHello("s", "w", "ada", true, 5, 6, Set.of("live", "sync"));

        assertThat(Answers.readHello(Answers.hello(hello, TIME)).value()).isEqualTo(hello);
    }

    @Test
    void problemsTellWhatToDecide() {
        Problem foreign = new Problem(410, Problem.CURSOR_FOREIGN, "Another past");

        assertThat(Problem.read(410, foreign.text())).isEqualTo(foreign);
        assertThat(foreign.failure(null).kind()).isEqualTo(Kind.CURSOR_FOREIGN);
        assertThat(Problem.read(410, "").failure(null).kind()).isEqualTo(Kind.CURSOR_TOO_OLD);
        assertThat(Problem.read(502, "<html>Bad gateway</html>").failure(null).kind())
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(new Problem(429, "rate", "").retryable()).isTrue();
        assertThat(new Problem(400, "bad", "").retryable()).isFalse();
    }

    @Test
    void unknownMembersAreIgnored() {
        PushRequest request = PushRequest.of(List.of(Specimen.op(1)));
        String text = Requests.push(request).replace("{\"op\":{", "{\"x\":[{}],\"op\":{\"y\":1e9,");

        assertThat(text).contains("\"y\"");
        assertThat(Requests.readPush(text)).isEqualTo(request);
    }
}
