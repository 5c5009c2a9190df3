package dev.weftwork.store;

import dev.weftwork.graph.Ids;
import dev.weftwork.oplog.DamagedTextException;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a store from what can still be read of a damaged one. It is fed with rows, log entries and settings in any
 * order, by an adapter's own salvage or by {@link #readAll}; what fails its checksum is left out and reported. The new
 * store holds the rows and over them the entries, under a replica id of its own.
 *
 * <pre>{@code
 * Store openOrRecover(Path file) throws IOException {
 *     try {
 *         return Store.builder().storage(SqliteStorage.at(file)).open();
 *     } catch (StorageException e) {
 *         if (e.kind() != StorageException.Kind.CORRUPT) {
 *             throw e;
 *         }
 *     }
 *     Path aside = SqliteStorage.quarantine(file);
 *     Recovery recovery = new Recovery();
 *     SqliteStorage.salvage(aside, …);                     // hands everything to entry(), row() and setting()
 *     try (SqliteStorage fresh = SqliteStorage.at(file)) {
 *         show(recovery.writeTo(fresh));
 *     }
 *     return Store.builder().storage(SqliteStorage.at(file)).open();
 * }
 * }</pre>
 *
 * <p><b>The last good backup.</b> A recovery may be fed from several places: {@code readAll(backup)} beside the salvage
 * fills the gaps with the state of the backup. Of two values the later edit stands, wherever it was read; something
 * that was deleted after the backup comes back if its deletion is among what was lost.
 *
 * <p><b>What is promised.</b> Every value in the new store was once written there. An edit whose log entry can be read is
 * in it. What is known to be lost is named in the report, and if nothing at all can be read, nothing is written. A
 * workflow whose own record is lost, but not its content, comes back under a name that says so.
 *
 * <p><b>Attached stores.</b> If the settings can be read, the new store is attached as the old one was, and edits that
 * the server has not spoken of are pending under their own ids. Otherwise it is its own authority.
 *
 * <p>Confined to one thread, and used once.
 */
public final class Recovery {
    private final Ids ids;
    private final RowRemains rows = new RowRemains();
    private final NavigableMap<Long, List<LogEntry>> entries = new TreeMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final List<RecoveryReport.Loss> losses = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();

    /** A recovery that has seen nothing yet. */
    public Recovery() {
        this(Ids.system());
    }

    /**
     * A recovery that has seen nothing yet.
     *
     * @param ids makes the new store's replica id
     */
    public Recovery(Ids ids) {
        this.ids = ids;
    }

    /**
     * Takes a log entry.
     *
     * @param position where it stands in the log
     * @param body its text, or null if that cannot be read
     * @return this
     */
    public Recovery entry(long position, @Nullable String body) {
        if (body == null) {
            messages.add("Log entry " + position + " has no text");
            return this;
        }
        try {
            LogEntry entry = LogEntry.read(position, body);
            List<LogEntry> known = entries.computeIfAbsent(position, at -> new ArrayList<>());
            if (!known.contains(entry)) {
                known.add(entry);
            }
        } catch (DamagedTextException e) {
            messages.add(String.valueOf(e.getMessage()));
        }
        return this;
    }

    /**
     * Takes a row. Of two rows of one entity, as a backup gives, both count.
     *
     * @param row the row; any part of it may be wrong
     * @return this
     */
    public Recovery row(Row row) {
        if (Stream.of(row.kind(), row.workflowId(), row.id(), row.json(), row.stamps())
                .anyMatch(Objects::isNull)) {
            messages.add("A row has lost a part: " + row);
            return this;
        }
        try {
            rows.add(
                    row,
                    id -> losses.add(new RecoveryReport.Loss(
                            row.workflowId(), row.kind(), id, "it does not match its checksum")));
        } catch (DamagedTextException | IllegalArgumentException e) {
            losses.add(new RecoveryReport.Loss(row.workflowId(), row.kind(), row.id(), String.valueOf(e.getMessage())));
        }
        return this;
    }

    /**
     * Takes a setting. Settings tell how much there should be and whom the store was attached to.
     *
     * @param name its name, or null if that cannot be read
     * @param value its value, or null if that cannot be read
     * @return this
     */
    public Recovery setting(@Nullable String name, @Nullable String value) {
        if (name == null || value == null) {
            messages.add("A setting has lost a part: " + name + " = " + value);
        } else {
            settings.putIfAbsent(name, value);
        }
        return this;
    }

    /**
     * Takes a sentence about something that could not be read, for the report.
     *
     * @param message the sentence
     * @return this
     */
    public Recovery loss(String message) {
        messages.add(message);
        return this;
    }

    /**
     * Reads all that a storage gives: a backup, or a damaged storage whose adapter has no salvage of its own. What
     * cannot be read is skipped and reported.
     *
     * @param source the storage, which is not changed and stays open
     * @return this
     */
    public Recovery readAll(StorageAdapter source) {
        List<String> graphs = new ArrayList<>();
        part(
                "settings",
                () -> source.read(moment -> {
                    moment.settings("", (name, value) -> {
                        setting(name, value);
                        if (name.startsWith(Keys.ROWS)) {
                            graphs.add(name.substring(Keys.ROWS.length()));
                        }
                    });
                    return true;
                }));
        part(
                "log",
                () -> source.read(moment -> {
                    moment.log(moment.floor(), this::entry);
                    return true;
                }));
        for (String id : graphs) {
            part(
                    "rows of workflow " + id,
                    () -> source.read(moment -> {
                        moment.rows(id, this::row);
                        return true;
                    }));
        }
        return this;
    }

    private void part(String name, Reading reading) {
        try {
            reading.run();
        } catch (IOException | StorageException e) {
            messages.add("The " + name + " cannot be read to the end: " + e.getMessage());
        }
    }

    private interface Reading {
        boolean run() throws IOException;
    }

    /**
     * Founds a store with all that was taken, in one transaction.
     *
     * @param empty an empty storage, which stays open; open it with {@link Store#builder()} afterwards
     * @return what was kept and what was lost
     * @throws StorageException of kind {@code CORRUPT} if there was nothing that could be read, {@code UNSUPPORTED} if
     *     the storage is not empty, or what the storage says; then nothing was written
     */
    public RecoveryReport writeTo(StorageAdapter empty) {
        if (rows.isEmpty() && entries.isEmpty()) {
            throw new StorageException(
                    StorageException.Kind.CORRUPT,
                    "Nothing could be read of the damaged store" + (messages.isEmpty() ? "" : ": " + messages.get(0)),
                    "Restore a backup, or start anew with an empty storage");
        }
        Founding founding = new Founding(ids, settings, new Remains(rows, entries));
        try {
            return empty.write(founding::write).with(losses, messages);
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.LOCKED,
                    "The recovered store cannot be written now: " + e.getMessage(),
                    "Try again; nothing was written",
                    e);
        }
    }
}
