package dev.weftwork.format;

import dev.weftwork.graph.Json;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/** Finds the typed fields in a value: decides which part of it means what. Confined to one value. */
final class Dissector {
    private final BiPredicate<Slot, Json> accepts;
    private final Set<Slot> refused;
    private final Map<Slot, Json> fields = new EnumMap<>(Slot.class);

    private Dissector(BiPredicate<Slot, Json> accepts, Set<Slot> refused) {
        this.accepts = accepts;
        this.refused = refused;
    }

    /**
     * Takes a value apart.
     *
     * @param accepts whether a field may be lifted from a value that is of the right kind
     */
    static Lifted lift(Place place, Json value, BiPredicate<Slot, Json> accepts) {
        Set<Slot> refused = EnumSet.noneOf(Slot.class);
        while (true) {
            Dissector dissector = new Dissector(accepts, refused);
            Part root = Part.root(value);
            if (!dissector.assign(root, place) && value.kind() == Json.Kind.OBJECT) {
                // no typed field in it, but fields all the same
                root.place = Place.members(Place.UNKNOWN);
            }
            Set<Slot> torn = Slot.torn(dissector.fields.keySet());
            if (torn.isEmpty()) {
                return ShapeWriter.write(root, dissector.fields);
            }
            refused.addAll(torn);
        }
    }

    /** Gives a part its meaning; false if it cannot be what the place is for. */
    private boolean assign(Part part, Place place) {
        if (place instanceof Place.Choice choice) {
            return choice.spellings().stream().anyMatch(spelling -> assign(part, spelling));
        }
        boolean fits = fits(part, place);
        if (fits) {
            part.place = place;
        }
        return fits;
    }

    private boolean fits(Part part, Place place) {
        if (place instanceof Place.Field field) {
            return field(part, field.slot());
        }
        if (place instanceof Place.Members members) {
            return part.value.kind() == Json.Kind.OBJECT && members(part, members);
        }
        if (place instanceof Place.Items items) {
            return part.value.kind() == Json.Kind.ARRAY && items(part, items);
        }
        if (place instanceof Place.Ports) {
            return part.value.kind() == Json.Kind.ARRAY && ports(part);
        }
        return place instanceof Place.Setting || place instanceof Place.Kept;
    }

    private boolean field(Part part, Slot slot) {
        if (refused.contains(slot) || !slot.accepts(part.value) || !accepts.test(slot, part.value)) {
            return false;
        }
        // a node has many links, but of all else only one; the first spelling in the dialect's order counts
        return slot == Slot.LINK || fields.putIfAbsent(slot, part.value) == null;
    }

    private boolean members(Part part, Place.Members members) {
        Map<String, Part> children = part.byKey();
        boolean found = false;
        for (Map.Entry<String, Place> known : members.known().entrySet()) {
            Part child = children.get(known.getKey());
            found |= child != null && assign(child, known.getValue());
        }
        for (Part child : children.values()) {
            if (child.place == Place.UNKNOWN && members.rest() != Place.UNKNOWN) {
                found |= assign(child, members.rest());
            }
        }
        return found || members.rest() != Place.UNKNOWN;
    }

    private boolean items(Part part, Place.Items items) {
        boolean found = false;
        int size = Math.min(items.places().size(), part.children().size());
        for (int i = 0; i < size; i++) {
            found |= assign(part.child(i), items.places().get(i));
        }
        return found;
    }

    private static boolean ports(Part part) {
        if (part.children().size() > PortName.MAX_PORTS) {
            return false;
        }
        for (Part child : part.children()) {
            if (child.value.kind() == Json.Kind.ARRAY) {
                child.place = Place.PORTS;
            } else if (!child.value.isNull()) {
                return false;
            }
        }
        return true;
    }
}
