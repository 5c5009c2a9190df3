package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.spi.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees who opens the file with any SQLite tool. */
final class ViewsTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void fill() throws IOException {
        file = directory.resolve("studio.db");
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            storage.write(transaction -> {
                transaction.put(new Row("workflow", "w", "w", 3, 4, "{\"name\":\"Poster\"}", ""));
                transaction.put(new Row("node", "w", "n", 1, 2, "{\"title\":\"Idea\",\"x\":1,\"gone\":true}", ""));
                transaction.put(new Row("node", "v", "n", 1, 2, "{\"title\":\"Other\"}", ""));
                transaction.put(new Row("edge", "w", "e", 1, 2, "{\"ends\":[\"n\",\"m\"]}", ""));
                transaction.append(op("[\"node\",\"n\",{\"title\":\"folded long ago\"}]"));
                transaction.append(op("[\"node\",\"n\",{\"x\":2,\"title\":\"It's \\\"new\\\"\"},[\"gone\"]]"
                        + ",[\"node\",\"m\",{\"life\":true,\"config\":{\"a\":[1,null]}}]"));
                transaction.append(op("[\"node\",\"n\",{\"x\":3}]"));
                transaction.append("not JSON at all");
                transaction.setting("folded", "1");
                return true;
            });
        }
    }

    @Test
    void rowsAreShownWithWhatTheLogHoldsSinceTheFold() throws SQLException {
        try (RawDatabase raw = new RawDatabase(file)) {
            assertThat(raw.ask("SELECT json FROM current_nodes WHERE workflow = 'w' AND id = 'n'"))
                    .isIn("{\"title\":\"It's \\\"new\\\"\",\"x\":3}", "{\"x\":3,\"title\":\"It's \\\"new\\\"\"}");
            assertThat(raw.ask("SELECT newest_position FROM current_nodes WHERE workflow = 'w' AND id = 'n'"))
                    .isEqualTo("3");
        }
    }

    @Test
    void entitiesThatAreOnlyInTheLogAreShown() throws SQLException {
        try (RawDatabase raw = new RawDatabase(file)) {
            assertThat(raw.ask("SELECT json FROM current_nodes WHERE id = 'm'"))
                    .contains("\"life\":true")
                    .contains("\"config\":{\"a\":[1,null]}");
            assertThat(raw.ask("SELECT count(*) FROM current_nodes")).isEqualTo("3");
        }
    }

    @Test
    void rowsWithoutNewsAreShownAsTheyAre() throws SQLException {
        try (RawDatabase raw = new RawDatabase(file)) {
            assertThat(raw.ask("SELECT workflow || id || version || updated_at || json FROM current_workflows"))
                    .isEqualTo("ww34{\"name\":\"Poster\"}");
            assertThat(raw.ask("SELECT json FROM current_edges")).isEqualTo("{\"ends\":[\"n\",\"m\"]}");
            assertThat(raw.ask("SELECT json FROM current_nodes WHERE workflow = 'v'"))
                    .isEqualTo("{\"title\":\"Other\"}");
        }
    }

    @Test
    void promisedTablesAreThere() throws SQLException {
        try (RawDatabase raw = new RawDatabase(file)) {
            for (String table :
                    new String[] {"workflows", "nodes", "edges", "items", "assets", "kv", "oplog", "blobs", "handles"
                    }) {
                assertThat(raw.ask("SELECT type FROM sqlite_schema WHERE name = '" + table + "'"))
                        .isEqualTo("table");
            }
        }
    }

    private static String op(String writes) {
        return "{\"v\":1,\"ops\":[{\"op\":\"o\",\"workflow\":\"w\",\"writes\":[" + writes + "]}]}";
    }
}
