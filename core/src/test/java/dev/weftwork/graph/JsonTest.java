package dev.weftwork.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "false",
                "{}",
                "[]",
                "{ }",
                "[\n]",
                "\"\"",
                "\"a\\u0041\\/\\\"\"",
                "0",
                "-0",
                "-0.0",
                "1e5",
                "1E+05",
                "123456789012345678901234567890",
                "0.10000000000000000000000000000001",
                "1e400",
                "NaN",
                "Infinity",
                "-Infinity",
                "[1 ,\t2]",
                "{\"a\" : 1, \"a\":2}",
                "{\"\":{\"b\":[{}]}}",
                "\"\u4f60 \ud83d\ude00 \u2028\u007f\""
            })
    void everyTextComesBackExactly(String text) {
        assertThat(Json.parse(text).text()).isEqualTo(text);
        assertThat(Json.parse(" \t\r\n" + text + "\n "))
                .isEqualTo(Json.parse(text))
                .hasToString(text);
    }

    @Test
    void numbersBeyondEveryPrimitiveStayExact() {
        Json wide = Json.parse("18446744073709551617");
        assertThat(wide.asBigDecimal()).isEqualByComparingTo("18446744073709551617");
        assertThat(wide.asDouble()).isEqualTo(1.8446744073709552E19);
        assertThatIllegalStateException()
                .isThrownBy(wide::asLong)
                .withMessageContaining("range of a long")
                .withMessageContaining("18446744073709551617");
    }

    @Test
    void wholeNumbersAreReadExactlyWhateverTheirSpelling() {
        assertThat(Json.parse("9223372036854775807").asLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(Json.parse("-9223372036854775808").asLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(Json.parse("40.0").asLong()).isEqualTo(40);
        assertThat(Json.parse("4e1").asLong()).isEqualTo(40);
        assertThat(Json.parse("-0").asLong()).isZero();
        assertThatIllegalStateException().isThrownBy(Json.parse("0.5")::asLong);
        assertThatIllegalStateException().isThrownBy(Json.parse("1e999999999")::asLong);
        assertThatIllegalStateException().isThrownBy(Json.parse("NaN")::asLong);
    }

    @Test
    void doublesAreTheNearestAndKeepTheSignOfZero() {
        for (String text :
                List.of("0.1", "-0.3", "123.456", "9007199254740993", "1e-7", "0.000000000000000001", "4.35")) {
            assertThat(Json.parse(text).asDouble()).isEqualTo(Double.parseDouble(text));
        }
        assertThat(1 / Json.parse("-0").asDouble()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Json.parse("NaN").asDouble()).isNaN();
        assertThat(Json.parse("-Infinity").asDouble()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void decimalsKeepTheirScaleAndRefuseWhatIsNoDecimal() {
        assertThat(Json.parse("1.500").asBigDecimal()).isEqualTo(new BigDecimal("1.500"));
        assertThatIllegalStateException()
                .isThrownBy(Json.parse("NaN")::asBigDecimal)
                .withMessageContaining("NaN");
        assertThatIllegalStateException().isThrownBy(Json.parse("1e99999999999")::asBigDecimal);
        assertThatIllegalStateException()
                .isThrownBy(Json.parse("1".repeat(10_001))::asBigDecimal)
                .withMessageContaining("10000 characters");
    }

    @Test
    void rawLoneSurrogatesBecomeTheirEscapes() {
        Json lone = Json.parse("{\"\udc00\": [\"\ud83d\", \"\ud83d\ude00\", \"\ude00\ud83d\"]}");
        assertThat(lone.text()).isEqualTo("{\"\\udc00\": [\"\\ud83d\", \"\ud83d\ude00\", \"\\ude00\\ud83d\"]}");
        assertThat(lone.members().get(0).key()).isEqualTo("\udc00");
        assertThat(lone.members().get(0).value().get(2).asString()).isEqualTo("\ude00\ud83d");
        assertThat(Json.of("\ud83d").text()).isEqualTo("\"\\ud83d\"");
        assertThat(Json.of("\ud83d").asString()).isEqualTo("\ud83d");
    }

    @Test
    void halfEscapedPairIsStillThePair() {
        assertThat(Json.parse("\"\\ud83d\ude00\"").asString()).isEqualTo("\ud83d\ude00");
    }

    @Test
    void membersKeepOrderAndDuplicatesWhileLookupsTakeTheLast() {
        Json twice = Json.parse("{\"b\":1,\"\\u0061\":2,\"b\":3}");
        assertThat(twice.members())
                .containsExactly(
                        new Json.Member("b", Json.of(1)),
                        new Json.Member("a", Json.of(2)),
                        new Json.Member("b", Json.of(3)));
        assertThat(twice.get("b")).isEqualTo(Json.of(3));
        assertThat(twice.get("a")).isEqualTo(Json.of(2));
        assertThat(twice.get("")).isNull();
        assertThat(twice.get("b\"")).isNull();
        assertThat(twice.toMap()).containsExactly(Map.entry("b", Json.of(3)), Map.entry("a", Json.of(2)));
        assertThat(twice.size()).isEqualTo(3);
    }

    @Test
    void nullMemberIsThere() {
        Json object = Json.parse("{\"a\":null}");
        assertThat(object.has("a")).isTrue();
        assertThat(object.has("b")).isFalse();
        assertThat(object.get("a")).isEqualTo(Json.NULL);
    }

    @Test
    void elementsKeepTheirTexts() {
        Json array = Json.parse("[ 1.0 , {\"a\" : 2}, [] ]");
        assertThat(array.elements()).extracting(Json::text).containsExactly("1.0", "{\"a\" : 2}", "[]");
        assertThat(array.get(1).text()).isEqualTo("{\"a\" : 2}");
        assertThat(array.size()).isEqualTo(3);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> array.get(3))
                .withMessage("No element 3 among 3");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> array.get(-1));
    }

    @Test
    void wrongKindsAreNamedTogetherWithTheText() {
        Json text = Json.parse("\"" + "x".repeat(100) + "\"");
        assertThatIllegalStateException()
                .isThrownBy(text::asLong)
                .withMessage("Expected NUMBER but this is STRING: \"" + "x".repeat(39) + "…");
        for (Json value : List.of(Json.NULL, Json.TRUE, Json.EMPTY_ARRAY)) {
            assertThatIllegalStateException().isThrownBy(() -> value.get("a"));
            assertThatIllegalStateException().isThrownBy(value::asString);
            assertThatIllegalStateException().isThrownBy(value::asDouble);
            assertThatIllegalStateException().isThrownBy(value::asBigDecimal);
            assertThatIllegalStateException().isThrownBy(value::members);
        }
        assertThatIllegalStateException().isThrownBy(Json.EMPTY_OBJECT::elements);
        assertThatIllegalStateException().isThrownBy(Json.NULL::size);
        assertThatIllegalStateException().isThrownBy(Json.NULL::asBoolean);
    }

    @Test
    void kindIsReadOffTheText() {
        assertThat(List.of("{}", "[]", "\"\"", "-1", "NaN", "Infinity", "true", "false", "null"))
                .extracting(text -> Json.parse(text).kind())
                .containsExactly(
                        Json.Kind.OBJECT,
                        Json.Kind.ARRAY,
                        Json.Kind.STRING,
                        Json.Kind.NUMBER,
                        Json.Kind.NUMBER,
                        Json.Kind.NUMBER,
                        Json.Kind.BOOLEAN,
                        Json.Kind.BOOLEAN,
                        Json.Kind.NULL);
        assertThat(Json.parse("null").isNull()).isTrue();
        assertThat(Json.parse("0").isNull()).isFalse();
    }

    @Test
    void commonValuesAreShared() {
        assertThat(Json.parse(" {} ")).isSameAs(Json.EMPTY_OBJECT);
        assertThat(Json.parse("[true]").get(0)).isSameAs(Json.TRUE);
    }

    @Test
    void equalityIsOfTextWhileMeaningIsAskedFor() {
        Json a = Json.parse("{\"x\":1.0,\"y\":[\"\\u0041\",NaN,null]}");
        Json b = Json.parse("{ \"y\" : [\"A\", NaN, null], \"x\" : 10e-1 }");
        assertThat(a).isNotEqualTo(b).isEqualTo(Json.parse(a.text())).hasSameHashCodeAs(Json.parse(a.text()));
        assertThat(a.sameValue(b)).isTrue();
        assertThat(b.sameValue(a)).isTrue();
    }

    @Test
    void differentMeaningsAreToldApart() {
        List<String> all = List.of(
                "1",
                "\"1\"",
                "[1]",
                "{\"a\":1}",
                "{\"b\":1}",
                "{\"a\":1,\"b\":1}",
                "[1,1]",
                "[2]",
                "true",
                "false",
                "null",
                "NaN",
                "Infinity",
                "-Infinity",
                "1e99999999999",
                "1e99999999998");
        for (String a : all) {
            for (String b : all) {
                assertThat(Json.parse(a).sameValue(Json.parse(b)))
                        .as("%s and %s", a, b)
                        .isEqualTo(a.equals(b));
            }
        }
    }

    @Test
    void ofDuplicateKeysTheLastCountsForMeaning() {
        assertThat(Json.parse("{\"a\":1,\"a\":2}").sameValue(Json.parse("{\"a\":2}")))
                .isTrue();
    }
}
