package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scan that finds nothing proves something only if it finds what is there. */
final class CanaryTest {
    private static final String TEXT = "sk-\"gelber Käfig\"-4711";

    @TempDir
    private Path directory;

    private final Canary canary = Canary.of(TEXT);

    private static byte[] wrapped(String text, Charset charset) {
        return ("before " + new String(text.getBytes(charset), StandardCharsets.ISO_8859_1) + " after")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void isFoundInEveryEncodingOfUnicode() {
        assertThat(canary.in(wrapped(TEXT, StandardCharsets.UTF_8))).contains("UTF-8");
        assertThat(canary.in(wrapped(TEXT, StandardCharsets.UTF_16LE))).contains("UTF-16LE");
        assertThat(canary.in(wrapped(TEXT, StandardCharsets.UTF_16BE))).contains("UTF-16BE");
    }

    @Test
    void isFoundAsAPartOfJson() {
        String json = "sk-\\\"gelber Käfig\\\"-4711";
        assertThat(canary.in(wrapped(json, StandardCharsets.UTF_8))).contains("JSON");
        assertThat(canary.in(wrapped(json.replace("ä", "\\u00e4"), StandardCharsets.UTF_8)))
                .contains("JSON in ASCII");
        assertThat(canary.in(wrapped("sk-\\\\\\\"gelber Käfig\\\\\\\"-4711", StandardCharsets.UTF_8)))
                .contains("JSON within JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "abcd"})
    void isFoundInBase64WhereverItBegins(String before) {
        byte[] whole = (before + TEXT + before).getBytes(StandardCharsets.UTF_8);

        assertThat(canary.in(Base64.getEncoder().encode(whole))).anyMatch(each -> each.startsWith("base64"));
        assertThat(canary.in(whole)).containsExactly("UTF-8");
    }

    @Test
    void isFoundInWhatIsCompressed() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write("a head that is not compressed".getBytes(StandardCharsets.UTF_8));
        try (GZIPOutputStream out = new GZIPOutputStream(file)) {
            out.write(wrapped(TEXT, StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream within = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(within)) {
            out.write(file.toByteArray());
        }

        assertThat(canary.in(file.toByteArray())).contains("gzip, UTF-8");
        assertThat(canary.in(within.toByteArray())).contains("zlib, gzip, UTF-8");
    }

    @Test
    void isFoundInAnyFileBelowADirectory() throws IOException {
        Files.createDirectories(directory.resolve("deep/er"));
        Files.writeString(directory.resolve("harmless"), "nothing to see");
        assertThat(canary.in(directory)).isEmpty();

        Files.writeString(directory.resolve("deep/er/file"), TEXT);

        assertThat(canary.in(directory)).containsExactly(Path.of("deep", "er", "file") + ": UTF-8");
    }

    @Test
    void isNoTextThatMayOccurByChance() {
        assertThatIllegalArgumentException().isThrownBy(() -> Canary.of("abc")).withMessageContaining("by chance");
    }

    @Test
    void isFoundInAZipFile() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("first.txt"));
            zip.write("nothing".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("folder/second.json"));
            zip.write(("{\"text\":\"" + TEXT + " ".repeat(100) + TEXT + "\"}").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(canary.in(bytes.toByteArray())).contains("ZIP, UTF-8");
    }
}
