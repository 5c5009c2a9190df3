package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds operations that make no sense without others: those that touch or connect an entity that another brought into
 * being or took away, those that take another back, and versions without their content. Fed with operations in the order
 * of the edits.
 */
final class Dependencies {
    private final Set<OpId> ops = new HashSet<>();
    private final Set<Place> lives = new HashSet<>();
    private final ChunksUnderWay chunks = new ChunksUnderWay();

    private record Place(WorkflowId workflow, EntityKey key) {}

    /** Adds an operation that others may depend on. */
    void add(Op op) {
        ops.add(op.id());
        addLives(op);
    }

    /** Adds an operation on whose entities others may depend, but not on itself. */
    void addLives(Op op) {
        chunks.add(op);
        for (EntityWrites writes : op.writes()) {
            if (writes.writes(RegisterNames.LIFE)) {
                lives.add(new Place(op.workflow(), writes.key()));
            }
        }
    }

    boolean isEmpty() {
        return ops.isEmpty();
    }

    /** Whether an operation depends on one of those that were added. */
    boolean concern(Op op) {
        return takesBack(op, ops) || chunks.concern(op) || (!lives.isEmpty() && touches(op));
    }

    private boolean touches(Op op) {
        return lives.contains(new Place(op.workflow(), EntityKey.of(op.workflow())))
                || op.writes().stream().anyMatch(writes -> touches(op.workflow(), writes));
    }

    private boolean touches(WorkflowId workflow, EntityWrites writes) {
        if (lives.contains(new Place(workflow, writes.key()))) {
            return true;
        }
        for (int i = 0; i < writes.size(); i++) {
            boolean ends = writes.field(i).equals(RegisterNames.ENDS);
            boolean parent = writes.field(i).equals(RegisterNames.PARENT);
            if ((ends && connects(workflow, writes.value(i))) || (parent && isBorn(workflow, writes.value(i)))) {
                return true;
            }
        }
        return false;
    }

    private boolean connects(WorkflowId workflow, @Nullable Json ends) {
        return ends != null
                && ends.kind() == Json.Kind.OBJECT
                && List.of("source", "target").stream().anyMatch(side -> isBorn(workflow, ends.get(side)));
    }

    private boolean isBorn(WorkflowId workflow, @Nullable Json id) {
        if (id == null || id.kind() != Json.Kind.STRING || id.asString().isEmpty()) {
            return false;
        }
        return lives.contains(new Place(workflow, new EntityKey(EntityKind.NODE, id.asString())));
    }

    /** Whether an operation takes back, or may only write over, one of some others. */
    static boolean takesBack(Op op, Set<OpId> others) {
        OpId undone = op.undoOf();
        if (undone != null && others.contains(undone)) {
            return true;
        }
        for (EntityWrites writes : op.writes()) {
            for (int i = 0; writes.guarded() && i < writes.size(); i++) {
                OpId guard = writes.onlyOver(i);
                if (guard != null && others.contains(guard)) {
                    return true;
                }
            }
        }
        return false;
    }
}
