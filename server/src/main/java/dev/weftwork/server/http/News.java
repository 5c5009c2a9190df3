package dev.weftwork.server.http;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.wire.Page;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was admitted since the references of a workspace were listed. Each operation is looked through once, however many
 * binaries are due, and what it touched counts with all that it mentions now: so a node that is brought back keeps its
 * picture, and an edit that has to do with no binary holds up nothing.
 */
final class News {
    /** If more came, looking at everything costs those who write less than going through this while they wait. */
    private static final int MOST_OPS = 1_000;

    private static final int MOST_ENTITIES = 2_000;

    private final Set<String> mentioned = new HashSet<>();
    private long seq;

    /**
     * None yet.
     *
     * @param seq the head when the references were listed
     */
    News(long seq) {
        this.seq = seq;
    }

    /** Whether anything that came mentions a binary. */
    boolean mentions(String hash) {
        return mentioned.contains(hash);
    }

    /** Takes in what came since it was asked last; false if only another look at everything can tell what it means. */
    boolean takeIn(WorkspaceReader workspace) {
        long head = workspace.headPlace().seq();
        if (head - seq > MOST_OPS) {
            return false;
        }
        Set<Touched> touched = new HashSet<>();
        List<WorkspaceReader.StoredOp> some = workspace.after(seq, MOST_OPS);
        while (!some.isEmpty()) {
            for (WorkspaceReader.StoredOp stored : some) {
                if (!takeIn(Page.read(stored.text()).op(), touched)) {
                    return false;
                }
            }
            some = workspace.after(some.get(some.size() - 1).seq(), MOST_OPS);
        }
        for (Touched each : touched) {
            Registers registers = workspace.registers(each.workflow, each.key);
            if (registers != null) {
                GraphMentions.in(registers, mentioned::add);
            }
        }
        seq = head;
        return true;
    }

    private static boolean takeIn(Op op, Set<Touched> touched) {
        for (EntityWrites writes : op.writes()) {
            if (reachesFar(writes)) {
                return false;
            }
            touched.add(new Touched(op.workflow(), writes.key()));
        }
        return touched.size() <= MOST_ENTITIES;
    }

    /** A version holds a whole workflow, packed; and a workflow that is brought back brings all that is in it. */
    private static boolean reachesFar(EntityWrites writes) {
        EntityKind kind = writes.key().kind();
        return kind.equals(EntityKind.CHUNK)
                || kind.equals(EntityKind.VERSION)
                || (kind.equals(EntityKind.WORKFLOW) && brings(writes));
    }

    private static boolean brings(EntityWrites writes) {
        for (int i = 0; i < writes.size(); i++) {
            if (writes.field(i).equals(RegisterNames.LIFE) && !Json.FALSE.equals(writes.value(i))) {
                return true;
            }
        }
        return false;
    }

    private record Touched(WorkflowId workflow, EntityKey key) {}
}
