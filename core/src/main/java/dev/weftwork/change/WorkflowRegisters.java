package dev.weftwork.change;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.graph.Viewport;
import org.jspecify.annotations.Nullable;

/** How a workflow's own fields lie in registers. */
public final class WorkflowRegisters {
    private WorkflowRegisters() {}

    /**
     * The register value of a viewport.
     *
     * @param viewport the viewport
     * @return its JSON
     */
    public static Json viewport(Viewport viewport) {
        return new JsonWriter()
                .beginObject()
                .key("x")
                .value(viewport.x())
                .key("y")
                .value(viewport.y())
                .key("zoom")
                .value(viewport.zoom())
                .endObject()
                .toJson();
    }

    static Viewport viewport(@Nullable Json value) {
        double[] numbers = Shape.numbers(value, "x", "y", "zoom");
        return numbers == null ? Viewport.ORIGIN : new Viewport(numbers[0], numbers[1], numbers[2]);
    }

    /**
     * The name in a workflow's registers.
     *
     * @param entity the workflow's own entity
     * @return the name, empty if none was written
     */
    public static String name(Entity entity) {
        return Shape.textOr(entity.registers().get(RegisterNames.NAME), "");
    }
}
