package dev.weftwork.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README says what is true: its code runs, its snippet resolves, its tests exist, its links lead somewhere. */
final class ReadmeTest {
    private static final int MOST_LINES = 40;
    private static final Pattern CODE_BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TEST_CLASS = Pattern.compile("`(\\w+(?:Test|Laws|Contract))`");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?://|#)([^)#]+)");

    private final Path root = root();

    @Test
    void helloWorldIsTheExampleWordForWord() throws IOException {
        String source = read("examples/src/main/java/dev/weftwork/examples/HelloGraph.java");
        String shown = between("// begin\n", "// end\n", source);

        assertThat(blocksOf("java")).containsExactly(shown);
        assertThat(shown.lines()).hasSizeLessThanOrEqualTo(MOST_LINES);
    }

    @Test
    void dependencyIsTheOneThatTheConsumerUses() throws IOException {
        List<String> snippets = blocksOf("xml");

        assertThat(snippets).hasSize(1);
        assertThat(unindented(read("consumer/pom.xml"))).contains(unindented(snippets.get(0)));
    }

    @Test
    void thereAreTwoCommands() throws IOException {
        assertThat(blocksOf("sh")).hasSize(2).allMatch(block -> block.lines().count() == 1);
        assertThat(blocksOf("sh").get(1)).isEqualTo("mvn verify\n");
    }

    @Test
    void everyTestClassThatItNamesIsThere() throws IOException {
        Set<String> named = TEST_CLASS
                .matcher(read("README.md"))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(named).isNotEmpty();
        assertThat(javaClasses()).containsAll(named);
    }

    @Test
    void everyLinkOfTheDocumentsLeadsToAFile() throws IOException {
        for (Path document : documents()) {
            assertThat(LINK.matcher(Files.readString(document)).results().map(found -> found.group(1)))
                    .as("links of " + root.relativize(document))
                    .allMatch(link -> Files.exists(document.resolveSibling(link)));
        }
    }

    private List<String> blocksOf(String language) throws IOException {
        return CODE_BLOCK
                .matcher(read("README.md"))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map((MatchResult block) -> block.group(2))
                .toList();
    }

    private Set<String> javaClasses() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().contains("src"))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }

    private List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(root);
                Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private String read(String file) throws IOException {
        return Files.readString(root.resolve(file));
    }

    private static String between(String begin, String end, String text) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }

    private static String unindented(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    private static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path place = start; place != null; place = place.getParent()) {
            if (Files.isRegularFile(place.resolve("core/pom.xml"))) {
                return place;
            }
        }
        throw new IllegalStateException("No core/pom.xml in or above " + start);
    }
}
