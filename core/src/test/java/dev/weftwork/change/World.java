package dev.weftwork.change;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import java.util.Arrays;
import java.util.List;

/** The small workflow that the tests play with, and short ways to say what happens in it. */
final class World {
    static final WorkflowId WORKFLOW = WorkflowId.of("w");
    static final EntityKey SELF = EntityKey.of(WORKFLOW);
    static final List<String> NODES = List.of("a", "b", "c", "d");
    static final List<String> EDGES = List.of("e", "f", "g");

    private World() {}

    static EntityKey node(String id) {
        return EntityKey.of(NodeId.of(id));
    }

    static EntityKey edge(String id) {
        return EntityKey.of(EdgeId.of(id));
    }

    static Json ends(String source, String target) {
        return Json.parse("{\"source\":\"" + source + "\",\"target\":\"" + target + "\"}");
    }

    static EntityWrites set(EntityKey key, String field, Json value) {
        return EntityWrites.to(key).set(field, value).build();
    }

    static EntityWrites life(EntityKey key, boolean alive) {
        return set(key, RegisterNames.LIFE, Json.of(alive));
    }

    static EntityWrites birth(String node) {
        return NodeRegisters.birth(Node.builder(NodeId.of(node), "step").build(), "");
    }

    static EntityWrites link(String edge, String source, String target) {
        return EdgeRegisters.birth(Edge.of(EdgeId.of(edge), NodeId.of(source), NodeId.of(target)));
    }

    /** An operation that no clock limits: its number and its claim are the same. */
    static Op op(String device, long number, EntityWrites... writes) {
        Op.Origin origin = new Op.Origin(new DeviceId(device), number, number);
        return Op.of(new OpId(device + "-" + number), WORKFLOW, origin, Arrays.asList(writes));
    }

    /** A state in which one device made one operation after the other. */
    static GraphState state(EntityWrites... writes) {
        return after(GraphState.empty(WORKFLOW), 0, writes);
    }

    /** A state some operations later; the first has the number after the given one. */
    static GraphState after(GraphState state, long number, EntityWrites... writes) {
        GraphState joined = state;
        for (int i = 0; i < writes.length; i++) {
            Op op = op("me", number + i + 1, writes[i]);
            joined = joined.join(op, op.provisional());
        }
        return joined;
    }

    static Node shown(GraphState state, String node) {
        return state.view().node(NodeId.of(node)).orElseThrow();
    }
}
