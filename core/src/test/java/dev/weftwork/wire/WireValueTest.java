package dev.weftwork.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WireValueTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "0",
                "-1",
                "1.0",
                "1e2",
                "-2.5e-3",
                "9007199254740991",
                "\"\"",
                "\"\\ud83d\\ude00\"",
                "\"$raw\"",
                "{}",
                "[]",
                "[{\"$raw\":1}]",
                "{\"a\":1,\"b\":{\"a\":1}}",
                "{\"$enc\":{}}",
                "{\"a\":[{},{}],\"c\":0.0}",
                "-0.0",
                "0.0000000000000001",
                "1234567890.1234567",
                "{\"a\\\"\":1,\"a\\\\\":\"\\\"a\\\"\",\"a\":\"\"}"
            })
    void whatEveryLanguageReadsAlikeTravelsAsItIs(String text) {
        Json value = Json.parse(text);

        assertThat(WireValue.encode(value)).isSameAs(value);
        assertThat(WireValue.decode(value)).isSameAs(value);
        assertThat(WireValue.bytes(value)).isEqualTo(utf8(value));
    }

    private static int utf8(Json value) {
        return value.text().getBytes(StandardCharsets.UTF_8).length;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "-Infinity",
                "[Infinity]",
                "9007199254740992",
                "-9007199254740992",
                "18446744073709551616",
                "-0",
                "1e400",
                "1e-400",
                "0.123456789012345678",
                "\"\\ud800\"",
                "\"\\ude00\\ud83d\"",
                "{\"\\ud800\":1}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":1}",
                "{\"a\":{\"b\":1,\"c\":[],\"b\":1}}",
                "{\"a\":\n1}",
                "{\"b\\\"\":\"\\\\\",\"a\":1,\"b\\\"\":2}",
                "{\"b\":\"\\\"\\\\\\\"\",\"a\":1,\"b\":2}",
                "{\"$raw\":\"1\"}",
                "{\"$raw\":1,\"b\":2}",
                "{\"\\u0024raw\":1}",
                "[-0,\"ä漢😀\"]"
            })
    void everythingElseTravelsAsItsText(String text) {
        Json value = Json.parse(text);
        Json encoded = WireValue.encode(value);

        assertThat(encoded.get("$raw").asString()).isEqualTo(text);
        assertThat(PlainJson.isPlain(encoded.text())).isTrue();
        assertThat(WireValue.decode(encoded)).isEqualTo(value);
        assertThat(WireValue.bytes(value)).isEqualTo(utf8(encoded));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"$raw\":\"1\",\"a\":1}", "{\"$raw\":1}", "{\"$raw\":\"nonsense\"}", "{\"$raw\":\"1 2\"}"})
    void aRawValueThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> WireValue.decode(Json.parse(text))).isInstanceOf(RuntimeException.class);
    }
}
