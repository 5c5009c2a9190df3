package dev.weftwork.format;

import dev.weftwork.graph.Json;
import java.util.List;
import java.util.Map;

/** Reads a map from nodes to the links that leave them. Each entry's outline stays with its node. */
final class ConnectionReader {
    private final Drafts drafts;
    private final EdgeCollector edges;
    private final Tally tally;
    private final Strays strays;

    ConnectionReader(Drafts drafts, EdgeCollector edges, Tally tally, Strays strays) {
        this.drafts = drafts;
        this.edges = edges;
        this.tally = tally;
        this.strays = strays;
    }

    void read(Part connections, Place outputs, ShapeBook shapes, Map<String, Json> ext) {
        Map<String, Draft> names = drafts.byTitle();
        if (isById(connections, names)) {
            names = drafts.byId();
            ext.put(Marks.BY_ID, Json.TRUE);
        }
        PortReader ports = new PortReader(names, edges, tally);
        List<String> orders = OrderKeys.spaced(connections.children().size());
        for (int i = 0; i < orders.size(); i++) {
            Part part = connections.child(i);
            Draft source = connections.byKey().get(part.key) == part ? names.get(part.key) : null;
            Lifted lifted = Dissector.lift(outputs, part.value, (slot, value) -> true);
            if (source == null || part.value.kind() != Json.Kind.OBJECT) {
                strays.add(LinkReader.LIST, orders.get(i), part.entryText());
                lost(part, lifted);
                continue;
            }
            source.marks.put(Marks.OUTPUTS, mark(part, orders.get(i), shapes.name(lifted.shape())));
            ports.outputs(source, lifted.ports());
        }
    }

    /** Order key, shape, and the key's own spelling where that is not ours. */
    private static Json mark(Part part, String order, Json shape) {
        return Lifted.isPlain(part.keyText)
                ? Json.array(List.of(order, shape))
                : Json.array(List.of(order, shape, Json.parse(part.keyText)));
    }

    private boolean isById(Part connections, Map<String, Draft> titles) {
        return !connections.children().isEmpty()
                && connections.children().stream()
                        .allMatch(part -> !titles.containsKey(part.key) && drafts.find(part.key) != null);
    }

    private void lost(Part part, Lifted lifted) {
        String where = "connections of " + Tally.quoted(part.key);
        if (lifted.ports().isEmpty()) {
            tally.unmapped(where, "belong to no node");
        }
        for (Lifted.Port port : lifted.ports()) {
            port.links().elements().forEach(link -> tally.dangling(where, "a node"));
        }
    }
}
