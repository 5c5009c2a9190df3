package dev.weftwork.format;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A port whose name is a type and an index, as in {@code main/0}.
 *
 * @param path the type
 * @param index the index
 */
record PortName(String path, String index) {
    /** How many ports of a type a node may have; more than any real one, and few enough to write an array for each. */
    static final int MAX_PORTS = 100_000;

    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,4}");

    /** What a port without a name is. */
    private static final PortName FIRST = new PortName("main", "0");

    /** Takes a handle apart; one without an index is the first of its type. */
    static PortName of(@Nullable String handle) {
        if (handle == null || handle.isEmpty()) {
            return FIRST;
        }
        int slash = handle.lastIndexOf('/');
        return slash < 0
                ? new PortName(handle, "0")
                : new PortName(handle.substring(0, slash), handle.substring(slash + 1));
    }

    /** The index of a port that is called by its index alone; an unknown name is the first. */
    static int index(@Nullable String handle) {
        return handle != null && INDEX.matcher(handle).matches() ? Integer.parseInt(handle) : 0;
    }
}
