package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.SyncServer;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.testkit.Fault;
import dev.weftwork.testkit.FaultProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real client and a real server with a network between them that cannot be trusted. */
final class FaultyNetworkTest {
    private static final int OPS = 300;
    private static final int BATCH = 5;

    @TempDir
    private Path directory;

    private SyncServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = Studio.in(directory).start();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void everyOperationArrivesOnceAndEveryPullIsWhole() {
        List<Fault> faults = new ArrayList<>(Arrays.asList(Fault.values()));
        faults.addAll(List.of(Fault.NONE, Fault.NONE, Fault.NONE));
        Map<OpId, Verdict> verdicts = new TreeMap<>();
        List<AdmittedOp> pulled = new ArrayList<>();
        try (FaultProxy proxy = FaultProxy.to(server.address(), 20_261_121, faults);
                RemoteAdapter remote = HttpRemote.builder(proxy.address(), () -> Studio.TOKEN)
                        .timeout(Duration.ofMillis(300))
                        .build()) {
            for (int from = 1; from <= OPS; from += BATCH) {
                PushRequest batch = PushRequest.of(batch(from));
                PushAnswer answer = untilAnswered(() -> remote.push(batch));
                answer.answers().forEach(each -> verdicts.put(each.op(), ((OpAnswer.Decided) each).verdict()));
            }
            RemoteCursor cursor = RemoteCursor.START;
            boolean more = true;
            while (more) {
                PullRequest request = PullRequest.after(cursor, 20);
                PullAnswer page = untilAnswered(() -> remote.pull(request));
                pulled.addAll(page.ops());
                cursor = page.cursor();
                more = page.more();
            }
            assertThat(proxy.counts()).as("faults that were met").containsKeys(Fault.values());
        }
        assertThat(pulled).extracting(AdmittedOp::seq).doesNotHaveDuplicates().hasSize(OPS);
        assertThat(pulled)
                .allSatisfy(op -> assertThat(verdicts.get(op.op().id()))
                        .isEqualTo(new Verdict.Applied(op.op().id(), op.seq(), op.eff(), List.of())));
    }

    private static <T> T untilAnswered(Supplier<CompletableFuture<RemoteReply<T>>> call) {
        RemoteReply<T> reply = call.get().join();
        while (reply instanceof RemoteReply.Failed<T> failed) {
            assertThat(failed.failure().kind()).isEqualTo(RemoteFailure.Kind.UNAVAILABLE);
            reply = call.get().join();
        }
        return ((RemoteReply.Ok<T>) reply).value();
    }

    private static List<Op> batch(int from) {
        List<Op> ops = new ArrayList<>();
        for (int number = from; number < from + BATCH; number++) {
            EntityWrites writes = EntityWrites.to(EntityKey.of(NodeId.of("n" + number % 7)))
                    .set("title", Json.of("title " + number))
                    .build();
            Op.Origin origin = new Op.Origin(new DeviceId("d"), number, 1_000 + number);
            ops.add(Op.of(new OpId("d-" + number), WorkflowId.of("poster"), origin, List.of(writes)));
        }
        return ops;
    }
}
