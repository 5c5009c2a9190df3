package dev.weftwork.format;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands out ids that are unique and usable, by the wishes of a document. Confined to one document. */
final class IdPool {
    private static final int MAX_BYTES = 512;

    private final String fallback;
    private final Set<String> taken = new HashSet<>();
    private final Set<String> reserved = new HashSet<>();
    private final Map<String, Integer> repeats = new HashMap<>();

    /** Makes ids that begin with a prefix where there is none to go by. */
    IdPool(String fallback) {
        this.fallback = fallback;
    }

    /** Whether a text can be an id at all. */
    static boolean isUsable(@Nullable String text) {
        return text != null
                && !text.isEmpty()
                && ShapeWriter.isUnicode(text)
                && (text.length() * 3 <= MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES);
    }

    /** Keeps an id for whoever has it in the document: nobody else is given it. */
    void reserve(@Nullable String id) {
        if (id != null) {
            reserved.add(id);
        }
    }

    /** The document's own id if it is usable and free; else something like it that is. */
    String claim(@Nullable String own) {
        if (own == null || !isUsable(own)) {
            return numbered(fallback);
        }
        return taken.add(own) ? own : numbered(own + "~");
    }

    /** An id for what has none of its own: a name if that is usable and free. */
    String invent(@Nullable String name) {
        return isUsable(name) && !reserved.contains(name) ? claim(name) : numbered(fallback);
    }

    private String numbered(String stem) {
        String usable = isUsable(stem + Integer.MAX_VALUE) ? stem : fallback;
        while (true) {
            String id = usable + (repeats.merge(usable, 1, Integer::sum) + (usable.equals(fallback) ? 0 : 1));
            if (!reserved.contains(id) && taken.add(id)) {
                return id;
            }
        }
    }
}
