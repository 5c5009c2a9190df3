package dev.weftwork.store;

import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a draft made of nodes so far, over those that it began with. Confined to one thread. */
final class DraftNodes {
    private final Workflow before;
    /** Empty for what the draft took away. */
    private final Map<NodeId, Optional<Node>> made = new HashMap<>();
    /** What was written to nodes that nobody has looked at since; making a node costs more than moving one. */
    private final Map<NodeId, Consumer<Node.Builder>> unseen = new HashMap<>();

    DraftNodes(Workflow before) {
        this.before = before;
    }

    Optional<Node> find(NodeId id) {
        Optional<Node> mine = made.get(id);
        if (mine != null) {
            return mine;
        }
        Optional<Node> found = before.node(id);
        Consumer<Node.Builder> change = unseen.isEmpty() ? null : unseen.remove(id);
        if (change == null) {
            return found;
        }
        Optional<Node> changed = found.map(node -> changed(node, change));
        made.put(id, changed);
        return changed;
    }

    static Node changed(Node node, Consumer<Node.Builder> change) {
        Node.Builder builder = node.toBuilder();
        Required.callback(change, "A change").accept(builder);
        return builder.build();
    }

    /** Whether the draft has done nothing to a node. */
    boolean untouched(NodeId id) {
        return !made.containsKey(id) && !unseen.containsKey(id);
    }

    void put(Node node) {
        made.put(node.id(), Optional.of(node));
    }

    void remove(NodeId id) {
        made.put(id, Optional.empty());
    }

    /** Notes a change of an untouched node, to be made once somebody looks. */
    void change(NodeId id, Consumer<Node.Builder> change) {
        unseen.put(id, change);
    }
}
