package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command line that cannot mean what its writer hopes is refused with a sentence, and leaves nothing behind. */
final class ServerMainTest {
    @TempDir
    private Path directory;

    private String refused(int status, String... options) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        List<String> line = new ArrayList<>(List.of("--directory", directory.toString(), "--port", "0"));
        line.addAll(List.of(options));
        int ended = ServerMain.run(line, Map.of(), new PrintStream(said, true, StandardCharsets.UTF_8));
        assertThat(ended).as(said.toString(StandardCharsets.UTF_8)).isEqualTo(status);
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anOptionThatWouldDoNothingIsRefused() {
        assertThat(refused(2, "--bucket", "binaries")).contains("--bucket does nothing without --bucket-endpoint");
        assertThat(refused(2, "--bucket-region", "here")).contains("--bucket-region does nothing");
        assertThat(refused(2, "--issuer", "us")).contains("--issuer does nothing without --jwks");
        assertThat(refused(2, "--audience", "us")).contains("--audience does nothing");
        assertThat(refused(2, "--tokens", "t", "--jwks", "https://example.com", "--issuer", "i", "--audience", "a"))
                .contains("--tokens and --jwks exclude each other");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileOfTokensThatIsNotThereIsNamedWithItsOption() {
        assertThat(refused(2, "--tokens", directory.resolve("nope").toString()))
                .contains("--tokens names")
                .contains("nope");
    }

    @Test
    void aFileOfTokensThatCannotBeSuchIsNamed() throws IOException {
        Path noText = Files.write(directory.resolve("tokens"), new byte[] {(byte) 0xFF, 0});

        assertThat(refused(2, "--tokens", directory.toString())).contains("--tokens names '" + directory);
        assertThat(refused(2, "--tokens", noText.toString())).contains(noText + " is no text");
    }

    @Test
    void aTokenThatWouldBelongToTwoIsNamedByItsLineAndNotShown() throws IOException {
        String ada = "ada-may-write-0123456789";
        for (String second : List.of(" bob studio viewer", " ada studio viewer")) {
            Path file = Files.writeString(directory.resolve("tokens"), ada + " ada studio editor\n" + ada + second);

            assertThat(refused(2, "--tokens", file.toString()))
                    .contains(file + ", line 2: the token stands further up")
                    .doesNotContain(ada);
        }
    }

    @Test
    void whatIsNoDirectoryIsCalledThat() throws IOException {
        Path file = Files.writeString(directory.resolve("data"), "mine");

        assertThat(refused(1, "--directory", file.toString())).contains(file + " is no directory");
        assertThat(file).hasContent("mine");
    }

    @Test
    void whoFindsTheDirectoryInUseLeavesNoTokenInIt() throws IOException {
        try (SyncServer first = SyncServer.builder()
                .directory(directory)
                .authenticator(new StaticTokens())
                .start()) {
            assertThat(refused(1)).contains("Cannot start");
            assertThat(directory.resolve("token")).doesNotExist();
            assertThat(first.address()).isNotNull();
        }
    }
}
