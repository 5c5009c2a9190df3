package dev.weftwork.change;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.PersistentMap;
import org.jspecify.annotations.Nullable;

/**
 * Which edges may touch which node. It only ever grows: an edge that has moved on is still named here, so whoever reads
 * it looks at the edge itself. Immutable.
 */
final class Links {
    private final PersistentMap<PersistentMap<Boolean>> edgesByNode;

    private Links(PersistentMap<PersistentMap<Boolean>> edgesByNode) {
        this.edgesByNode = edgesByNode;
    }

    static Links of(EntityTable edges) {
        PersistentMap.Builder<PersistentMap<Boolean>> all = PersistentMap.<PersistentMap<Boolean>>empty().toBuilder();
        edges.forEach(entity -> {
            Edge edge = entity.asEdge();
            if (edge != null) {
                all.put(edge.source().value(), named(all.get(edge.source().value()), edge));
                all.put(edge.target().value(), named(all.get(edge.target().value()), edge));
            }
        });
        return new Links(all.build());
    }

    @SuppressWarnings("ReferenceEquality") // a map that did not grow is the same object
    Links with(Entity entity) {
        Edge edge = entity.key().kind().equals(EntityKind.EDGE) ? entity.asEdge() : null;
        if (edge == null) {
            return this;
        }
        String source = edge.source().value();
        String target = edge.target().value();
        PersistentMap<PersistentMap<Boolean>> grown = edgesByNode.put(source, named(edgesByNode.get(source), edge));
        grown = grown.put(target, named(grown.get(target), edge));
        return grown == edgesByNode ? this : new Links(grown);
    }

    PersistentMap<Boolean> of(String node) {
        PersistentMap<Boolean> known = edgesByNode.get(node);
        return known == null ? PersistentMap.empty() : known;
    }

    private static PersistentMap<Boolean> named(@Nullable PersistentMap<Boolean> known, Edge edge) {
        PersistentMap<Boolean> set = known == null ? PersistentMap.empty() : known;
        String name = edge.id().value();
        return set.containsKey(name) ? set : set.put(name, true);
    }
}
