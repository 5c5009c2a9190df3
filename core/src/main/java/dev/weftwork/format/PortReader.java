package dev.weftwork.format;

import dev.weftwork.graph.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads arrays of links, one array for each port of the node that they leave. */
final class PortReader {
    private final Map<String, Draft> names;
    private final EdgeCollector edges;
    private final Tally tally;

    /** Takes the nodes by what links call them. */
    PortReader(Map<String, Draft> names, EdgeCollector edges, Tally tally) {
        this.names = names;
        this.edges = edges;
        this.tally = tally;
    }

    /** Ports that are named by their index alone. */
    void wires(Draft source, List<Lifted.Port> ports) {
        ports.forEach(port -> port(source, Integer.toString(port.index()), port.links()));
    }

    /** Ports that are named by a type and an index. */
    void outputs(Draft source, List<Lifted.Port> ports) {
        ports.forEach(port -> port(source, port.path() + '/' + port.index(), port.links()));
    }

    private void port(Draft source, String handle, Json links) {
        for (Json link : links.elements()) {
            Lifted lifted = edges.lift(link);
            String to = lifted.reference(Slot.TARGET);
            Draft target = to == null ? null : names.get(to);
            if (target != null) {
                edges.add(lifted, source, handle, target, targetHandle(lifted));
            } else {
                edges.stray(source.strays, handle, link.text());
                String where = "port " + handle + " of " + Tally.quoted(source.calledId);
                tally.dangling(where, "to " + (to == null ? Tally.excerpt(link.text()) : Tally.quoted(to)));
            }
        }
    }

    private static @Nullable String targetHandle(Lifted lifted) {
        String index = lifted.reference(Slot.TARGET_INDEX);
        return index == null ? null : lifted.text(Slot.TARGET_PORT) + '/' + index;
    }
}
