package dev.weftwork.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A replica and its way to a workspace. */
final class WorkspaceClient {
    static final WorkflowId WORKFLOW = WorkflowId.of("poster");
    static final EntityKey NODE = EntityKey.of(NodeId.of("idea"));

    private final MemoryRemote remote;
    private final DeviceId device;
    private long count;

    WorkspaceClient(MemoryWorkspace workspace, String device) {
        this.remote = MemoryRemote.of(workspace, "ada");
        this.device = new DeviceId(device);
    }

    Op title(long number, String title) {
        return write(
                number,
                EntityWrites.to(NODE).set(RegisterNames.TITLE, Json.of(title)).build());
    }

    Op title(String title) {
        return title(++count, title);
    }

    Op life(boolean alive) {
        return write(
                ++count,
                EntityWrites.to(NODE).set(RegisterNames.LIFE, Json.of(alive)).build());
    }

    Op write(long number, EntityWrites... writes) {
        Op.Origin origin = new Op.Origin(device, number, 1_000 + number);
        return Op.of(new OpId(device + "-" + number), WORKFLOW, origin, List.of(writes));
    }

    OpAnswer push(Op op) {
        return value(remote.push(PushRequest.of(List.of(op)))).answers().get(0);
    }

    Verdict verdict(Op op) {
        return ((OpAnswer.Decided) push(op)).verdict();
    }

    Verdict.Applied applied(Op op) {
        return (Verdict.Applied) verdict(op);
    }

    Verdict.Applied reoffer(Op op, long eff) {
        PushRequest request = new PushRequest(List.of(new PushRequest.Offer(op, eff)));
        OpAnswer answer = value(remote.push(request)).answers().get(0);
        return (Verdict.Applied) ((OpAnswer.Decided) answer).verdict();
    }

    PullAnswer pull(RemoteCursor after) {
        return value(remote.pull(PullRequest.after(after, 100)));
    }

    List<AdmittedOp> all() {
        return pull(RemoteCursor.START).ops();
    }

    RemoteFailure.Kind refusal(RemoteCursor after) {
        return failure(remote.pull(PullRequest.after(after, 100))).kind();
    }

    MemoryRemote remote() {
        return remote;
    }

    static <T> T value(CompletableFuture<RemoteReply<T>> future) {
        RemoteReply<T> reply = future.join();
        assertThat(reply).isInstanceOf(RemoteReply.Ok.class);
        return ((RemoteReply.Ok<T>) reply).value();
    }

    static <T> RemoteFailure failure(CompletableFuture<RemoteReply<T>> future) {
        RemoteReply<T> reply = future.join();
        assertThat(reply).isInstanceOf(RemoteReply.Failed.class);
        return ((RemoteReply.Failed<T>) reply).failure();
    }
}
