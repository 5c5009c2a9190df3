package dev.weftwork.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HelloSyncTest {
    @TempDir
    Path directory;

    @Test
    void bothDevicesEndWithTheSameGraph() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream terminal = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            HelloSync.main(new String[] {directory.resolve("server").toString()});
        } finally {
            System.setOut(terminal);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("Poster for the fair: 2 nodes", "The same on both: true");
    }
}
