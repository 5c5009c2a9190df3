package dev.weftwork.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the builder gathered. A page limit of zero is none; tests set one to fill the disk. */
record Options(
        Path file,
        @Nullable Path fallback,
        Durability durability,
        Duration busyTimeout,
        boolean readOnly,
        long maxPages,
        boolean watched) {
    Options at(Path place) {
        return new Options(place, null, durability, busyTimeout, readOnly, maxPages, watched);
    }

    Options with(Durability value) {
        return new Options(file, fallback, value, busyTimeout, readOnly, maxPages, watched);
    }

    Options with(Duration value) {
        return new Options(file, fallback, durability, value, readOnly, maxPages, watched);
    }

    Options orElse(Path value) {
        return new Options(file, value, durability, busyTimeout, readOnly, maxPages, watched);
    }

    Options toReadOnly() {
        return new Options(file, fallback, durability, busyTimeout, true, maxPages, watched);
    }

    Options withWatch(boolean value) {
        return new Options(file, fallback, durability, busyTimeout, readOnly, maxPages, value);
    }

    Options withMaxPages(long value) {
        return new Options(file, fallback, durability, busyTimeout, readOnly, value, watched);
    }
}
