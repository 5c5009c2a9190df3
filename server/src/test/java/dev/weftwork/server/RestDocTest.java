package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/rest.md do what the page says, in the order in which they stand there. */
final class RestDocTest {
    /** A block of shell, and what the page says of it up to the next blank line or block. */
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n((?:[^`].*\n)+)```\n(?:\n→ ((?:.+\n)+))?");

    private static final int MOST_MINUTES = 2;

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    @TempDir
    private Path directory;

    private Site site;

    @BeforeEach
    void start() {
        site = Site.at(directory);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static List<MatchResult> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(Path.of("../docs/rest.md")))
                .results()
                .toList();
    }

    private interface Caller {
        String call(String line) throws Exception;
    }

    @Test
    void anyClientCanSendWhatThePageShows() throws Exception {
        check(this::callHere);
    }

    @Test
    void curlDoesWhatThePageSays() throws Exception {
        // where there is no curl, the same lines are sent by the test above
        check(hasCurl() ? this::curl : this::callHere);
    }

    private void check(Caller caller) throws Exception {
        int lines = 0;
        for (MatchResult example : examples()) {
            String told = Optional.ofNullable(example.group(2)).orElse("");
            for (String line : example.group(1).lines().toList()) {
                String answer = caller.call(line);
                assertThat(answer).as(line).doesNotContain("\"code\":", "\"error\":");
                for (String part : expected(told)) {
                    assertThat(answer).as(line).contains(part);
                }
                lines++;
            }
        }
        assertThat(lines).isGreaterThan(9);
        assertThat(caller.call("curl -s $SERVER/api/workflows/poster -H \"Authorization: Bearer $TOKEN\""))
                .contains("\"name\":\"Fox poster\"", "\"projectId\":\"autumn\"", "\"x\":80");
    }

    /** What the page quotes of an answer's body, between the places that differ each time. */
    private static List<String> expected(String told) {
        List<String> parts = new ArrayList<>();
        Pattern.compile("`(\\{.*?}|\"version\":\\d+)`")
                .matcher(told)
                .results()
                .forEach(quoted -> parts.addAll(List.of(quoted.group(1).split("…"))));
        return parts;
    }

    private boolean hasCurl() throws InterruptedException {
        try {
            return run(List.of("curl", "--version")).startsWith("curl");
        } catch (IOException e) {
            return false;
        }
    }

    /** The words of a line, as a shell would tell them apart. */
    private List<String> words(String line) {
        return WORD.matcher(line)
                .results()
                .map(match -> match.group(1) != null
                        ? match.group(1)
                        : filled(match.group(2) != null ? match.group(2) : match.group(3)))
                .toList();
    }

    private String filled(String word) {
        return word.replace("$SERVER", site.server.address().toString()).replace("$TOKEN", Site.ADA);
    }

    private String curl(String line) throws Exception {
        return run(words(line));
    }

    /** What a program says that ends well; one that does not end is ended. */
    private String run(List<String> command) throws IOException, InterruptedException {
        Path out = directory.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = Files.readString(out);
        assertThat(ended)
                .as("%s did not end within %s minutes; it said: %s", command, MOST_MINUTES, said)
                .isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private String callHere(String line) {
        List<String> words = words(line);
        String address = words.stream()
                .filter(word -> word.startsWith("http"))
                .findFirst()
                .orElseThrow();
        HttpRequest.Builder request = site.as(Site.ADA)
                .request(address.substring(site.server.address().toString().length()));
        String method = "GET";
        HttpRequest.BodyPublisher body = BodyPublishers.noBody();
        for (int i = 0; i + 1 < words.size(); i++) {
            switch (words.get(i)) {
                case "-X" -> method = words.get(i + 1);
                case "-d" -> body = BodyPublishers.ofString(words.get(i + 1));
                case "-H" -> {
                    String[] header = words.get(i + 1).split(": ", 2);
                    request.setHeader(header[0], header[1]);
                }
                default -> {
                    // the program's name, the address, a switch
                }
            }
        }
        return site.as(Site.ADA).send(request.method(method, body)).body();
    }
}
