package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is acknowledged that would be gone with the process, because its file has lost its name. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "an open file cannot be moved there")
final class ReplacedFileTest {
    private static final String FIRST = Site.push(Site.op("d", 1, "title", Json.TRUE));
    private static final String SECOND = Site.push(Site.op("d", 2, "title", Json.FALSE));

    @TempDir
    private Path directory;

    @Test
    void whatIsPushedWhileTheDatabaseIsMovedAwayIsNotAcknowledged() throws IOException {
        assertNothingIsAcknowledgedOnce("weftwork.db");
    }

    @Test
    void norWhileItsLogIs() throws IOException {
        assertNothingIsAcknowledgedOnce("weftwork.db-wal");
    }

    @Test
    void norOnceAnotherFileHasTakenItsPlace() throws IOException {
        try (Site site = Site.at(directory)) {
            Http ada = site.as(Site.ADA);
            ada.post(Site.STUDIO + "/ops", FIRST);
            Files.move(directory.resolve("weftwork.db"), directory.resolve("old"));
            Files.copy(directory.resolve("old"), directory.resolve("weftwork.db"));

            assertThat(ada.post(Site.STUDIO + "/ops", SECOND).body()).contains("\"code\":\"storage\"");
            assertThat(ada.get("/ready").statusCode()).isEqualTo(503);
        }
    }

    private void assertNothingIsAcknowledgedOnce(String movedAway) throws IOException {
        try (Site site = Site.at(directory)) {
            Http ada = site.as(Site.ADA);
            assertThat(ada.post(Site.STUDIO + "/ops", FIRST).body()).contains("\"applied\"");
            Files.move(directory.resolve(movedAway), directory.resolve("aside"));

            assertThat(ada.post(Site.STUDIO + "/ops", SECOND).body()).contains("\"code\":\"storage\"");
            assertThat(ada.get("/ready").statusCode()).isEqualTo(503);

            Files.move(directory.resolve("aside"), directory.resolve(movedAway));
            assertThat(ada.get("/ready").statusCode()).isEqualTo(200);
            assertThat(ada.post(Site.STUDIO + "/ops", SECOND).body()).contains("\"applied\",\"seq\":2");
        }
    }
}
