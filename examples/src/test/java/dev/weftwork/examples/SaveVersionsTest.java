package dev.weftwork.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The example of versions does what it says. */
final class SaveVersionsTest {
    @Test
    void aVersionIsComparedAndBroughtBack() {
        assertThat(SaveVersions.run())
                .containsExactly(
                        "Changed: [Change[field=title, before=\"A red fox\", after=\"A blue fox\"]]",
                        "Back to A red fox",
                        "And again A blue fox",
                        "1 Before the client saw it",
                        "2 As the client wants it",
                        "3 Back to version 1");
    }
}
