package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ArgumentsTest {
    @Test
    void theCommandLineWinsOverTheEnvironment() {
        Map<String, String> environment = Map.of("WEFTWORK_PORT", "1", "WEFTWORK_RETENTION_DAYS", "7");
        Arguments arguments = new Arguments(List.of("--port", "2"), environment);

        assertThat(arguments.number("port", 0, 0)).isEqualTo(2);
        assertThat(arguments.number("retention-days", 90, 1)).isEqualTo(7);
        assertThat(arguments.number("channels", 100, 1)).isEqualTo(100);
    }

    @Test
    void aNumberThatMakesNoSenseIsNamed() {
        for (String value : List.of("x", "", "0", "-5", "99999999999")) {
            assertThatThrownBy(() ->
                            new Arguments(List.of("--retention-days", value), Map.of()).number("retention-days", 90, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("--retention-days")
                    .hasMessageContaining("'" + value + "'");
        }
    }

    @Test
    void anUnknownOptionAndAMissingValueAreNamed() {
        assertThatThrownBy(() -> new Arguments(List.of("--prot", "1"), Map.of()))
                .hasMessageContaining("'--prot'")
                .hasMessageContaining("--help");
        assertThatThrownBy(() -> new Arguments(List.of("--port"), Map.of())).hasMessageContaining("--port");
    }

    @Test
    void theHelpNamesWhatIsUnderstoodAndNothingElse() {
        Pattern.compile("--[a-z-]+").matcher(Arguments.HELP).results().forEach(option -> {
            String name = option.group();
            boolean flag = name.equals("--restored") || name.equals("--help");
            List<String> line = flag ? List.of(name) : List.of(name, "1");

            assertThat(new Arguments(line, Map.of()).has(name.substring(2))).isTrue();
        });
    }
}
