package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudioTest {
    @TempDir
    Path directory;

    @Test
    void stepsOfEarlierRunsAreStillThere() {
        Path file = directory.resolve("studio.db");

        assertEquals(1, Studio.addStep(file, "First"));
        assertEquals(2, Studio.addStep(file, "Second"));
    }
}
