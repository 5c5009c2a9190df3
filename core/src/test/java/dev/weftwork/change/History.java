package dev.weftwork.change;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Admitted operations of three devices on one workflow, every stamp given once.
 *
 * @param ops the operations
 */
record History(List<Stamped> ops) {
    /** What one operation of a history is made from. */
    record Edit(int device, long eff, List<Write> writes, int shares, int rank) {}

    static History of(List<Edit> edits) {
        List<Stamped> ops = new ArrayList<>();
        for (int i = 0; i < edits.size(); i++) {
            Edit edit = edits.get(i);
            // an operation's id says nothing about its age
            OpId id = new OpId("op-" + (i * 7 + 3) % 10 + "-" + i);
            Op.Origin origin = new Op.Origin(new DeviceId("d" + edit.device), i + 1L, edit.eff);
            Op op = Op.of(id, World.WORKFLOW, origin, byEntity(edit.writes));
            ops.add(new Stamped(op, op.stamp(edit.eff), edit.shares, edit.rank));
        }
        return new History(ops);
    }

    /** A later write to the same register of one operation replaces the earlier one. */
    static List<EntityWrites> byEntity(List<Write> writes) {
        Map<EntityKey, EntityWrites.Builder> byKey = new LinkedHashMap<>();
        for (Write write : writes) {
            byKey.computeIfAbsent(write.key(), EntityWrites::to).set(write.field(), write.value());
        }
        return byKey.values().stream().map(EntityWrites.Builder::build).toList();
    }

    List<Stamped> inState(int state) {
        return ops.stream().filter(each -> each.in(state)).toList();
    }

    List<Stamped> reordered() {
        return ops.stream().sorted(Comparator.comparingInt(Stamped::rank)).toList();
    }

    List<Stamped> oldestFirst() {
        return ops.stream().sorted(Comparator.comparing(Stamped::stamp)).toList();
    }

    GraphState state() {
        return joined(ops);
    }

    static GraphState joined(List<Stamped> ops) {
        GraphState state = GraphState.empty(World.WORKFLOW);
        for (Stamped each : ops) {
            state = state.join(each.op(), each.stamp());
        }
        return state;
    }
}
