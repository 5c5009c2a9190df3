package dev.weftwork.spi;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a history, as far as the server still keeps it.
 *
 * @param ops what was admitted, in order; if one entity is meant, with the writes to that alone
 * @param losses the values that lost when these were admitted, in order
 * @param through the page is complete up to this number; the next begins after it
 * @param more whether there is a next page; the next may be empty
 */
public record HistoryPage(List<AdmittedOp> ops, List<Lost> losses, long through, boolean more) {
    /**
     * Copies the lists.
     *
     * @param ops what was admitted
     * @param losses what lost
     * @param through up to where
     * @param more whether there is more
     */
    public HistoryPage {
        ops = List.copyOf(ops);
        losses = List.copyOf(losses);
    }

    /**
     * A value that lost against another that its writer had not seen. To take it back, write it again.
     *
     * @param seq the operation whose admission brought it about
     * @param key the entity
     * @param register the register
     * @param value the value that lost, or null for ABSENT
     * @param loser the stamp that it had or would have had
     * @param winner the stamp of what stood after it
     */
    public record Lost(
            long seq,
            EntityKey key,
            String register,
            @Nullable Json value,
            Stamp loser,
            Stamp winner) {}
}
