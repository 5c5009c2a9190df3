package dev.weftwork.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HelloGraphTest {
    @TempDir
    Path directory;

    @Test
    void printsTheGraphThatItReadBackFromTheFile() {
        String[] arguments = {directory.resolve("hello.db").toString()};

        assertThat(outputOf(() -> HelloGraph.main(arguments))).containsExactly("Poster: 2 nodes", "Idea -> Render");
        assertThat(directory.resolve("hello.db")).isNotEmptyFile();
    }

    private static String[] outputOf(Runnable program) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream terminal = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(terminal);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toArray(String[]::new);
    }
}
