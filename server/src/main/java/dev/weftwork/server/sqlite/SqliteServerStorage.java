package dev.weftwork.server.sqlite;

import dev.weftwork.change.Place;
import dev.weftwork.server.storage.ServerStorage;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.server.storage.WorkspaceWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** All workspaces of a server in one SQLite file, {@code weftwork.db} in a directory of its own. */
public final class SqliteServerStorage implements ServerStorage {
    private static final String NOTE = "note:";
    private static final int READERS = 4;
    private static final int BUSY_MILLIS = 10_000;

    private final Path file;
    private final DirectoryLock lock;
    /** The database and its log. */
    private final List<OpenedFile> files;

    private final WriteCombiner writer;
    private final Recent recent = new Recent();
    private final ReadConnections readers;
    private final String id;

    private SqliteServerStorage(Path file, DirectoryLock lock) throws IOException {
        this.file = file;
        this.lock = lock;
        Sql writing = connect(false);
        try {
            Schema.prepare(writing);
        } catch (IOException | RuntimeException e) {
            writing.close();
            throw e;
        }
        writing.update(
                "INSERT INTO meta (name, value) VALUES ('server', ?) ON CONFLICT DO NOTHING",
                UUID.randomUUID().toString());
        id = Objects.requireNonNull(
                writing.one(row -> row.getString(1), "SELECT value FROM meta WHERE name = 'server'"));
        List<Sql> reading = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            reading.add(connect(true));
        }
        readers = new ReadConnections(reading);
        files = List.of(OpenedFile.at(file), OpenedFile.at(file.resolveSibling(file.getFileName() + "-wal")));
        writer = new WriteCombiner(writing, files, recent::forget);
    }

    /**
     * Opens the storage of a directory, which is made if need be.
     *
     * @param directory the directory
     * @return the storage
     * @throws IOException if the file cannot be opened, another server uses it, or a newer version wrote it
     */
    public static SqliteServerStorage at(Path directory) throws IOException {
        Files.createDirectories(directory);
        DirectoryLock lock = DirectoryLock.of(directory);
        try {
            return new SqliteServerStorage(directory.resolve("weftwork.db"), lock);
        } catch (UncheckedIOException e) {
            lock.close();
            throw new IOException("Cannot open the storage in " + directory + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private Sql connect(boolean reading) throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        // nobody asks for them, and the driver would query them behind every write
        config.setGetGeneratedKeys(false);
        config.setReadOnly(reading);
        try {
            Connection connection = config.createConnection("jdbc:sqlite:" + file);
            Sql sql = new Sql(connection);
            sql.execute("PRAGMA trusted_schema = OFF");
            sql.execute("PRAGMA cell_size_check = ON");
            return sql;
        } catch (SQLException e) {
            throw new IOException("Cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public <T> CompletableFuture<T> write(String workspace, Work<WorkspaceWriter, T> work) {
        return writer.write(sql -> {
            Book book = Book.open(sql, workspace, recent);
            Book opened = book == null ? Book.create(sql, workspace, freshStart(), recent) : book;
            T result = work.run(opened);
            opened.flush();
            return result;
        });
    }

    private static Place freshStart() {
        return Place.start(UUID.randomUUID().toString());
    }

    @Override
    public <T extends @Nullable Object> T read(String workspace, Work<WorkspaceReader, T> work) throws IOException {
        Sql sql = readers.take();
        try {
            sql.execute("BEGIN");
            Book book = Book.open(sql, workspace, null);
            if (book != null) {
                return work.run(book);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            giveBack(sql);
        }
        write(workspace, WorkspaceReader::headPlace).join();
        return read(workspace, work);
    }

    private void giveBack(Sql sql) {
        try {
            sql.execute("COMMIT");
        } finally {
            readers.giveBack(sql);
        }
    }

    @Override
    public @Nullable String noted(String name) throws IOException {
        Sql sql = readers.take();
        try {
            return sql.one(row -> row.getString(1), "SELECT value FROM meta WHERE name = ?", NOTE + name);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            readers.giveBack(sql);
        }
    }

    @Override
    public CompletableFuture<Boolean> note(String name, String text) {
        return writer.write(sql -> {
            String insert = "INSERT INTO meta (name, value) VALUES (?, ?)"
                    + " ON CONFLICT (name) DO UPDATE SET value = excluded.value";
            return sql.update(insert, NOTE + name, text) == 1;
        });
    }

    @Override
    public void check() throws IOException {
        for (OpenedFile opened : files) {
            opened.requireInPlace();
        }
        Sql sql = readers.take();
        try {
            sql.one(row -> row.getString(1), "SELECT value FROM meta WHERE name = 'server'");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            readers.giveBack(sql);
        }
    }

    @Override
    public List<String> workspaces() throws IOException {
        Sql sql = readers.take();
        try {
            return sql.all(row -> row.getString(1), "SELECT id FROM workspace ORDER BY id");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            readers.giveBack(sql);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
            readers.close();
        } finally {
            lock.close();
        }
    }
}
