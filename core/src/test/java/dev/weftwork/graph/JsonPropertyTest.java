package dev.weftwork.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

final class JsonPropertyTest {

    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Jackson's doubles accept every valid literal, while its decimals refuse exponents beyond an int. */
    private static final JsonMapper LAX_NUMBERS = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    @Property(edgeCases = EdgeCasesMode.NONE)
    void textComesBackExactly(@ForAll("documents") String text) {
        assertThat(Json.parse(text).text()).isEqualTo(text.strip());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void valuesAreThoseThatJacksonReads(@ForAll("documents") String text) {
        assertSame(Json.parse(text), JACKSON.readTree(text));
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void damagedTextIsAcceptedOnlyIfJacksonDoes(
            @ForAll("documents") String text,
            @ForAll @IntRange(max = 1 << 16) int place,
            @ForAll("damage") String damage,
            @ForAll @IntRange(max = 2) int cut) {
        int from = place % (text.length() + 1);
        String damaged = text.substring(0, from) + damage + text.substring(Math.min(text.length(), from + cut));
        assertThat(accepts(damaged)).as("%s", damaged).isEqualTo(jacksonAccepts(damaged));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aTextMeansTheSameAsItsRebuiltSelf(@ForAll("documents") String text) {
        Json json = Json.parse(text);
        Json rebuilt = rebuild(json);
        assertThat(rebuilt.sameValue(json)).isTrue();
        assertThat(json.sameValue(rebuilt)).isTrue();
    }

    @Property
    void everyStringSurvivesQuoting(@ForAll String value) {
        assertThat(Json.of(value).asString()).isEqualTo(value);
        assertThat(new JsonCursor(JsonWriter.quote(value)).string()).isEqualTo(value);
        assertThat(Json.object().put(value, 1).build().members().get(0).key()).isEqualTo(value);
    }

    @Property
    void everyDoubleSurvivesWriting(@ForAll double value) {
        assertThat(Json.of(value).asDouble()).isEqualTo(value);
    }

    @Property
    void shortDecimalsReadAsTheJdkReadsThem(
            @ForAll long whole,
            @ForAll @IntRange(min = 1, max = 20) int length,
            @ForAll @IntRange(max = 20) int point) {
        String digits = Long.toUnsignedString(whole);
        String cut = digits.substring(0, Math.min(length, digits.length()));
        String text = point == 0 || point >= cut.length()
                ? cut
                : (point > 1 ? cut.substring(0, point) : "0") + "." + cut.substring(point);
        assertThat(Json.parse("-" + text).asDouble()).isEqualTo(-Double.parseDouble(text));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void settingAndRemovingLeavesTheRest(@ForAll("objects") String text, @ForAll("keys") String literal) {
        String key = Json.parse(literal).asString();
        Json object = Json.parse(text);
        Json without = object.without(key);
        assertThat(without.members())
                .isEqualTo(object.members().stream()
                        .filter(member -> !member.key().equals(key))
                        .collect(Collectors.toList()));
        Json with = without.with(key, 1);
        assertThat(with.get(key)).isEqualTo(Json.of(1));
        assertThat(with.without(key)).isEqualTo(without);
    }

    private static boolean accepts(String text) {
        try {
            Json.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("Invalid JSON at offset ");
            return false;
        }
    }

    private static boolean jacksonAccepts(String text) {
        try {
            return !LAX_NUMBERS.readTree(text).isMissingNode();
        } catch (JacksonException e) {
            return false;
        }
    }

    private static void assertSame(Json ours, JsonNode theirs) {
        switch (ours.kind()) {
            case OBJECT -> {
                assertThat(ours.toMap().keySet()).containsExactlyElementsOf(theirs.propertyNames());
                ours.toMap().forEach((key, value) -> assertSame(value, theirs.get(key)));
            }
            case ARRAY -> {
                assertThat(theirs.size()).isEqualTo(ours.size());
                List<Json> elements = ours.elements();
                for (int i = 0; i < elements.size(); i++) {
                    assertSame(elements.get(i), theirs.get(i));
                }
            }
            case STRING -> assertThat(ours.asString()).isEqualTo(theirs.stringValue());
            case NUMBER -> assertSameNumber(ours, theirs);
            case BOOLEAN -> assertThat(ours.asBoolean()).isEqualTo(theirs.booleanValue());
            case NULL -> assertThat(theirs.isNull()).isTrue();
        }
    }

    private static void assertSameNumber(Json ours, JsonNode theirs) {
        assertThat(theirs.isNumber()).isTrue();
        // With decimals on, Jackson makes doubles of NaN and the infinities only.
        if (theirs.isDouble()) {
            assertThat(Double.compare(ours.asDouble(), theirs.doubleValue())).isZero();
        } else {
            assertThat(ours.asBigDecimal()).isEqualByComparingTo(theirs.decimalValue());
        }
    }

    private static Json rebuild(Json json) {
        return switch (json.kind()) {
            case OBJECT -> {
                JsonObjectBuilder builder = Json.object();
                json.toMap().forEach((key, value) -> builder.put(key, rebuild(value)));
                yield builder.build();
            }
            case ARRAY ->
                Json.array(
                        json.elements().stream().map(JsonPropertyTest::rebuild).toList());
            case STRING -> Json.of(json.asString());
            default -> json;
        };
    }

    @Provide
    Arbitrary<String> documents() {
        return Combinators.combine(space(), value(3), space()).as((before, value, after) -> before + value + after);
    }

    @Provide
    Arbitrary<String> objects() {
        return object(scalar());
    }

    @Provide
    Arbitrary<String> keys() {
        return key();
    }

    private static Arbitrary<String> key() {
        return Arbitraries.of("\"a\"", "\"b\"", "\"\\u0061\"", "\"\"", "\"a\\\"b\"", "\"\\\\\"", "\"你\"");
    }

    @Provide
    Arbitrary<String> damage() {
        return Arbitraries.of(
                "", "", "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "0", "1", "-", ".", "e", "E5", "t", "null",
                "\n", "\u0001", " ", "x", "/", "a");
    }

    private static Arbitrary<String> value(int depth) {
        if (depth == 0) {
            return scalar();
        }
        Arbitrary<String> inner = Arbitraries.lazy(() -> value(depth - 1));
        return Arbitraries.oneOf(scalar(), array(inner), object(inner));
    }

    private static Arbitrary<String> array(Arbitrary<String> element) {
        return spaced(element).list().ofMaxSize(4).map(list -> "[" + String.join(",", list) + "]");
    }

    private static Arbitrary<String> object(Arbitrary<String> value) {
        Arbitrary<String> member =
                Combinators.combine(spaced(key()), spaced(value)).as((name, content) -> name + ":" + content);
        return member.list().ofMaxSize(4).map(list -> "{" + String.join(",", list) + "}");
    }

    private static Arbitrary<String> scalar() {
        Arbitrary<String> whole = Arbitraries.bigIntegers().map(String::valueOf);
        Arbitrary<String> decimal = Combinators.combine(
                        Arbitraries.integers(),
                        Arbitraries.integers().greaterOrEqual(0),
                        Arbitraries.of("", "e5", "E-7", "e+12"))
                .as((front, back, exponent) -> front + "." + back + exponent);
        Arbitrary<String> text = Arbitraries.of(
                        "a", "\\n", "\\u0041", "\\ud83d", "你", "\ud83d\ude00", "\\\\", "\\/", " ", "\\\"")
                .list()
                .ofMaxSize(6)
                .map(parts -> "\"" + String.join("", parts) + "\"");
        Arbitrary<String> literal =
                Arbitraries.of("null", "true", "false", "NaN", "Infinity", "-Infinity", "-0", "{}", "[]", "1e400");
        return Arbitraries.oneOf(whole, decimal, text, literal);
    }

    private static Arbitrary<String> spaced(Arbitrary<String> inner) {
        return Combinators.combine(space(), inner, space()).as((before, value, after) -> before + value + after);
    }

    private static Arbitrary<String> space() {
        return Arbitraries.of("", "", "", " ", "\n\t", "\r\n  ");
    }
}
