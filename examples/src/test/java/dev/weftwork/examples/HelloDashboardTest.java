package dev.weftwork.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HelloDashboardTest {
    @TempDir
    Path directory;

    @Test
    void itShowsItsPageUntilEnterIsPressed() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream terminal = System.out;
        InputStream keyboard = System.in;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        System.setIn(new ByteArrayInputStream("\n".getBytes(StandardCharsets.UTF_8)));
        try {
            HelloDashboard.main(new String[] {directory.resolve("server").toString()});
        } finally {
            System.setOut(terminal);
            System.setIn(keyboard);
        }

        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("See http://127\\.0\\.0\\.1:[0-9]+/[0-9a-f]{32}/ and press Enter to end");
        assertThat(lines.get(1)).startsWith("Edits: ").endsWith("success rate: 100.0 %");
    }
}
