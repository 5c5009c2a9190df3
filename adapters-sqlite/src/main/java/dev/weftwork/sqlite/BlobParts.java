package dev.weftwork.sqlite;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetDraft;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
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

    /** When a process began is worked out from the time of day, which may be put right meanwhile. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static String began(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    Optional<AssetDraft> open(Database database, AssetHash hash) throws IOException {
        Objects.requireNonNull(hash, "A hash is needed; it names the content");
        if (!mine.add(hash)) {
            return Optional.empty();
        }
        Optional<AssetDraft> part = Optional.empty();
        try {
            part = database.change(0, session -> take(database, session, hash));
            return part;
        } finally {
            if (part.isEmpty()) {
                letGo(hash);
            }
        }
    }

    private Optional<AssetDraft> take(Database database, Session session, AssetHash hash) throws SQLException {
        Optional<String> here = PartTable.place(session, hash);
        if (here.isPresent() && isWritten(PartTable.owner(session, here.get()))) {
            return Optional.empty();
        }
        String place =
                here.orElseGet(() -> PartTable.newPlace(hash, UUID.randomUUID().toString()));
        boolean unused = PartTable.own(session, place, self);
        return Optional.of(new BlobPart(database, this, hash, place, PartTable.here(session, place)));
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
                .filter(other -> isSame(began(other), words[1]))
                .isPresent();
    }

    private static boolean isSame(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.equals(other);
        }
        try {
            Duration between = Duration.between(Instant.parse(one), Instant.parse(other));
            return between.abs().compareTo(SLACK) <= 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    boolean isMine(@Nullable String owner) {
        return self.equals(owner);
    }

    /** Lets go of those that are still open here: no more can come to them, and this process may live for long. */
    void leave(Database database) throws IOException {
        if (!mine.isEmpty()) {
            boolean unused = database.change(0, this::disown);
        }
    }

    private boolean disown(Session session) throws SQLException {
        boolean any = false;
        for (AssetHash hash : mine) {
            String place = PartTable.place(session, hash).orElse(null);
            any |= place != null && isMine(PartTable.owner(session, place)) && PartTable.disown(session, place);
        }
        return any;
    }

    void letGo(AssetHash hash) {
        mine.remove(hash);
    }
}
