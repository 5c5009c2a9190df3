package dev.weftwork.schema;

import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps by which older files are brought up to date, each run at most once for a file. Version 1 is the first, so
 * there are no steps yet. Immutable.
 */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final String SCHEMA = "schema";
    private static final Migrations NONE = new Migrations(new TreeMap<>());

    private final SortedMap<Integer, Migration> byVersion;

    private Migrations(SortedMap<Integer, Migration> byVersion) {
        this.byVersion = byVersion;
    }

    /**
     * No steps.
     *
     * @return migrations under which a file keeps its version
     */
    public static Migrations none() {
        return NONE;
    }

    /**
     * One step more.
     *
     * @param from the version that it starts from; it leads to the next
     * @param step the step
     * @return migrations with it
     * @throws IllegalArgumentException if there is a step from that version already
     */
    public Migrations with(int from, Migration step) {
        TreeMap<Integer, Migration> more = new TreeMap<>(byVersion);
        if (more.put(from, step) != null) {
            throw new IllegalArgumentException("There are two steps from version " + from + "; keep one");
        }
        return new Migrations(more);
    }

    /**
     * The version that files end up in.
     *
     * @param current the version that this library writes
     * @return that version, or one more than the last step's if that is greater
     */
    public int target(int current) {
        return byVersion.isEmpty() ? current : Math.max(current, byVersion.lastKey() + 1);
    }

    /**
     * Refuses a file that this library cannot read.
     *
     * @param found the file's version as it stands there
     * @param current the version that this library writes
     * @throws StorageException if the version is newer than any that is known, or is none
     */
    public void check(@Nullable String found, int current) {
        version(found, current);
    }

    /**
     * Takes every step that a file still needs.
     *
     * @param storage the file
     * @param current the version that this library writes
     * @return true if a step was taken
     * @throws IOException if the file cannot be written now; it is as it was after the last whole step
     * @throws StorageException if the version is newer than any that is known, or no step leads on from it
     */
    public boolean run(StorageAdapter storage, int current) throws IOException {
        boolean any = false;
        while (storage.read(moment -> version(moment.setting(SCHEMA), current)) < target(current)) {
            any |= storage.write(transaction -> {
                int from = version(transaction.setting(SCHEMA), current);
                if (from >= target(current)) {
                    // another process was faster
                    return false;
                }
                step(from).apply(transaction);
                transaction.setting(SCHEMA, Integer.toString(from + 1));
                LOG.atInfo()
                        .addKeyValue("from", from)
                        .addKeyValue("to", from + 1)
                        .log("migration");
                return true;
            });
        }
        return any;
    }

    private Migration step(int from) {
        Migration step = byVersion.get(from);
        if (step == null) {
            throw new StorageException(
                    StorageException.Kind.UNSUPPORTED,
                    "The file has schema version " + from + ", and no step leads on from it",
                    "Open it with the version of the library that wrote it");
        }
        return step;
    }

    private int version(@Nullable String found, int current) {
        int version = parse(found);
        if (version > target(current)) {
            throw new StorageException(
                    StorageException.Kind.NEWER_SCHEMA,
                    "The file has schema version " + version + ", and this library knows versions up to "
                            + target(current),
                    "Update the library; the file was not changed");
        }
        return version;
    }

    private static int parse(@Nullable String found) {
        try {
            int version = found == null ? 0 : Integer.parseInt(found);
            if (version >= 1) {
                return version;
            }
        } catch (NumberFormatException e) {
            throw unknown(found, e);
        }
        throw unknown(found, null);
    }

    private static StorageException unknown(@Nullable String found, @Nullable Throwable cause) {
        return new StorageException(
                StorageException.Kind.UNSUPPORTED,
                "The file's schema version is '" + found + "', which no version of this library wrote",
                "It is not a Weftwork store, or it is damaged; nothing was changed",
                cause);
    }
}
