package dev.weftwork.spi;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a gesture that is under way stands, such as dragging. It is for the eyes of peers only and kept nowhere: it ends
 * with the gesture's operation, with a frame without values, or when two seconds pass without another.
 *
 * @param workflow where
 * @param gesture the operation that the gesture will become, if it becomes one
 * @param number counts the gesture's frames, from one; an older frame never takes the place of a newer one
 * @param values all that the gesture has come to so far, one element for each entity; empty if it was called off
 */
public record GestureFrame(WorkflowId workflow, OpId gesture, long number, List<EntityWrites> values) {
    /**
     * Checks the numbers and copies the list.
     *
     * @param workflow where
     * @param gesture the operation that it will become
     * @param number counts the frames
     * @param values what it has come to
     * @throws IllegalArgumentException if the number is below one, an entity is listed twice, or a write is guarded
     */
    public GestureFrame {
        values = List.copyOf(values);
        if (number < 1) {
            throw new IllegalArgumentException("Frames count from 1; this one has " + number);
        }
        Set<EntityKey> seen = new HashSet<>();
        for (EntityWrites each : values) {
            if (!seen.add(each.key())) {
                throw new IllegalArgumentException("The frame lists " + each.key() + " twice");
            }
            if (each.guarded()) {
                throw new IllegalArgumentException("A frame's writes have no guards; those to " + each.key() + " do");
            }
        }
    }
}
