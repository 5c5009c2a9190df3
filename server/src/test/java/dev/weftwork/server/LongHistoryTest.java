package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However much short operations beat, a page of history holds no more of it than other pages do. */
final class LongHistoryTest {
    private static final Pattern THROUGH = Pattern.compile("\"through\":(\\d+),\"more\":(true|false)}$");
    private static final Pattern LOST = Pattern.compile("\"register\":\"config\\.(text\\d)\"");
    private static final long VALUES = 5;

    @TempDir
    private Path directory;

    @Test
    void valuesThatLostComePageByPage() {
        try (Site site = Site.at(directory)) {
            Http ada = site.as(Site.ADA);
            for (int i = 1; i <= VALUES; i++) {
                Json text = Json.of("x".repeat(400_000));
                ada.post(Site.STUDIO + "/ops", Site.push(Site.op("ann", i, "config.text" + i, text)));
            }
            for (int i = 1; i <= VALUES; i++) {
                // who had not seen what the other wrote
                ada.post(Site.STUDIO + "/ops", Site.push(Site.op("bob", i, "config.text" + i, Json.of("short"))));
            }

            List<String> lost = new ArrayList<>();
            long after = VALUES;
            boolean more = true;
            while (more) {
                String page = ada.get(Site.STUDIO + "/history?workflow=poster&after=" + after)
                        .body();
                assertThat(page.length()).isLessThan(1_100_000);
                Matcher end = THROUGH.matcher(page);
                assertThat(end.find()).isTrue();
                LOST.matcher(page).results().forEach(each -> lost.add(each.group(1)));
                assertThat(Long.parseLong(end.group(1))).isGreaterThan(after);
                after = Long.parseLong(end.group(1));
                more = Boolean.parseBoolean(end.group(2));
            }

            assertThat(after).isEqualTo(2 * VALUES);
            assertThat(lost).containsExactly("text1", "text2", "text3", "text4", "text5");
        }
    }
}
