package dev.weftwork.change;

import dev.weftwork.graph.Json;
import org.jspecify.annotations.Nullable;

/** One register's new value, null for ABSENT. */
record Write(EntityKey key, String field, @Nullable Json value) {}
