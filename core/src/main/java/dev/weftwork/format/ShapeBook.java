package dev.weftwork.format;

import dev.weftwork.graph.Json;
import java.util.HashMap;
import java.util.Map;

/**
 * The distinct shapes of one document, each under a short name. The name comes from the shape's own text, so a node
 * that is copied into another workflow never finds a different shape under its name. Confined to one document.
 */
final class ShapeBook {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Map<String, Json> names = new HashMap<>();
    private final Map<String, String> shapes = new HashMap<>();

    /** The name of a shape, as a JSON string. */
    Json name(String shape) {
        return names.computeIfAbsent(shape, text -> {
            String name = digest(text);
            // two shapes of one document that collide: unlikely, but nothing would tell
            while (shapes.putIfAbsent(name, text) != null) {
                name += "'";
            }
            return Json.of(name);
        });
    }

    /** Adds all of them to a workflow's unknown fields. */
    void putAllInto(Map<String, Json> ext) {
        shapes.forEach((name, shape) -> ext.put(Marks.SHAPE_PREFIX + name, Json.parse(shape)));
    }

    private static String digest(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return Long.toUnsignedString(hash, Character.MAX_RADIX);
    }
}
