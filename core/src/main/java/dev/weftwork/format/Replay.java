package dev.weftwork.format;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one entity by its shape: first what the shape has a place for, in its order, then in each object what has come
 * since, in the order of the family. Each method tells whether it wrote anything. Confined to one entity.
 */
final class Replay {
    private final StringBuilder out;
    private final Place root;
    private final Shape shape;
    private final Filling filling;
    private final Set<String> settings = new HashSet<>();

    private Replay(StringBuilder out, Place root, Shape shape, Filling filling) {
        this.root = root;
        this.out = out;
        this.shape = shape;
        this.filling = filling;
    }

    static boolean write(StringBuilder out, Shape shape, Place place, Filling filling) {
        Replay replay = new Replay(out, place, shape, filling);
        boolean anew = shape.bare() && !(place instanceof Place.Members);
        return anew ? replay.fresh(place, "", "") : replay.form(shape.form(), place, "", "", false);
    }

    /** Writes what the shape has a place for; {@code amongSettings} if the object around it holds settings. */
    private boolean form(Form form, Place place, String key, String path, boolean amongSettings) {
        if (form instanceof Form.Hole hole) {
            return hole(hole, key, amongSettings);
        }
        if (form instanceof Form.Verbatim verbatim) {
            return put(verbatim.text());
        }
        if (form instanceof Form.Members members) {
            return members(members.members(), place, path);
        }
        if (form instanceof Form.Items items) {
            return spelling(place, Place.Ports.class) == null
                    ? items(items.items(), place, path)
                    : ports(items.items(), path);
        }
        // a typed field that had no usable value in the document, but has one now, comes first
        int start = out.length();
        if (!(place instanceof Place.Setting) && fresh(place, key, path)) {
            merge(start, filling.ext().get(path));
            return true;
        }
        return form instanceof Form.Setting ? setting(key) : put(filling.ext().get(path));
    }

    /** Brings the unknown members of an object back into what took its place. */
    private void merge(int start, @Nullable Json before) {
        if (before != null && before.kind() == Json.Kind.OBJECT && out.charAt(start) == '{') {
            Json merged = before;
            for (Json.Member member : Json.parse(out.substring(start)).members()) {
                merged = merged.with(member.key(), member.value());
            }
            out.setLength(start);
            out.append(merged.text());
        }
    }

    private boolean hole(Form.Hole hole, String key, boolean amongSettings) {
        boolean isLink = hole.slot() == Slot.LINK;
        // a setting in the place of a typed field can only have come after it
        if (!isLink && amongSettings && !shape.config().contains(key) && setting(key)) {
            return true;
        }
        String text = filling.text(hole.slot(), hole.numeric(), key);
        return text != null ? put(text) : isLink && setting(key);
    }

    private boolean setting(String key) {
        Json value = filling.config().get(key);
        return value != null && settings.add(key) && put(value.text());
    }

    private boolean members(List<Form.Member> members, Place place, String path) {
        Place.Members known = spelling(place, Place.Members.class);
        Place.Members places = known == null ? Place.members(Place.UNKNOWN) : known;
        int start = out.length();
        out.append('{');
        for (Form.Member member : members) {
            Place at = places.of(member.key());
            member(member.keyText(), member.form(), at, member.key(), path, places.holdsSettings());
        }
        Set<String> present = keys(members);
        more(places, present, path);
        if (path.isEmpty()) {
            unknown(present);
        }
        boolean empty = out.length() == start + 1 && !members.isEmpty() && !path.isEmpty() && !places.required();
        return empty ? undo(start) : put("}");
    }

    private static Set<String> keys(List<Form.Member> members) {
        Set<String> keys = new HashSet<>();
        members.forEach(member -> keys.add(member.key()));
        return keys;
    }

    /** Members that the shape has no place for, but the family has. */
    private void more(Place.Members places, Set<String> present, String path) {
        for (Map.Entry<String, Place> known : places.known().entrySet()) {
            if (!present.contains(known.getKey()) && member(known.getKey(), known.getValue(), path)) {
                present.add(known.getKey());
            }
        }
        if (places.rest() == Place.UNKNOWN) {
            return;
        }
        List<String> others = new ArrayList<>(filling.linkKeys());
        others.addAll(filling.config().keySet());
        for (String key : others) {
            if (!shape.config().contains(key) && present.add(key)) {
                member(key, places.rest(), path);
            }
        }
    }

    /** Unknown fields that came after the shape was made, and settings that this family has no object for. */
    private void unknown(Set<String> present) {
        filling.config().forEach((name, value) -> {
            if (!shape.config().contains(name) && settings.add(name) && present.add(name)) {
                separate('{').append(JsonWriter.quote(name)).append(':').append(value.text());
            }
        });
        filling.ext().forEach((name, value) -> {
            if (!name.startsWith(Marks.PREFIX) && !shape.ext().contains(name) && present.add(name)) {
                separate('{').append(JsonWriter.quote(name)).append(':').append(value.text());
            }
        });
    }

