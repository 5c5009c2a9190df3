package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.graph.Json;
import java.util.List;

/** How much an operation takes, roughly, in characters of its text. */
final class OpSize {
    /** An operation beyond this is refused where it is made. */
    static final long LIMIT = 64L << 20;

    private static final int FRAME = 256;

    private OpSize() {}

    static long of(List<EntityWrites> all) {
        long size = FRAME;
        for (EntityWrites writes : all) {
            size += writes.key().id().length() + 16;
            for (int i = 0; i < writes.size(); i++) {
                Json value = writes.value(i);
                size += writes.field(i).length()
                        + 4
                        + (value == null ? 0 : value.text().length());
            }
        }
        return size;
    }
}
