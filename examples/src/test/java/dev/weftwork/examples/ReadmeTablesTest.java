package dev.weftwork.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the pages for people point at is there: files, tests, modules, and the commands of the workflow. */
final class ReadmeTablesTest {
    private static final Path ROOT = root();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern TEST = Pattern.compile("\\[`(\\w+)`\\]\\(([^)]+)/(\\w+)\\.java\\)");

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("SECURITY.md"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("The tests run outside of the repository");
        }
        return directory;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Stream<Path> pages() throws IOException {
        List<String> top = List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md");
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> pages =
                    docs.filter(file -> file.toString().endsWith(".md")).toList();
            return Stream.concat(top.stream().map(ROOT::resolve), pages.stream());
        }
    }

    @TestFactory
    Stream<DynamicTest> everyLinkLeadsToAFile() throws IOException {
        return pages().map(page -> DynamicTest.dynamicTest(
                ROOT.relativize(page).toString(),
                () -> assertThat(LINK.matcher(text(page))
                                .results()
                                .map(link -> link.group(1))
                                .filter(target -> !target.startsWith("http"))
                                .filter(target -> !Files.exists(page.resolveSibling(target))))
                        .as("links of %s that lead nowhere", page)
                        .isEmpty()));
    }

    @Test
    void everyProofOfAGuaranteeIsATestOfThatName() {
        String guarantees = section("## Guarantees");
        List<MatchResult> proofs = TEST.matcher(guarantees).results().toList();

        assertThat(proofs).hasSizeGreaterThan(20);
        assertThat(proofs).allSatisfy(proof -> {
            assertThat(proof.group(1)).isEqualTo(proof.group(3));
            String source = text(ROOT.resolve(proof.group(2)).resolve(proof.group(3) + ".java"));
            assertThat(source)
                    .as("%s has something to run", proof.group(1))
                    .containsPattern("@Test|@Property|@ParameterizedTest|@TestFactory|extends \\w+(Contract|Test)\\b");
        });
        assertThat(guarantees.lines().filter(line -> line.startsWith("| ")).skip(2))
                .as("guarantees with a proof each")
                .allSatisfy(line -> assertThat(line).containsPattern(TEST));
    }

    @Test
    void everyModuleIsOnTheMapAndEveryFolderOfTheMapIsThere() {
        List<String> map = Pattern.compile("\\| \\[`([\\w-]+)`\\]")
                .matcher(section("## What is where"))
                .results()
                .map(row -> row.group(1))
                .toList();
        List<String> modules = Pattern.compile("<module>([\\w-]+)</module>")
                .matcher(text(ROOT.resolve("pom.xml")))
                .results()
                .map(module -> module.group(1))
                .toList();

        assertThat(map).containsAll(modules);
        assertThat(map).allSatisfy(folder -> assertThat(ROOT.resolve(folder)).isDirectory());
    }

    private static String section(String heading) {
        String page = text(ROOT.resolve("README.md"));
        int from = page.indexOf(heading);
        int to = page.indexOf("\n## ", from + heading.length());
        assertThat(from).as(heading).isNotNegative();
        return page.substring(from, to < 0 ? page.length() : to);
    }
}
