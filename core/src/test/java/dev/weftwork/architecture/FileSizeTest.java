package dev.weftwork.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Files stay small enough to be read in one sitting, in every module. */
final class FileSizeTest {
    private static final int MAIN_CAP = 400;
    private static final int MAIN_MEDIAN_CAP = 100;
    private static final int TEST_CAP = 500;

    @Test
    void noMainSourceIsLongerThanItsCap() {
        assertThat(longerThan(MAIN_CAP, Repository.mainSources()))
                .as("main sources of more than %d lines", MAIN_CAP)
                .isEmpty();
    }

    @Test
    void noTestSourceIsLongerThanItsCap() {
        assertThat(longerThan(TEST_CAP, Repository.testSources()))
                .as("test sources of more than %d lines", TEST_CAP)
                .isEmpty();
    }

    @Test
    void theMedianMainSourceIsShort() {
        List<Integer> lengths = Repository.mainSources().stream()
                .map(FileSizeTest::lines)
                .sorted()
                .toList();
        int median = lengths.isEmpty() ? 0 : lengths.get(lengths.size() / 2);

        assertThat(median).as("median lines of a main source").isLessThan(MAIN_MEDIAN_CAP);
    }

    private static Map<Path, Integer> longerThan(int cap, List<Path> files) {
        Map<Path, Integer> found = new TreeMap<>();
        for (Path file : files) {
            int lines = lines(file);
            if (lines > cap) {
                found.put(Repository.root().relativize(file), lines);
            }
        }
        return found;
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
