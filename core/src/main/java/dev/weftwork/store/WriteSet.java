package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The writes of one edit, by entity, in the order in which entities were first touched. Confined to one thread. */
final class WriteSet {
    /** Either finished writes, as of a newborn that nobody has touched since, or a builder. */
    private final Map<EntityKey, Object> parts = new LinkedHashMap<>();

    /** Takes finished writes if the entity has none yet. */
    boolean putNew(EntityWrites writes) {
        return parts.putIfAbsent(writes.key(), writes) == null;
    }

    EntityWrites.Builder to(EntityKey key) {
        Object part = parts.get(key);
        if (part instanceof EntityWrites.Builder open) {
            return open;
        }
        EntityWrites.Builder open = part instanceof EntityWrites done ? done.toBuilder() : EntityWrites.to(key);
        parts.put(key, open);
        return open;
    }

    void remove(EntityKey key) {
        parts.remove(key);
    }

    List<EntityWrites> all() {
        List<EntityWrites> all = new ArrayList<>(parts.size());
        for (Object part : parts.values()) {
            if (part instanceof EntityWrites done) {
                all.add(done);
            } else if (part instanceof EntityWrites.Builder open && !open.isEmpty()) {
                all.add(open.build());
            }
        }
        all.forEach(WriteSet::requireNames);
        return all;
    }

    /** Values travel in any case; a name that no message can carry would stay on this device for ever. */
    private static void requireNames(EntityWrites writes) {
        for (int i = 0; i < writes.size(); i++) {
            String name = writes.field(i);
            if (hasHalfOfPair(name)) {
                throw new IllegalArgumentException(
                        "The field '" + name + "' of " + writes.key()
                                + " has half of a surrogate pair in its name, which no message can carry; use valid Unicode text");
            }
        }
    }

    private static boolean hasHalfOfPair(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isSurrogate(name.charAt(i))) {
                return name.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
            }
        }
        return false;
    }

    /** Whether two operations write the very same registers, and without conditions. */
    static boolean sameRegisters(List<EntityWrites> some, List<EntityWrites> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            EntityWrites one = some.get(i);
            EntityWrites other = others.get(i);
            boolean same = one.key().equals(other.key()) && one.size() == other.size();
            if (!same || one.guarded() || other.guarded()) {
                return false;
            }
            for (int field = 0; field < one.size(); field++) {
                if (!one.field(field).equals(other.field(field))) {
                    return false;
                }
            }
        }
        return true;
    }
}
