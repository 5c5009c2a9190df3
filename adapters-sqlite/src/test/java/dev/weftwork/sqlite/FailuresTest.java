package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;

final class FailuresTest {
    @TempDir
    Path directory;

    @Test
    void whatPassesByItselfIsLater() {
        for (SQLiteErrorCode code : new SQLiteErrorCode[] {
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT,
            SQLiteErrorCode.SQLITE_LOCKED,
            SQLiteErrorCode.SQLITE_PROTOCOL,
            SQLiteErrorCode.SQLITE_INTERRUPT,
            SQLiteErrorCode.SQLITE_NOMEM,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_IOERR_FSYNC
        }) {
            assertThat(Failures.of(failure(code), file()))
                    .as(code.name())
                    .hasMessageContaining(file().toString())
                    .hasCauseInstanceOf(SQLException.class);
        }
    }

    @Test
    void whatNeedsAPersonIsTyped() {
        Map<SQLiteErrorCode, Kind> kinds = Map.of(
                SQLiteErrorCode.SQLITE_FULL, Kind.FULL,
                SQLiteErrorCode.SQLITE_READONLY, Kind.READ_ONLY,
                SQLiteErrorCode.SQLITE_READONLY_DIRECTORY, Kind.READ_ONLY,
                SQLiteErrorCode.SQLITE_CANTOPEN, Kind.READ_ONLY,
                SQLiteErrorCode.SQLITE_PERM, Kind.READ_ONLY,
                SQLiteErrorCode.SQLITE_CORRUPT, Kind.CORRUPT,
                SQLiteErrorCode.SQLITE_NOTADB, Kind.CORRUPT,
                SQLiteErrorCode.SQLITE_TOOBIG, Kind.UNSUPPORTED,
                SQLiteErrorCode.SQLITE_IOERR_SHORT_READ, Kind.CORRUPT,
                SQLiteErrorCode.SQLITE_ERROR, Kind.CORRUPT);
        kinds.forEach((code, kind) -> assertThatExceptionOfType(StorageException.class)
                .as(code.name())
                .isThrownBy(() -> Failures.of(failure(code), file()))
                .matches(e -> e.kind() == kind)
                .withMessageContaining(file().toString()));
    }

    private Path file() {
        return directory.resolve("studio.db");
    }

    private static SQLException failure(SQLiteErrorCode code) {
        return new SQLException(code.name(), null, code.code);
    }
}
