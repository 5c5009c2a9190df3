package dev.weftwork.store;

import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonObjectBuilder;
import dev.weftwork.oplog.SealedText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Under which other names the latest operations go on since a store was attached, as text: other processes on the storage
 * know them by the old ones, and take their steps back by these.
 */
final class Renames {
    /** Steps of undo are of the last operations, and as many as these are some 150 kB of text. */
    private static final int MOST = 2_000;

    private Renames() {}

    /** The text of the latest. */
    static String text(List<Map.Entry<OpId, OpId>> oldestFirst) {
        JsonObjectBuilder names = Json.object();
        oldestFirst
                .subList(Math.max(0, oldestFirst.size() - MOST), oldestFirst.size())
                .forEach(
                        each -> names.put(each.getKey().value(), each.getValue().value()));
        return SealedText.seal(Keys.RENAMED, names.build().text());
    }

    static Map<OpId, OpId> parse(@Nullable String text) {
        Map<OpId, OpId> names = new HashMap<>();
        if (text != null) {
            Json.parse(SealedText.open(Keys.RENAMED, text))
                    .toMap()
                    .forEach((was, is) -> names.put(new OpId(was), new OpId(is.asString())));
        }
        return names;
    }
}
