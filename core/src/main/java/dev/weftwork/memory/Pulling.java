package dev.weftwork.memory;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.CursorCheck;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Place;
import dev.weftwork.change.StateDigest;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a workspace answers to a pull at one moment. */
final class Pulling {
    private final WorkspaceBook book;

    Pulling(WorkspaceBook book) {
        this.book = book;
    }

    @Nullable RemoteFailure refusal(RemoteCursor cursor) {
        return switch (CursorCheck.check(cursor.text(), book.floorPlace(), book.headPlace(), book::placeAt)) {
            case GOOD -> null;
            case MALFORMED -> new RemoteFailure(Kind.BAD_REQUEST, "bad-cursor", "The cursor has another form");
            case TOO_OLD ->
                new RemoteFailure(Kind.CURSOR_TOO_OLD, "cursor-too-old", "What follows the cursor is forgotten");
            case FOREIGN -> new RemoteFailure(Kind.CURSOR_FOREIGN, "cursor-foreign", "The server has another past");
        };
    }

    PullAnswer answer(PullRequest request) {
        return answer(request, Set.of());
    }

    /** Leaves out the operations of some numbers, of which something else tells. */
    PullAnswer answer(PullRequest request, Set<Long> told) {
        Place at = book.placeAt(CursorCheck.seq(request.after().text()));
        List<AdmittedOp> ops = new ArrayList<>();
        for (WorkspaceBook.Entry entry : book.after(at == null ? 0 : at.seq())) {
            if (ops.size() == request.limit()) {
                break;
            }
            at = entry.place();
            WorkflowId workflow = entry.admitted().op().workflow();
            if (told.contains(entry.admitted().seq())) {
                continue;
            }
            if (request.workflows().isEmpty() || request.workflows().contains(workflow)) {
                ops.add(entry.admitted());
            }
        }
        Place end = at == null ? book.headPlace() : at;
        boolean more = end.seq() < book.head();
        Map<WorkflowId, String> digests = more ? Map.of() : digests(request);
        return new PullAnswer(ops, new RemoteCursor(end.text()), end.seq(), more, digests);
    }

    private Map<WorkflowId, String> digests(PullRequest request) {
        Map<WorkflowId, String> digests = new HashMap<>();
        for (WorkflowId workflow : request.audit()) {
            GraphState state = book.states.get(workflow);
            if (state != null) {
                digests.put(workflow, StateDigest.text(StateDigest.of(state)));
            }
        }
        return digests;
    }
}
