package dev.weftwork.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HelloConflictsTest {
    @TempDir
    Path directory;

    @Test
    void aFunctionJoinsTheTagsAndAPersonDecidesAboutTheTitle() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream terminal = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            HelloConflicts.main(new String[] {directory.resolve("server").toString()});
        } finally {
            System.setOut(terminal);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Tags: [\"fox\",\"hound\"]",
                        "Place and size of one device: true",
                        "Which one? [A brown hound, A red fox]",
                        "Title: A brown hound, A red fox",
                        "The same on both: true",
                        "Left to decide: 0");
    }
}
