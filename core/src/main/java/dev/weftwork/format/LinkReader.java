package dev.weftwork.format;

import dev.weftwork.graph.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the links of a document, wherever its family keeps them. */
final class LinkReader {
    /** The list of links, in reports and among the strays. */
    static final String LIST = "edges";

    private final Drafts drafts;
    private final EdgeCollector edges;
    private final Tally tally;
    private final Strays strays;

    LinkReader(Drafts drafts, EdgeCollector edges, Tally tally, Strays strays) {
        this.drafts = drafts;
        this.edges = edges;
        this.tally = tally;
        this.strays = strays;
    }

    /**
     * Reads all links.
     *
     * @param links the document's list or map of links, if it has one
     * @param ext takes what the document needs to remember
     */
    void read(Links spelling, @Nullable Json links, ShapeBook shapes, Map<String, Json> ext) {
        if (spelling instanceof Links.Wired) {
            PortReader ports = new PortReader(drafts.byId(), edges, tally);
            drafts.all().forEach(draft -> ports.wires(draft, draft.lifted.ports()));
        } else if (spelling instanceof Links.Inputs) {
            drafts.all().forEach(this::inputs);
        } else if (links != null && spelling instanceof Links.Connected connected) {
            new ConnectionReader(drafts, edges, tally, strays).read(Part.root(links), connected.outputs(), shapes, ext);
        } else if (links != null) {
            List<Part> parts = Part.root(links).children();
            List<Lifted> all =
                    parts.stream().map(part -> edges.lift(part.value)).toList();
            all.forEach(lifted -> edges.reserve(lifted.reference(Slot.ID)));
            for (int i = 0; i < parts.size(); i++) {
                listed(parts.get(i), all.get(i));
            }
        }
    }

    private void listed(Part part, Lifted lifted) {
        String where = LIST + "[" + part.key + "]";
        String from = lifted.reference(Slot.SOURCE);
        String to = lifted.reference(Slot.TARGET);
        Draft source = drafts.find(from);
        Draft target = drafts.find(to);
        if (source != null && target != null) {
            own(lifted, source, target, where);
            return;
        }
        edges.stray(strays, LIST, part.entryText());
        if (from == null || to == null) {
            tally.unmapped(where, "is no link");
        } else {
            tally.dangling(where, Tally.quoted(from) + " to " + Tally.quoted(to));
        }
    }

    /** A link that should have an id of its own. */
    private void own(Lifted lifted, Draft source, Draft target, String where) {
        String own = lifted.reference(Slot.ID);
        Json literal = lifted.fields().get(Slot.ID);
        String id = edges.claim(own);
        Json mark = null;
        if (own == null || literal == null) {
            mark = Json.NULL;
            tally.missing(where, id);
        } else if (!id.equals(own)) {
            mark = literal;
            tally.renamed(where, own, id);
        } else if (!Lifted.isPlain(Slot.ID, literal)) {
            mark = literal;
        }
        edges.add(lifted, source, target, id, mark);
    }

    /** The links among a node's settings. */
    private void inputs(Draft target) {
        target.lifted.inputs().forEach((key, link) -> {
            Lifted lifted = edges.lift(link);
            Draft source = drafts.find(lifted.reference(Slot.SOURCE));
            if (source != null) {
                edges.add(lifted, source, lifted.reference(Slot.SOURCE_HANDLE), target, key);
            }
        });
    }
}
