package dev.weftwork.change;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.NodeId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads small composites out of register values. A value of another shape, which only a foreign client can have
 * written, reads as absent and is kept as it is.
 */
final class Shape {
    private Shape() {}

    static @Nullable String text(@Nullable Json value) {
        return value != null && value.kind() == Json.Kind.STRING ? value.asString() : null;
    }

    static String textOr(@Nullable Json value, String otherwise) {
        String text = text(value);
        return text == null ? otherwise : text;
    }

    /** The node that a text names, or null if no node can have that name. */
    static @Nullable NodeId nodeId(@Nullable String text) {
        try {
            return text == null ? null : NodeId.of(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The finite numbers of an object under the given names, or null unless all are there. */
    static double @Nullable [] numbers(@Nullable Json value, String... names) {
        if (value == null || value.kind() != Json.Kind.OBJECT) {
            return null;
        }
        double[] numbers = new double[names.length];
        Arrays.fill(numbers, Double.NaN);
        int member = 0;
        JsonCursor cursor = new JsonCursor(value.text());
        cursor.beginObject();
        while (cursor.nextMember()) {
            // most values list the names in this order
            String name = cursor.key(names[Math.min(member++, names.length - 1)]);
            int at = indexOf(names, name);
            if (at < 0 || cursor.peek() != Json.Kind.NUMBER) {
                cursor.skip();
            } else {
                numbers[at] = cursor.number();
            }
        }
        return allFinite(numbers) ? numbers : null;
    }

    private static boolean allFinite(double[] numbers) {
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(String[] names, String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
