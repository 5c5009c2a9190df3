package dev.weftwork.format;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All nodes while their document is read.
 *
 * @param all in the document's order
 * @param byId by the id that links call them by; of duplicates the first
 */
record Drafts(List<Draft> all, Map<String, Draft> byId) {
    @Nullable Draft find(@Nullable String id) {
        return id == null ? null : byId.get(id);
    }

    /** By title, for families whose links use that. */
    Map<String, Draft> byTitle() {
        Map<String, Draft> titles = new HashMap<>();
        all.forEach(draft -> titles.putIfAbsent(draft.lifted.text(Slot.TITLE), draft));
        return titles;
    }
}
