package dev.weftwork.server.http;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Hlc;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.SchemaVersion;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.secret.SecretAdmission;
import dev.weftwork.server.storage.DocumentWriter;
import dev.weftwork.server.storage.WorkspaceWriter;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.wire.Problem;
import java.time.Duration;
import java.util.List;

/**
 * A workspace while the server writes to it for somebody who has no replica. What is written becomes an operation of a
 * replica that the server keeps for each principal, and is admitted like everybody's.
 *
 * @param workspaces where to offer operations
 * @param writer the workspace, whose head is held
 * @param workspace its name
 * @param principal for whom
 * @param now the wall clock
 * @param answers takes what became of the operations
 */
record Desk(
        Workspaces workspaces,
        WorkspaceWriter writer,
        String workspace,
        String principal,
        long now,
        List<OpAnswer> answers) {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** Writes one operation, or refuses. */
    void write(WorkflowId workflow, long seen, List<EntityWrites> writes) {
        Bodies.requireBearable(writes, workspaces.mostOfOp());
        Op.Origin last = writer.documents().replica(principal);
        OpAnswer answer = offer(workflow, seen, writes, last == null ? fresh() : last);
        if (answer instanceof OpAnswer.Decided decided && decided.verdict() instanceof Verdict.Forked) {
            // somebody else wrote in the name of the replica; there are more names
            answer = offer(workflow, seen, writes, fresh());
        }
        answers.add(answer);
        require(answer);
    }

    /** That the one for whom is written knows a document now. */
    DocumentWriter.Known knows(String tag) {
        return new DocumentWriter.Known(principal, tag, now);
    }

    /** Whether a document may be kept that comes without an operation. */
    boolean hasRoom() {
        return workspaces.hasRoom(writer, workspace);
    }

    private static Op.Origin fresh() {
        return new Op.Origin(new DeviceId(Ids.system().next()), 0, 0);
    }

    private OpAnswer offer(WorkflowId workflow, long seen, List<EntityWrites> writes, Op.Origin last) {
        long claimed = Math.max(last.claimed() + 1, Hlc.next(writer.clock(), now));
        Op.Origin origin = new Op.Origin(last.device(), last.seq() + 1, claimed);
        OpId id = new OpId(Ids.system().next());
        Op op = new Op(id, workflow, origin, seen, SchemaVersion.CURRENT, null, null, writes);
        OpAnswer answer = workspaces.offer(writer, new PushRequest.Offer(op, null), workspace, principal, now);
        if (answer instanceof OpAnswer.Decided decided && decided.verdict() instanceof Verdict.Applied) {
            writer.documents().replica(principal, origin);
        }
        return answer;
    }

    private static void require(OpAnswer answer) {
        if (answer instanceof OpAnswer.Later later) {
            throw new ProblemException(new Problem(507, later.code(), later.reason()), PAUSE);
        }
        if (answer instanceof OpAnswer.Decided decided) {
            if (decided.verdict() instanceof Verdict.Applied) {
                return;
            }
            if (decided.verdict() instanceof Verdict.Rejected rejected) {
                throw switch (rejected.code()) {
                    case ServerAdmission.ENTITY_PURGED -> new ProblemException(410, "purged", rejected.reason());
                    case SecretAdmission.SECRET_PLAINTEXT ->
                        new ProblemException(422, "secret-plaintext", rejected.reason());
                    case EntityBound.TOO_MANY_REGISTERS ->
                        new ProblemException(422, "too-many-registers", rejected.reason());
                    case EntityBound.ENTITY_TOO_LARGE ->
                        new ProblemException(422, "entity-too-large", rejected.reason());
                    default -> new ProblemException(409, "refused", rejected.reason());
                };
            }
        }
        throw new ProblemException(new Problem(503, "busy", "The save was not taken in; try again"), PAUSE);
    }
}
