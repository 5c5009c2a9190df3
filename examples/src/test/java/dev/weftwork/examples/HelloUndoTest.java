package dev.weftwork.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HelloUndoTest {
    @TempDir
    Path directory;

    @Test
    void stepsGoBackAndForthAndLeaveOthersWork() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream terminal = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            HelloUndo.main(new String[] {directory.resolve("undo.db").toString()});
        } finally {
            System.setOut(terminal);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Typed \"a fox\" in 1 step",
                        "Taken back: nothing",
                        "Done again: \"a fox\"",
                        "Removed: Text only, 1 nodes, 0 edges",
                        "Taken back: Poster, 2 nodes, 1 edges",
                        "Another window wrote: Theirs",
                        "Left as it is: title, which is Theirs",
                        "Taken back: the place, which is null");
    }
}
