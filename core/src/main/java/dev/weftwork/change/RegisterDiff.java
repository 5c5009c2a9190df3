package dev.weftwork.change;

import dev.weftwork.graph.Json;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes what differs and nothing else, so that two people who change different things never overwrite each other. */
final class RegisterDiff {
    private RegisterDiff() {}

    static void write(String field, @Nullable Json before, @Nullable Json after, EntityWrites.Builder writes) {
        if (!Objects.equals(before, after)) {
            writes.set(field, after);
        }
    }

    @SuppressWarnings("ReferenceEquality") // maps nobody touched are the same object; a node may have hundreds of keys
    static void write(String prefix, Map<String, Json> before, Map<String, Json> after, EntityWrites.Builder writes) {
        if (before == after) {
            return;
        }
        after.forEach((name, value) -> write(prefix + name, before.get(name), value, writes));
        before.forEach((name, value) -> {
            if (!after.containsKey(name)) {
                writes.set(prefix + name, null);
            }
        });
    }
}
