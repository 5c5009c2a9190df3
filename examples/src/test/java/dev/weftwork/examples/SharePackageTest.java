package dev.weftwork.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of sharing does what it says. */
final class SharePackageTest {
    @Test
    void theWorkflowArrivesWithItsPicture(@TempDir Path directory) throws IOException {
        assertThat(SharePackage.share(directory.resolve("poster.genaiw.zip")))
                .isEqualTo("Poster came with 1 picture of 16 bytes");
    }
}
