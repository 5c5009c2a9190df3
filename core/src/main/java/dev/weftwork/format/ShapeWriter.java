package dev.weftwork.format;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down where everything stood, and collects what has no typed field.
 *
 * <p>A shape is JSON: {@code 0} stands for an unknown field, {@code 1} for a setting, a string for a typed field (with
 * {@code #} before it if it is a number there), an object for an object, {@code ["[]", …]} for an array and
 * {@code ["=", "text"]} for a value that is kept as it is. So nodes of one kind have one shape.
 */
final class ShapeWriter {
    private final StringBuilder shape = new StringBuilder();
    private final Map<String, Json> config = new HashMap<>();
    private final Map<String, Json> ext = new HashMap<>();
    private final List<Lifted.Port> ports = new ArrayList<>();
    private final Map<String, Json> inputs = new LinkedHashMap<>();

    private ShapeWriter() {}

    static Lifted write(Part root, Map<Slot, Json> fields) {
        ShapeWriter writer = new ShapeWriter();
        writer.part(root, "");
        return new Lifted(fields, writer.config, writer.ext, writer.ports, writer.inputs, writer.shape.toString());
    }

    private void part(Part part, String path) {
        if (part.place instanceof Place.Field field) {
            field(part, field.slot());
        } else if (part.place instanceof Place.Members) {
            members(part, path);
        } else if (part.place instanceof Place.Items) {
            items(part, path);
        } else if (part.place instanceof Place.Ports) {
            ports(part, path);
        } else if (part.place instanceof Place.Setting) {
            keep(part, part.key, config, '1');
        } else if (part.place instanceof Place.Kept) {
            verbatim(part.value);
        } else {
            keep(part, path, ext, '0');
        }
    }

    private void field(Part part, Slot slot) {
        if (slot == Slot.LINK) {
            inputs.put(part.key, part.value);
        }
        boolean numeric = slot.isReference() && part.value.kind() == Json.Kind.NUMBER;
        shape.append('"').append(numeric ? "#" : "").append(slot.code()).append('"');
    }

    private void members(Part part, String path) {
        Map<String, Part> last = part.byKey();
        shape.append('{');
        String comma = "";
        for (Part child : part.children()) {
            shape.append(comma).append(child.keyText).append(':');
            comma = ",";
            if (last.get(child.key) == child) {
                part(child, below(path, child.key));
            } else {
                verbatim(child.value);
            }
        }
        shape.append('}');
    }

    private void items(Part part, String path) {
        shape.append("[\"[]\"");
        for (Part child : part.children()) {
            shape.append(',');
            part(child, below(path, child.key));
        }
        shape.append(']');
    }

    private void ports(Part part, String path) {
        shape.append("[\"[]\"");
        for (Part child : part.children()) {
            shape.append(',');
            if (child.place instanceof Place.Ports) {
                ports.add(new Lifted.Port(path, Integer.parseInt(child.key), child.value));
                shape.append('"').append(Slot.PORT.code()).append('"');
            } else {
                verbatim(child.value);
            }
        }
        shape.append(']');
    }

    /** Keeps a value by its name, or in the shape itself where the name cannot be used. */
    private void keep(Part part, String name, Map<String, Json> map, char mark) {
        boolean usable = !(map == ext && (name.isEmpty() || name.startsWith(Marks.PREFIX))) && isUnicode(name);
        if (usable && map.putIfAbsent(name, part.value) == null) {
            shape.append(mark);
        } else {
            verbatim(part.value);
        }
    }

    /** As a string, since wrapped values might nest deeper than JSON may. */
    private void verbatim(Json value) {
        shape.append("[\"=\",").append(JsonWriter.quote(value.text())).append(']');
    }

    static String below(String path, String key) {
        return path.isEmpty() ? key : path + '/' + key;
    }

    /** Whether a text can be stored in any encoding. */
    static boolean isUnicode(String text) {
        return text.chars().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                || StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
