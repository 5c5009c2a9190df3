package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that need no quotes anywhere. */
final class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "z", "A", "Z", "0", "9", "-", "_", ".", "019a0b1c-7d2e-7f3a"})
    void lettersDigitsDotsDashesAndUnderscoresAreNames(String name) {
        assertThat(new DeviceId(name)).hasToString(name);
        assertThat(new OpId(name)).hasToString(name);
        assertThat(new EntityKind(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "@", "[", "`", "{", "/", ":", ",", "^", "ä", "٣"})
    void nothingElseIsAName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeviceId(name))
                .withMessageContaining("device id '" + name);
        assertThatIllegalArgumentException().isThrownBy(() -> new OpId(name)).withMessageContaining("operation id");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EntityKind(name))
                .withMessageContaining("entity kind");
    }

    @Test
    void aNameHasAtMost64Characters() {
        assertThat(new OpId("x".repeat(64)).value()).hasSize(64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OpId("x".repeat(65)))
                .withMessageContaining("'" + "x".repeat(64) + "…'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OpId("/".repeat(64)))
                .withMessageContaining("'" + "/".repeat(64) + "'");
    }

    @Test
    void theKnownKindsAreOneObjectEach() {
        assertThat(EntityKind.of("node")).isSameAs(EntityKind.NODE);
        assertThat(EntityKind.of("edge")).isSameAs(EntityKind.EDGE);
        assertThat(EntityKind.of("workflow")).isSameAs(EntityKind.WORKFLOW);
        assertThat(EntityKind.of("note")).isEqualTo(new EntityKind("note"));
        assertThat(World.node("a")).hasToString("node a");
    }
}
