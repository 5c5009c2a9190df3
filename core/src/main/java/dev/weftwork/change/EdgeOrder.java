package dev.weftwork.change;

import dev.weftwork.graph.Edge;
import java.util.Comparator;

/** The one order in which edges are listed. */
final class EdgeOrder {
    static final Comparator<Edge> BY_ORDER_THEN_ID = Comparator.comparing(
                    Edge::order, Comparator.nullsLast(Comparator.<String>naturalOrder()))
            .thenComparing(Edge::id);

    private EdgeOrder() {}
}
