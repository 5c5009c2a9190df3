package dev.weftwork.format;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Size;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node while its document is read. Confined to one document. */
final class Draft {
    final Part part;
    final NodeId id;
    final String order;

    /** What links call it: its id as the document has it. */
    final String calledId;

    Lifted lifted;

    /** Marks that the links add. */
    final Map<String, Json> marks = new HashMap<>();

    /** Links of its ports that lead nowhere, by port, each with its order key. */
    final Strays strays = new Strays();

    private @Nullable NodeId parent;

    Draft(Part part, NodeId id, String calledId, String order, Lifted lifted) {
        this.part = part;
        this.id = id;
        this.calledId = calledId;
        this.order = order;
        this.lifted = lifted;
    }

    void parent(NodeId value) {
        parent = value;
    }

    Node node(ShapeBook shapes, boolean keyed) {
        return Node.builder(id, lifted.text(Slot.TYPE))
                .title(lifted.text(Slot.TITLE))
                .position(position())
                .size(size())
                .parent(parent)
                .config(lifted.config())
                .ext(ext(shapes, keyed))
                .order(order)
                .build();
    }

    private Map<String, Json> ext(ShapeBook shapes, boolean keyed) {
        Map<String, Json> ext = lifted.ext();
        ext.put(Marks.SHAPE, shapes.name(lifted.shape()));
        Json literals = lifted.literals(keyed, keyed && part.key.equals(id.value()) ? part.keyText : null);
        if (literals != null) {
            ext.put(Marks.LITERALS, literals);
        }
        if (!strays.isEmpty()) {
            ext.put(Marks.STRAYS, strays.toJson());
        }
        ext.putAll(marks);
        return ext;
    }

    private @Nullable Point position() {
        return lifted.fields().containsKey(Slot.X)
                ? new Point(lifted.number(Slot.X, 0), lifted.number(Slot.Y, 0))
                : null;
    }

    private @Nullable Size size() {
        return lifted.fields().containsKey(Slot.WIDTH)
                ? new Size(lifted.number(Slot.WIDTH, 0), lifted.number(Slot.HEIGHT, 0))
                : null;
    }
}
