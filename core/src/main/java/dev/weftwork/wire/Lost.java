package dev.weftwork.wire;

import dev.weftwork.change.EntityKey;
import dev.weftwork.graph.Json;
import org.jspecify.annotations.Nullable;

/**
 * A value that lost against another that its writer had not seen.
 *
 * @param seq the operation whose admission brought it about
 * @param key the entity
 * @param register the register
 * @param value the value that lost, or null for ABSENT
 * @param loser the stamp that it had or would have had
 * @param winner the stamp of what stood after it
 */
public record Lost(
        long seq, EntityKey key, String register, @Nullable Json value, String loser, String winner) {}
