package dev.weftwork.format;

import dev.weftwork.graph.Json;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes of a stored workflow by name. Confined to one writing. */
final class Shapes {
    private final Map<String, Json> ext;
    private final Map<String, Shape> read = new HashMap<>();

    Shapes(Map<String, Json> ext) {
        this.ext = ext;
    }

    /** The shape of an entity; what was made here, or came from another workflow, has none. */
    Shape of(Map<String, Json> entity) {
        return named(entity.get(Marks.SHAPE));
    }

    Shape named(@Nullable Json name) {
        return name == null || name.kind() != Json.Kind.STRING
                ? Shape.NONE
                : read.computeIfAbsent(name.asString(), this::read);
    }

    private Shape read(String name) {
        Json shape = ext.get(Marks.SHAPE_PREFIX + name);
        return shape == null ? Shape.NONE : Shape.read(shape);
    }
}
