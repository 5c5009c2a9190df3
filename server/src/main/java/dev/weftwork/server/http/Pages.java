package dev.weftwork.server.http;

import dev.weftwork.change.CursorCheck;
import dev.weftwork.change.Place;
import dev.weftwork.change.StateDigest;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.server.storage.WorkspaceReader.StoredOp;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.wire.Limits;
import dev.weftwork.wire.Page;
import dev.weftwork.wire.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What follows a cursor, as far as it fits one answer. */
final class Pages {
    /** How many numbers one answer may pass over for want of a match. */
    private static final int MOST_LOOKED_AT = 10_000;

    private Pages() {}

    static void check(WorkspaceReader workspace, RemoteCursor cursor) {
        switch (CursorCheck.check(cursor.text(), workspace.floorPlace(), workspace.headPlace(), workspace::placeAt)) {
            case MALFORMED -> throw new ProblemException(400, "bad-cursor", "'after' is no cursor of this server");
            case TOO_OLD ->
                throw new ProblemException(
                        410, Problem.CURSOR_TOO_OLD, "What follows the cursor is no longer kept; take a snapshot");
            case FOREIGN ->
                throw new ProblemException(
                        410, Problem.CURSOR_FOREIGN, "The cursor is of another past; take a snapshot, offer again");
            case GOOD -> {
                // go on
            }
        }
    }

    static Page read(WorkspaceReader workspace, PullRequest request, Readings.Room room) {
        return read(workspace, request, Limits.MAX_BYTES, room);
    }

    static Page read(WorkspaceReader workspace, PullRequest request, long mostBytes, Readings.Room room) {
        return read(new Filling(workspace, request, mostBytes, Set.of(), room));
    }

    /**
     * What goes with the answer to a push: it leaves out the operations of some numbers, of which the answer tells, and
     * ends before one that there is no room for now, since the push was taken in.
     */
    static Page beside(WorkspaceReader workspace, PullRequest request, Set<Long> told, Readings.Room room) {
        Filling filling = new Filling(workspace, request, Limits.MAX_BYTES, told, room);
        filling.mayBeEmpty = true;
        return read(filling);
    }

    private static Page read(Filling filling) {
        filling.fill();
        return filling.page();
    }

    private static final class Filling {
        private final WorkspaceReader workspace;
        private final PullRequest request;
        private final long head;
        private final long mostBytes;
        private final Set<Long> told;
        private final Readings.Room readings;
        private final List<String> ops = new ArrayList<>();
        private Place at;
        private long size;
        private boolean mayBeEmpty;

        Filling(
                WorkspaceReader workspace,
                PullRequest request,
                long mostBytes,
                Set<Long> told,
                Readings.Room readings) {
            check(workspace, request.after());
            this.readings = readings;
            this.mostBytes = mostBytes;
            this.told = told;
            this.workspace = workspace;
            this.request = request;
            this.head = workspace.headPlace().seq();
            Place from = workspace.placeAt(CursorCheck.seq(request.after().text()));
            this.at = from == null ? workspace.floorPlace() : from;
        }

        void fill() {
            long start = at.seq();
            if (isAllTold()) {
                at = workspace.headPlace();
            }
            boolean room = true;
            while (room && at.seq() < head && at.seq() - start < MOST_LOOKED_AT && hasRoomForNext()) {
                int wanted = request.limit() - ops.size();
                for (StoredOp op : workspace.after(at.seq(), wanted)) {
                    room = room && take(op);
                }
                room = room && ops.size() < request.limit() && size < mostBytes;
            }
        }

        /** Refuses if there is none, and nothing to tell without. */
        private boolean hasRoomForNext() {
            try {
                readings.operation(workspace.lengthAfter(at.seq()));
                return true;
            } catch (ProblemException e) {
                if (ops.isEmpty() && !mayBeEmpty) {
                    throw e;
                }
                return false;
            }
        }

        private boolean isAllTold() {
            long seq = at.seq();
            while (seq < head && told.contains(seq + 1)) {
                seq++;
            }
            return seq == head;
        }

        /** False if the operation has no room any more. */
        private boolean take(StoredOp op) {
            boolean chosen = !told.contains(op.seq()) && isWanted(op);
            if (chosen) {
                if (!ops.isEmpty() && size + op.text().length() > mostBytes) {
                    return false;
                }
                size += op.text().length();
                ops.add(op.text());
            }
            at = new Place(workspace.headPlace().epoch(), op.seq(), op.hash());
            return true;
        }

        private boolean isWanted(StoredOp op) {
            return request.workflows().isEmpty() || request.workflows().contains(WorkflowId.of(op.workflow()));
        }

        Page page() {
            boolean more = at.seq() < head;
            Map<WorkflowId, String> digests = new HashMap<>();
            if (!more) {
                request.audit().forEach(workflow -> {
                    Long sum = workspace.digest(workflow);
                    if (sum != null) {
                        digests.put(workflow, StateDigest.text(sum));
                    }
                });
            }
            return new Page(ops, new RemoteCursor(at.text()), at.seq(), more, digests);
        }
    }
}
