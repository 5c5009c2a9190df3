package dev.weftwork.format;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the nodes of a document: their ids, then who holds whom. */
final class NodeReader {
    static final String LIST = "nodes";

    private final Dialect dialect;
    private final Tally tally;
    private final Strays strays;
    private final IdPool ids = new IdPool("node~");
    private final List<Draft> all = new ArrayList<>();
    private final Map<String, Draft> byId = new HashMap<>();

    NodeReader(Dialect dialect, Tally tally, Strays strays) {
        this.dialect = dialect;
        this.tally = tally;
        this.strays = strays;
    }

    Drafts read(@Nullable Json nodes) {
        List<Part> parts = nodes == null ? List.of() : Part.root(nodes).children();
        Set<String> keys =
                dialect.keyed() ? parts.stream().map(part -> part.key).collect(Collectors.toSet()) : Set.of();
        List<@Nullable Lifted> lifted = new ArrayList<>();
        for (Part part : parts) {
            lifted.add(part.value.kind() == Json.Kind.OBJECT ? lift(part, keys) : null);
        }
        List<String> orders = OrderKeys.spaced(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            add(parts.get(i), orders.get(i), lifted.get(i));
        }
        Drafts drafts = new Drafts(List.copyOf(all), byId);
        all.forEach(draft -> linkParent(draft, drafts, keys));
        return drafts;
    }

    private Lifted lift(Part part, Set<String> keys) {
        Lifted lifted = Dissector.lift(dialect.node(), part.value, accepts(part, keys));
        ids.reserve(ownId(part, lifted));
        return lifted;
    }

    private @Nullable String ownId(Part part, Lifted lifted) {
        return dialect.keyed() ? part.key : lifted.reference(Slot.ID);
    }

    private void add(Part part, String order, @Nullable Lifted lifted) {
        if (lifted == null) {
            strays.add(LIST, order, part.entryText());
            tally.unmapped(LIST + "[" + part.key + "]", "is no object");
            return;
        }
        String own = ownId(part, lifted);
        String id = IdPool.isUsable(own) ? ids.claim(own) : ids.invent(lifted.reference(Slot.TITLE));
        Draft draft = new Draft(part, NodeId.of(id), own == null ? id : own, order, lifted);
        all.add(draft);
        if (own != null) {
            byId.putIfAbsent(own, draft);
        }
        markId(draft, own);
    }

    /** Notes how the document spells the id, if that is not how we would. */
    private void markId(Draft draft, @Nullable String own) {
        Json literal = dialect.keyed()
                ? Json.parse(draft.part.keyText)
                : draft.lifted.fields().get(Slot.ID);
        String id = draft.id.value();
        String where = LIST + "[" + draft.part.key + "]";
        if (own == null || literal == null) {
            draft.marks.put(Marks.ID, Json.NULL);
            tally.missing(where, id);
        } else if (!id.equals(own)) {
            draft.marks.put(Marks.ID, literal);
            tally.renamed(where, own, id);
        } else if (!dialect.keyed() && !Lifted.isPlain(Slot.ID, literal)) {
            draft.marks.put(Marks.ID, literal);
        }
    }

    /** In a map, the key is the id; one inside is a field like others if it differs. */
    private BiPredicate<Slot, Json> accepts(Part part, Set<String> keys) {
        return (slot, value) -> switch (slot) {
            case ID -> !dialect.keyed() || Lifted.text(value).equals(part.key);
            case LINK -> keys.contains(Lifted.text(value.get(0)));
            default -> true;
        };
    }

    private void linkParent(Draft draft, Drafts drafts, Set<String> keys) {
        String parent = draft.lifted.reference(Slot.PARENT);
        if (parent == null) {
            return;
        }
        Draft holder = drafts.find(parent);
        if (holder != null && !isInside(holder, draft, drafts)) {
            draft.parent(holder.id);
            return;
        }
        // stored as a parent it would not be visible, so it stays an unknown field
        draft.lifted = Dissector.lift(
                dialect.node(), draft.part.value, accepts(draft.part, keys).and((slot, value) -> slot != Slot.PARENT));
        tally.note(LIST + "[" + draft.part.key + "] is held by '" + Tally.excerpt(parent) + "', which "
                + (holder == null ? "is not in the document" : "it holds itself") + "; kept as an unknown field");
    }

    /** Whether a node is another one or is held by it. */
    private static boolean isInside(Draft node, Draft other, Drafts drafts) {
        Set<Draft> seen = new HashSet<>();
        for (Draft at = node; at != null && seen.add(at); at = drafts.find(at.lifted.reference(Slot.PARENT))) {
            if (at == other) {
                return true;
            }
        }
        return false;
    }
}
