package dev.weftwork.store;

import dev.weftwork.oplog.DamagedTextException;
import dev.weftwork.oplog.RowSummary;
import dev.weftwork.spi.StorageException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says of a text that is not what was written there what a caller can decide on: the file is corrupt. */
final class Damage {
    private Damage() {}

    static <T> T guard(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (DamagedTextException | IllegalArgumentException | IllegalStateException e) {
            throw corrupt("The storage holds what was never written there: " + e.getMessage(), e);
        }
    }

    static long number(String name, String text) {
        return guard(() -> {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new DamagedTextException("The setting '" + name + "' is '" + text + "' and no number", e);
            }
        });
    }

    static RowSummary summary(@Nullable String text) {
        return guard(() -> RowSummary.parse(text));
    }

    static StorageException corrupt(String what, Throwable cause) {
        return new StorageException(
                StorageException.Kind.CORRUPT,
                what,
                "Close the store, put the file aside and recover what can be read from it; do not go on with it",
                cause);
    }

    static StorageException corrupt(String what) {
        return corrupt(what, new DamagedTextException(what, null));
    }
}
