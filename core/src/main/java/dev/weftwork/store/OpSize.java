package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import java.util.List;

/** How much an operation takes, roughly, in characters of its text. */
final class OpSize {
    /** An operation beyond this is refused where it is made. */
    static final long LIMIT = 64L << 20;

    private static final int FRAME = 256;
    /** Brackets, quotes and commas. */
    private static final int ENTITY = 16;

    private static final int REGISTER = 4;

    private OpSize() {}

    static long of(List<EntityWrites> all) {
        long size = FRAME;
        for (EntityWrites writes : all) {
            size += writes.key().id().length() + ENTITY + (long) writes.size() * REGISTER + writes.length();
        }
        return size;
    }
}
