package dev.weftwork.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.testkit.Canary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HelloSecretsTest {
    @TempDir
    Path directory;

    @Test
    void makesASecretOfWhatLayInPlaintext() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream terminal = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            HelloSecrets.main(new String[] {directory.resolve("secrets.db").toString()});
        } finally {
            System.setOut(terminal);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Encrypted: 1, complete: true",
                        "The graph holds an envelope: true",
                        "Rotation[keyId=2026-11, renewed=1, left=0]",
                        "The runner calls with sk-1234567890",
                        "LOCKED");
        assertThat(Canary.of("sk-1234567890").in(directory)).isEmpty();
    }
}
