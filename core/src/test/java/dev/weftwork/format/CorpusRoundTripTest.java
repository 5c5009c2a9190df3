package dev.weftwork.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real documents, from the folder that the system property {@code weftwork.corpus} names, and our own. */
final class CorpusRoundTripTest {
    private static final FlowChecks.Host HOST = new FlowChecks.PlainHost();

    @Test
    void everyFixtureComesBack() throws Exception {
        Path folder = Path.of(CorpusRoundTripTest.class.getResource("/format").toURI());
        for (Path file : documents(folder)) {
            FlowChecks.check(file.getFileName().toString(), Files.readString(file), HOST);
        }
    }

    @Test
    void everyRealDocumentComesBack() throws IOException {
        String corpus = System.getProperty("weftwork.corpus", "");
        assumeTrue(!corpus.isBlank(), "no corpus: -Dweftwork.corpus=<folder> names one");
        Path folder = Path.of(corpus);
        Map<String, JsonNode> manifest = manifest(folder.resolve("MANIFEST.json"));
        Map<String, int[]> table = new TreeMap<>();
        for (Path file : documents(folder)) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            FlowImport read = FlowChecks.check(name, Files.readString(file), HOST);
            assertCounts(name, manifest.get(name), read);
            String kind = name.contains("/") ? name.substring(0, name.indexOf('/')) : ".";
            tally(table.computeIfAbsent(kind, format -> new int[4]), read);
        }
        table.forEach((format, row) -> System.out.printf(
                "%-12s %3d mapped %3d opaque %5d nodes %5d edges%n", format, row[0], row[1], row[2], row[3]));
        assertThat(table).isNotEmpty();
    }

    private static void tally(int[] row, FlowImport read) {
        if (read instanceof FlowImport.Mapped mapped) {
            row[0]++;
            row[2] += mapped.report().nodes();
            row[3] += mapped.report().edges();
        } else {
            row[1]++;
        }
    }

    private static void assertCounts(String name, @Nullable JsonNode entry, FlowImport read) {
        if (entry != null && read instanceof FlowImport.Mapped mapped) {
            FlowReport report = mapped.report();
            assertThat(report.nodes()).as(name).isEqualTo(entry.path("nodes").asInt());
            assertThat(report.edges() + report.danglingLinks())
                    .as(name)
                    .isEqualTo(entry.path("edges").asInt());
        }
    }

    private static Map<String, JsonNode> manifest(Path file) throws IOException {
        Map<String, JsonNode> entries = new HashMap<>();
        if (Files.exists(file)) {
            JsonMapper.shared()
                    .readTree(Files.readString(file))
                    .forEach(entry -> entries.put(entry.path("file").asString(), entry));
        }
        return entries;
    }

    private static List<Path> documents(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(json|canvas|ga)"))
                    .filter(file -> !file.getFileName().toString().equals("MANIFEST.json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
