package dev.weftwork.format;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One value of a document while it is taken apart: where it stands, what it is, and what it was found to mean. */
final class Part {
    /** The key as the text spells it, quotes included; empty outside of objects. */
    final String keyText;

    final String key;
    final Json value;

    /** What it means; {@link Place#UNKNOWN} until something better is found. */
    Place place = Place.UNKNOWN;

    private @Nullable List<Part> children;
    private @Nullable Map<String, Part> byKey;

    Part(String keyText, String key, Json value) {
        this.keyText = keyText;
        this.key = key;
        this.value = value;
    }

    static Part root(Json value) {
        return new Part("", "", value);
    }

    /** The members or elements, taken apart once. */
    List<Part> children() {
        List<Part> known = children;
        if (known == null) {
            known = value.kind() == Json.Kind.OBJECT ? members(value.text()) : elements(value);
            children = known;
        }
        return known;
    }

    /** The members by key, of duplicate keys the last, as most readers have it. */
    Map<String, Part> byKey() {
        Map<String, Part> known = byKey;
        if (known == null) {
            known = new HashMap<>();
            for (Part child : children()) {
                known.put(child.key, child);
            }
            byKey = known;
        }
        return known;
    }

    /** The text as it stands among its siblings, with its key if it has one. */
    String entryText() {
        return keyText.isEmpty() ? value.text() : keyText + ':' + value.text();
    }

    private static List<Part> elements(Json array) {
        List<Part> parts = new ArrayList<>();
        for (Json element : array.elements()) {
            parts.add(new Part("", Integer.toString(parts.size()), element));
        }
        return parts;
    }

    private static List<Part> members(String object) {
        List<Part> parts = new ArrayList<>();
        JsonCursor cursor = new JsonCursor(object);
        cursor.beginObject();
        int before = cursor.offset();
        while (cursor.nextMember()) {
            // between the last value and this one lie only a comma, the key, a colon and white space
            int opening = object.indexOf('"', before);
            int closing = object.lastIndexOf('"', cursor.offset() - 1);
            String keyText = object.substring(opening, closing + 1);
            parts.add(new Part(keyText, cursor.key(), cursor.value()));
            before = cursor.offset();
        }
        return parts;
    }

    /** The child of an array at an index. */
    Part child(int index) {
        return Objects.requireNonNull(children().get(index));
    }
}
