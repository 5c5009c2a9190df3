package dev.weftwork.format;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Viewport;
import java.util.List;
import java.util.Map;

/** Reads one document of a known family. */
final class DocumentReader {
    private final Dialect dialect;
    private final ShapeBook shapes = new ShapeBook();
    private final Tally tally = new Tally();
    private final Strays strays = new Strays();

    DocumentReader(Dialect dialect) {
        this.dialect = dialect;
    }

    FlowImport.Mapped read(Json document) {
        Lifted lifted = Dissector.lift(dialect.document(), document, (slot, value) -> true);
        Map<String, Json> ext = lifted.ext();
        Drafts drafts =
                new NodeReader(dialect, tally, strays).read(lifted.fields().get(Slot.NODES));
        EdgeCollector collector = new EdgeCollector(dialect.links().link(), shapes);
        new LinkReader(drafts, collector, tally, strays)
                .read(dialect.links(), lifted.fields().get(Slot.EDGES), shapes, ext);
        List<Edge> edges = collector.finish();
        if (dialect.numbered()) {
            edges = Slots.mark(drafts, edges, ext);
        }
        List<Node> nodes = drafts.all().stream()
                .map(draft -> draft.node(shapes, dialect.keyed()))
                .toList();
        mark(ext, lifted);
        FlowContent content = new FlowContent(lifted.text(Slot.NAME), viewport(lifted), ext, nodes, edges);
        return new FlowImport.Mapped(dialect.format(), content, tally.report(nodes.size(), edges.size()));
    }

    private void mark(Map<String, Json> ext, Lifted lifted) {
        ext.put(Marks.FORMAT, Json.of(dialect.format().label()));
        ext.put(Marks.SHAPE, shapes.name(lifted.shape()));
        Json literals = lifted.literals(false, null);
        if (literals != null) {
            ext.put(Marks.LITERALS, literals);
        }
        if (!strays.isEmpty()) {
            ext.put(Marks.STRAYS, strays.toJson());
        }
        shapes.putAllInto(ext);
    }

    private static Viewport viewport(Lifted lifted) {
        return new Viewport(lifted.number(Slot.VIEW_X, 0), lifted.number(Slot.VIEW_Y, 0), lifted.number(Slot.ZOOM, 1));
    }
}
