package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** A file whose connections do not all close well lets go of all of them nevertheless. */
final class ClosingFileTest {
    @TempDir
    private Path directory;

    private final AtomicInteger closed = new AtomicInteger();

    /** A connection that closes, and says that it could not. */
    private Session stubborn(Path file) throws SQLException {
        Connection real = new SQLiteConfig().createConnection("jdbc:sqlite:" + file);
        Connection connection = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(real, arguments);
                    if (method.getName().equals("close")) {
                        throw new SQLException("connection " + closed.incrementAndGet() + " was stubborn");
                    }
                    return result;
                });
        return new Session(connection, new Patience(Duration.ZERO));
    }

    @Test
    void theWriterIsClosedThoughReadersFailTo() throws Exception {
        Path file = directory.resolve("graph.db");
        Options options = new Options(file, null, Durability.FULL, Duration.ofSeconds(5), false, 0, false);
        Opening.open(options).close();
        Readers readers = new Readers(file, () -> stubborn(file));
        Session first = Session.open(file, false, Duration.ZERO);
        FileIdentity identity = new FileIdentity(file, 0);
        SideCheckpoint side = new SideCheckpoint(() -> Session.open(file, false, Duration.ZERO));
        Writer writer = new Writer(first, side, file, identity, Durability.FULL);
        Database database =
                Database.of(options, List.of(), writer, Session.open(file, true, Duration.ZERO), readers, identity);
        database.write(transaction -> transaction.append("{}"));
        int two = database.query(one -> {
            try {
                return database.query(other -> 2);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(two).isEqualTo(2);
        Path log = DatabaseFiles.log(file);
        assertThat(log).exists();

        assertThatThrownBy(database::close).isInstanceOf(StorageException.class).hasMessageContaining("1 was stubborn");

        assertThat(closed).hasValue(2);
        assertThat(Files.exists(log))
                .as("what only the last connection removes")
                .isFalse();
    }
}
