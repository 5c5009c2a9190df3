package dev.weftwork.format;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects the links of a document, and those that lead nowhere, in one order. Confined to one document. */
final class EdgeCollector {
    private static final int MAX_NAME = 200;

    private final Place link;
    private final ShapeBook shapes;
    private final IdPool ids = new IdPool("edge~");
    private final List<Edge> edges = new ArrayList<>();

    /** Links and strays; each takes its order key once all are known. */
    private final List<Consumer<String>> pending = new ArrayList<>();

    EdgeCollector(Place link, ShapeBook shapes) {
        this.link = link;
        this.shapes = shapes;
    }

    Lifted lift(Json value) {
        return Dissector.lift(link, value, (slot, part) -> true);
    }

    /** Keeps an id for the link that has it in the document. */
    void reserve(@Nullable String id) {
        ids.reserve(id);
    }

    /** A free id that is this one if it can be. */
    String claim(@Nullable String wish) {
        return ids.claim(wish);
    }

    /** A link with an id of its own, and a mark if the document spells that differently. */
    void add(Lifted lifted, Draft source, Draft target, String id, @Nullable Json idMark) {
        pending.add(order -> edges.add(edge(
                lifted,
                EdgeId.of(id),
                source,
                target,
                lifted.reference(Slot.SOURCE_HANDLE),
                lifted.reference(Slot.TARGET_HANDLE),
                idMark,
                order)));
    }

    /** A link in a family whose links have no ids: it is called by what it links. */
    void add(Lifted lifted, Draft source, @Nullable String from, Draft target, @Nullable String to) {
        String name = source.id + (from == null ? "" : ":" + from) + "->" + target.id + (to == null ? "" : ":" + to);
        String id = ids.claim(name.length() > MAX_NAME ? null : name);
        pending.add(order -> edges.add(edge(lifted, EdgeId.of(id), source, target, from, to, null, order)));
    }

    /** Something that is set aside and keeps its place among the links. */
    void stray(Strays strays, String list, String text) {
        pending.add(order -> strays.add(list, order, text));
    }

    /** All links, once each has its order key. */
    List<Edge> finish() {
        List<String> orders = OrderKeys.spaced(pending.size());
        for (int i = 0; i < orders.size(); i++) {
            pending.get(i).accept(orders.get(i));
        }
        return edges;
    }

    private Edge edge(
            Lifted lifted,
            EdgeId id,
            Draft source,
            Draft target,
            @Nullable String from,
            @Nullable String to,
            @Nullable Json idMark,
            String order) {
        Map<String, Json> ext = lifted.ext();
        ext.put(Marks.SHAPE, shapes.name(lifted.shape()));
        Json literals = lifted.literals(false, null);
        if (literals != null) {
            ext.put(Marks.LITERALS, literals);
        }
        if (idMark != null) {
            ext.put(Marks.ID, idMark);
        }
        return new Edge(id, source.id, target.id, from, to, lifted.reference(Slot.TYPE), ext, order, 0, 0);
    }
}
