package dev.weftwork.server.sqlite;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import org.jspecify.annotations.Nullable;

/** By how many bytes writes make an entity longer in the database. */
final class WriteSize {
    /** A register's stamp. */
    private static final int STAMP = 160;
    /** Bytes of a UTF-16 unit at most. */
    private static final int UNIT = 3;

    private WriteSize() {}

    /** At most so many, without a look at each character. A register's name is there twice. */
    static long atMost(EntityWrites writes) {
        long bytes = 0;
        for (int i = 0; i < writes.size(); i++) {
            Json value = writes.value(i);
            long units = value == null ? 0 : value.text().length();
            bytes += STAMP + UNIT * (units + 2L * writes.field(i).length());
        }
        return bytes;
    }

    /** By as many as the values are longer than those in whose place they would come. */
    static long growth(EntityWrites writes, Registers before) {
        long bytes = 0;
        for (int i = 0; i < writes.size(); i++) {
            bytes += bytes(writes.value(i)) - bytes(before.get(writes.field(i)));
        }
        return bytes;
    }

    private static long bytes(@Nullable Json value) {
        return value == null ? 0 : Entities.utf8Length(value.text());
    }
}
