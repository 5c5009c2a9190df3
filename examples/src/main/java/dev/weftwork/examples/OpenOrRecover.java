package dev.weftwork.examples;

import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageException;
import dev.weftwork.sqlite.SalvageReport;
import dev.weftwork.sqlite.SalvageVisitor;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Recovery;
import dev.weftwork.store.RecoveryReport;
import dev.weftwork.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Opens a file; if it is damaged, sets it aside and goes on with what can still be read of it. */
public final class OpenOrRecover {
    private OpenOrRecover() {}

    /**
     * Opens a file. When it is damaged, no other process may have it open; if one has, a {@link StorageException} of kind
     * {@code LOCKED} says so.
     *
     * @param file the database
     * @param told takes the report if something had to be recovered; show it to the user
     * @return the store
     * @throws IOException if the disk fails; what was set aside stays
     */
    public static Store open(Path file, Consumer<RecoveryReport> told) throws IOException {
        try {
            return Store.builder().storage(SqliteStorage.at(file)).open();
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.CORRUPT) {
                throw e;
            }
        }
        return recover(file, told);
    }

    /**
     * Sets a file aside and goes on with what can still be read of it; also for damage that showed later, when a graph
     * was loaded. Close the store first.
     *
     * @param file the database
     * @param told takes the report
     * @return the new store
     * @throws IOException if the disk fails; what was set aside stays
     */
    public static Store recover(Path file, Consumer<RecoveryReport> told) throws IOException {
        Path aside = SqliteStorage.quarantine(file);
        Recovery recovery = new Recovery();
        SalvageReport salvaged = SqliteStorage.salvage(aside, into(recovery));
        salvaged.losses().forEach(recovery::loss);
        try (SqliteStorage fresh = SqliteStorage.at(file)) {
            told.accept(recovery.writeTo(fresh));
        }
        return Store.builder().storage(SqliteStorage.at(file)).open();
    }

    private static SalvageVisitor into(Recovery recovery) {
        return new SalvageVisitor() {
            @Override
            public void entry(long position, String body) {
                recovery.entry(position, body);
            }

            @Override
            public void row(Row row) {
                recovery.row(row);
            }

            @Override
            public void setting(String name, String value) {
                recovery.setting(name, value);
            }
        };
    }
}
