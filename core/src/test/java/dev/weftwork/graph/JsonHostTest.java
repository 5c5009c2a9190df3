package dev.weftwork.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class JsonHostTest {

    // Public, since Jackson is another module, to which no test opens this package.
    public record Prompt(
            String text, double strength, @Nullable Json extra) {}

    public record Exact(int small, long large, BigInteger huge, BigDecimal decimal) {}

    @SuppressWarnings("ArrayRecordComponent") // Jackson writes whole arrays by a way of their own.
    public record Floats(float single, double[] many) {}

    @Test
    void hostScalarsTakeTheirPlainestForm() {
        assertThat(Json.of(null)).isSameAs(Json.NULL);
        assertThat(Json.of(true)).isSameAs(Json.TRUE);
        assertThat(Json.of(Json.EMPTY_ARRAY)).isSameAs(Json.EMPTY_ARRAY);
        assertThat(Json.of("a\n\"\\/")).hasToString("\"a\\n\\\"\\\\/\"");
        assertThat(Json.of(CharBuffer.wrap("b"))).hasToString("\"b\"");
        assertThat(Json.of('c')).hasToString("\"c\"");
        assertThat(Json.of(TimeUnit.DAYS)).hasToString("\"DAYS\"");
        assertThat(Json.of((byte) -1)).hasToString("-1");
        assertThat(Json.of(Long.MIN_VALUE)).hasToString("-9223372036854775808");
        assertThat(Json.of(new BigInteger("18446744073709551617"))).hasToString("18446744073709551617");
        assertThat(Json.of(new BigDecimal("1.500"))).hasToString("1.500");
        assertThat(Json.of(new BigDecimal("1E+3"))).hasToString("1E+3");
        assertThat(Json.of(new AtomicInteger(7))).hasToString("7");
    }

    @Test
    void floatsAreWrittenShortAndWhole() {
        assertThat(Json.of(40.0)).hasToString("40");
        assertThat(Json.of(-0.0)).hasToString("-0.0");
        assertThat(Json.of(0.1f)).hasToString("0.1");
        assertThat(Json.of(2f)).hasToString("2");
        assertThat(Json.of(1e300)).hasToString("1.0E300");
        assertThat(Json.of(9007199254740992d)).hasToString("9007199254740992");
    }

    @Test
    void nanIsRefusedWithTheWayOut() {
        for (Object value : List.of(
                Double.NaN,
                Float.NEGATIVE_INFINITY,
                List.of(Double.NaN),
                new Prompt("", Double.NaN, null),
                new Floats(Float.NaN, new double[0]),
                new Floats(0, new double[] {Double.NaN}))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Json.of(value))
                    .withStackTraceContaining("Json.parse(\"")
                    .withStackTraceContaining("if it is really meant");
        }
        assertThat(Json.of(Map.of("seed", Json.parse("NaN")))).hasToString("{\"seed\":NaN}");
    }

    @Test
    void mapsListsAndArraysNest() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("z", null);
        map.put("a", new int[] {1, 2});
        map.put("b", new Object[] {"x", List.of(), Map.of()});
        map.put("c", Json.parse("[ 1.0 ]"));
        assertThat(Json.of(map)).hasToString("{\"z\":null,\"a\":[1,2],\"b\":[\"x\",[],{}],\"c\":[ 1.0 ]}");
        assertThat(Json.of(Map.of(TimeUnit.DAYS, 1))).hasToString("{\"DAYS\":1}");
        assertThat(Json.array(Arrays.asList(1, null, "x"))).hasToString("[1,null,\"x\"]");
    }

    @Test
    void keysThatAreNoTextAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.of(Map.of(1, "x")))
                .withMessageContaining("java.lang.Integer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.of(Collections.singletonMap(null, "x")))
                .withMessageContaining("not null");
    }

    @Test
    void mapThatHoldsItselfEndsAtTheDepthLimit() {
        Map<String, Object> ring = new HashMap<>();
        ring.put("self", ring);
        assertThatIllegalArgumentException().isThrownBy(() -> Json.of(ring)).withMessageContaining("limit of 64");
    }

    @Test
    void wrappingTheDeepestValueIsRefused() {
        Json deepest = Json.parse("[".repeat(64) + "]".repeat(64));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.object().put("a", deepest).build())
                .withMessageContaining("at most 64");
        assertThatIllegalArgumentException().isThrownBy(() -> Json.EMPTY_OBJECT.with("a", deepest));
    }

    @Test
    void recordsGoThroughJacksonWithJsonFieldsVerbatim() {
        Json json = Json.of(new Prompt("fox", 40.0, Json.parse("{ \"x\":1.0e5 }")));
        assertThat(json).hasToString("{\"text\":\"fox\",\"strength\":40,\"extra\":{ \"x\":1.0e5 }}");
        assertThat(Json.of(List.of(new Floats(0.1f, new double[] {1, 0.5}))))
                .hasToString("[{\"single\":0.1,\"many\":[1,0.5]}]");
    }

    @Test
    void iterableByAccidentIsNoArray() {
        assertThat(Json.of(Path.of("fox.png")).kind()).isEqualTo(Json.Kind.STRING);
        assertThat(Json.of(JsonMapper.shared().createObjectNode().put("a", 1))).hasToString("{\"a\":1}");
    }

    @Test
    void typesWithoutJsonFormAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.of(new Object()))
                .withMessageContaining("java.lang.Object");
    }

    @Test
    void recordsComeBack() {
        Prompt prompt = Json.parse(
                        "{\"extra\" : { \"x\": 1.0e5 } , \"text\":\"fox\", \"strength\": 0.5, \"unknown\": 1}")
                .as(Prompt.class);
        assertThat(prompt).isEqualTo(new Prompt("fox", 0.5, Json.parse("{ \"x\": 1.0e5 }")));
        assertThat(Json.parse("{\"text\":\"\",\"strength\":NaN,\"extra\":null}").as(Prompt.class))
                .isEqualTo(new Prompt("", Double.NaN, Json.NULL));
        assertThat(Json.parse("[ 1.0e5, \"a\",[ ]]").as(Json[].class))
                .extracting(Json::text)
                .containsExactly("1.0e5", "\"a\"", "[ ]");
        assertThat(Json.TRUE.as(Json.class)).isSameAs(Json.TRUE);
    }

    @Test
    void numbersConvertExactlyOrNotAtAll() {
        String exact = "{\"small\":1,\"large\":9223372036854775807,\"huge\":18446744073709551617,"
                + "\"decimal\":0.1000000000000000000001}";
        assertThat(Json.parse(exact).as(Exact.class))
                .isEqualTo(new Exact(
                        1,
                        Long.MAX_VALUE,
                        new BigInteger("18446744073709551617"),
                        new BigDecimal("0.1000000000000000000001")));
        for (String broken : List.of(
                exact.replace(":1,", ":1.5,"), exact.replace(":1,", ":3000000000,"), exact.replace("617", "617.5"))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> Json.parse(broken).as(Exact.class))
                    .withMessageContaining(Exact.class.getName());
        }
        assertThat(Json.parse("0.1000000000000000000001").as(Object.class))
                .isEqualTo(new BigDecimal("0.1000000000000000000001"));
    }

    @Test
    void nullAndMisfitsAreRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Json.NULL.as(String.class))
                .withMessageContaining("java.lang.String")
                .withMessageContaining("null");
        assertThatIllegalStateException().isThrownBy(() -> Json.parse("[1]").as(Prompt.class));
        for (Class<?> type : List.of(Object.class, BigDecimal.class, BigInteger.class, long.class)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> Json.parse("1e99999999999").as(type))
                    .withMessageContaining("1e99999999999");
        }
    }

    @Test
    void primitiveClassesAreAsGoodAsTheirBoxes() {
        assertThat(Json.of(7).as(int.class)).isEqualTo(7);
    }
}
