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
        long maxPages) {
    Options at(Path place) {
        return new Options(place, null, durability, busyTimeout, readOnly, maxPages);
    }

    Options with(Durability value) {
        return new Options(file, fallback, value, busyTimeout, readOnly, maxPages);
    }

    Options with(Duration value) {
        return new Options(file, fallback, durability, value, readOnly, maxPages);
    }

    Options orElse(Path value) {
        return new Options(file, value, durability, busyTimeout, readOnly, maxPages);
    }

    Options toReadOnly() {
        return new Options(file, fallback, durability, busyTimeout, true, maxPages);
    }

    Options withMaxPages(long value) {
        return new Options(file, fallback, durability, busyTimeout, readOnly, value);
    }
}
