package dev.weftwork.sqlite;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetDraft;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The parts of downloads in a file, each written by one at a time: one object, in one process. Thread-safe. */
final class BlobParts {
    /** The process and when it began, since numbers of processes are given out once more. */
    private final String process = ProcessHandle.current().pid() + " " + began(ProcessHandle.current());

    private final String self = process + " " + UUID.randomUUID();
    private final Set<AssetHash> mine = ConcurrentHashMap.newKeySet();

    private static String began(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    Optional<AssetDraft> open(Database database, AssetHash hash) throws IOException {
        Objects.requireNonNull(hash, "A hash is needed; it names the content");
        if (!mine.add(hash)) {
            return Optional.empty();
        }
        BlobPart part = null;
        try {
            part = database.change(0, session -> {
                String place = PartTable.place(session, hash).orElse(null);
                if (place != null && isWritten(PartTable.owner(session, place))) {
                    return null;
                }
                if (place == null) {
                    place = PartTable.newPlace(hash, UUID.randomUUID().toString());
                }
                boolean unused = PartTable.own(session, place, self);
                return new BlobPart(database, this, hash, place, PartTable.here(session, place));
            });
            return Optional.ofNullable(part);
        } finally {
            if (part == null) {
                letGo(hash);
            }
        }
    }

    /** Whether somebody else writes, in this process or in another that lives. */
    private boolean isWritten(@Nullable String owner) {
        if (owner == null || owner.equals(self)) {
            return false;
        }
        String[] words = owner.split(" ", -1);
        if (words.length != 3 || !words[0].matches("[0-9]{1,18}")) {
            return false;
        }
        return ProcessHandle.of(Long.parseLong(words[0]))
                .filter(ProcessHandle::isAlive)
                .filter(other -> began(other).equals(words[1]))
                .isPresent();
    }

    boolean isMine(@Nullable String owner) {
        return self.equals(owner);
    }

    void letGo(AssetHash hash) {
        mine.remove(hash);
    }
}
