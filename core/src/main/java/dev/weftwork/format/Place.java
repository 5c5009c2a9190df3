package dev.weftwork.format;

import dev.weftwork.graph.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a family of documents keeps what: one tree of places describes a document, a node or a link. Immutable. */
sealed interface Place {
    /** Everything that no place is known for: it goes to {@code ext}. */
    Place UNKNOWN = new Unknown();

    /** A setting, named by its key. */
    Place SETTING = new Setting();

    /** An array with the links of each port. */
    Place PORTS = new Ports();

    /** What stays in the shape itself. */
    Place KEPT = new Kept();

    /** Everything that no place is known for. */
    record Unknown() implements Place {}

    /** What stays in the shape itself. */
    record Kept() implements Place {}

    /** A setting, named by its key. */
    record Setting() implements Place {}

    /** An array with the links of each port. */
    record Ports() implements Place {}

    /**
     * A typed field.
     *
     * @param numeric whether ids and handles are written as numbers by this family
     */
    record Field(Slot slot, boolean numeric) implements Place {}

    /** What a new entity of this family must have and the model does not know. */
    record Constant(Json value) implements Place {}

    /**
     * An object.
     *
     * @param rest where members go that are not among the known ones
     * @param required whether new entities have it even without members
     */
    record Members(Map<String, Place> known, Place rest, boolean required) implements Place {
        Place of(String key) {
            return known.getOrDefault(key, rest);
        }

        /** Whether what is not known here is a setting. */
        boolean holdsSettings() {
            return rest == SETTING
                    || (rest instanceof Choice choice && choice.spellings().contains(SETTING));
        }

        /** The same with one more known member, after the others. */
        Members with(String key, Place place) {
            Map<String, Place> more = new LinkedHashMap<>(known);
            more.put(key, place);
            return new Members(more, rest, required);
        }

        Members with(String key, Slot slot) {
            return with(key, new Field(slot, false));
        }

        Members require() {
            return new Members(known, rest, true);
        }
    }

    /** An array whose elements mean something by their index. */
    record Items(List<Place> places) implements Place {}

    /** One of several spellings; the first is the canonical one. */
    record Choice(List<Place> spellings) implements Place {}

    /** An object without known members, whose members go there. */
    static Members members(Place rest) {
        return new Members(Map.of(), rest, false);
    }

    static Items items(Slot... slots) {
        return new Items(java.util.Arrays.stream(slots)
                .map(slot -> (Place) new Field(slot, slot.isReference()))
                .toList());
    }

    static Place number(Slot slot) {
        return new Field(slot, true);
    }

    static Place either(Place... spellings) {
        return new Choice(List.of(spellings));
    }

    /** The typed field of a place, if it can be one. */
    static @Nullable Field field(Place place) {
        if (place instanceof Field field) {
            return field;
        }
        if (place instanceof Choice choice) {
            for (Place spelling : choice.spellings()) {
                if (spelling instanceof Field field) {
                    return field;
                }
            }
        }
        return null;
    }
}