    private void member(String keyText, Form form, Place place, String key, String path, boolean amongSettings) {
        int start = out.length();
        separate('{').append(keyText).append(':');
        if (!form(form, place, key, ShapeWriter.below(path, key), amongSettings)) {
            undo(start);
        }
    }

    private boolean member(String key, Place place, String path) {
        int start = out.length();
        separate('{').append(JsonWriter.quote(key)).append(':');
        return fresh(place, key, ShapeWriter.below(path, key)) || undo(start);
    }

    private boolean items(List<Form> items, Place place, String path) {
        Place.Items known = spelling(place, Place.Items.class);
        List<Place> places = known == null ? List.of() : known.places();
        int start = out.length();
        boolean any = items.isEmpty();
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            Place at = i < places.size() ? places.get(i) : Place.UNKNOWN;
            String key = Integer.toString(i);
            separate('[');
            any |= form(items.get(i), at, key, ShapeWriter.below(path, key), false) || !put("null");
        }
        return any ? put("]") : undo(start);
    }

    private boolean ports(List<Form> items, String path) {
        out.append('[');
        int count = Math.max(items.size(), filling.portCount(path));
        for (int i = 0; i < count; i++) {
            String links = filling.port(path, i);
            boolean kept = i < items.size() && links.length() == 2 && items.get(i) instanceof Form.Verbatim;
            separate('[');
            put(kept ? ((Form.Verbatim) items.get(i)).text() : links);
        }
        return put("]");
    }

    /** Writes what the shape knows nothing of. */
    private boolean fresh(Place place, String key, String path) {
        if (place instanceof Place.Field field) {
            return freshField(field, key, path);
        }
        if (place instanceof Place.Setting) {
            return setting(key);
        }
        if (place instanceof Place.Choice choice) {
            return choice.spellings().stream().anyMatch(spelling -> fresh(spelling, key, path));
        }
        if (place instanceof Place.Constant constant) {
            return shape.bare() && put(constant.value());
        }
        if (place instanceof Place.Ports) {
            return (shape.bare() || filling.portCount(path) > 0) && ports(List.of(), path);
        }
        if (place instanceof Place.Items items) {
            return freshItems(items, path);
        }
        return place instanceof Place.Members members && freshMembers(members, path);
    }

    private boolean freshField(Place.Field field, String key, String path) {
        Slot slot = field.slot();
        if (slot == Slot.LINK) {
            String link = filling.text(slot, field.numeric(), key);
            return link != null && put(link);
        }
        if (shape.slots().contains(slot) || !filling.isNews(slot) || !path.equals(usual(slot, root, ""))) {
            return false;
        }
        String text = filling.text(slot, field.numeric(), key);
        return text != null && put(text);
    }

    /** Where a family usually keeps a field: of several places the first. */
    private static @Nullable String usual(Slot slot, Place place, String path) {
        if (place instanceof Place.Field field) {
            return field.slot() == slot ? path : null;
        }
        String found = null;
        if (place instanceof Place.Choice choice) {
            found = usual(slot, choice.spellings().get(0), path);
        } else if (place instanceof Place.Members members) {
            for (Map.Entry<String, Place> known : members.known().entrySet()) {
                found = found != null ? found : usual(slot, known.getValue(), ShapeWriter.below(path, known.getKey()));
            }
        } else if (place instanceof Place.Items items) {
            for (int i = 0; i < items.places().size(); i++) {
                String below = ShapeWriter.below(path, Integer.toString(i));
                found = found != null ? found : usual(slot, items.places().get(i), below);
            }
        }
        return found;
    }

    private boolean freshMembers(Place.Members members, String path) {
        int start = out.length();
        out.append('{');
        more(members, new HashSet<>(), path);
        boolean empty = out.length() == start + 1 && !(members.required() && shape.bare());
        return empty ? undo(start) : put("}");
    }

    private boolean freshItems(Place.Items items, String path) {
        int start = out.length();
        boolean any = false;
        out.append('[');
        for (int i = 0; i < items.places().size(); i++) {
            String key = Integer.toString(i);
            separate('[');
            any |= fresh(items.places().get(i), key, ShapeWriter.below(path, key)) || !put("null");
        }
        return any ? put("]") : undo(start);
    }

    private StringBuilder separate(char opening) {
        return out.charAt(out.length() - 1) == opening ? out : out.append(',');
    }

    private boolean put(@Nullable Json value) {
        return value != null && put(value.text());
    }

    private boolean put(String text) {
        out.append(text);
        return true;
    }

    private boolean undo(int length) {
        out.setLength(length);
        return false;
    }

    /** The spelling of a place that is of some sort, if there is one. */
    private static <T extends Place> @Nullable T spelling(Place place, Class<T> sort) {
        if (place instanceof Place.Choice choice) {
            for (Place spelling : choice.spellings()) {
                if (sort.isInstance(spelling)) {
                    return sort.cast(spelling);
                }
            }
        }
        return sort.isInstance(place) ? sort.cast(place) : null;
    }
}
