package dev.weftwork.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonCursorTest {

    @Test
    void walksThroughADocument() {
        JsonCursor cursor = new JsonCursor(
                " { \"name\" : \"f\\u006fx\", \"\\u0061ge\":7, \"on\":true,\"off\" : false,\"x\":-1.5, \"none\":null,"
                        + "\"list\":[1 , [ ] ,{}], \"rest\": { \"k\": [ 1 ] } } ");
        List<String> seen = new ArrayList<>();
        cursor.beginObject();
        while (cursor.nextMember()) {
            seen.add(cursor.key() + "=" + read(cursor, cursor.key()));
        }
        cursor.end();
        assertThat(String.join("; ", seen))
                .isEqualTo(
                        "name=fox; age=7; on=true; off=false; x=-1.5; none=true; list=1 [ ] {}; rest={ \"k\": [ 1 ] }");
    }

    private static Object read(JsonCursor cursor, String key) {
        return switch (key) {
            case "name" -> cursor.string();
            case "age" -> cursor.integer();
            case "on", "off" -> cursor.bool();
            case "x" -> cursor.number();
            case "none" -> {
                boolean none = cursor.isNull();
                cursor.skip();
                yield none;
            }
            case "list" -> {
                List<String> elements = new ArrayList<>();
                cursor.beginArray();
                while (cursor.nextElement()) {
                    elements.add(cursor.value().text());
                }
                yield String.join(" ", elements);
            }
            default -> cursor.value().text();
        };
    }

    @Test
    void nestedContainersReturnToTheirParents() {
        JsonCursor cursor = new JsonCursor("{\"a\":[[],{\"b\":[1]}],\"c\":2}");
        cursor.beginObject();
        assertThat(cursor.nextMember()).isTrue();
        cursor.beginArray();
        assertThat(cursor.nextElement()).isTrue();
        cursor.beginArray();
        assertThat(cursor.nextElement()).isFalse();
        assertThat(cursor.nextElement()).isTrue();
        cursor.beginObject();
        assertThat(cursor.nextMember()).isTrue();
        cursor.skip();
        assertThat(cursor.nextMember()).isFalse();
        assertThat(cursor.nextElement()).isFalse();
        assertThat(cursor.nextMember()).isTrue();
        assertThat(cursor.key()).isEqualTo("c");
        assertThat(cursor.integer()).isEqualTo(2);
        assertThat(cursor.nextMember()).isFalse();
        assertThat(cursor.offset()).isEqualTo(26);
        cursor.end();
    }

    /** The caret stands at the offset that the complaint must name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "^",
                " ^",
                "^}",
                "^]",
                "^,",
                "^tru",
                "^nul",
                "^nan",
                "^Inf",
                "^+1",
                "^.5",
                "^'a'",
                "^\ufeff1",
                "^-",
                "^-x",
                "^01",
                "^-01",
                "^1.",
                "^1e",
                "^1e+",
                "^1.e5",
                "^00",
                "0^x",
                "1 ^2",
                "true^x",
                "null ^,",
                "{}^}",
                "{^",
                "{^1:2}",
                "{^,}",
                "{\"a\"^}",
                "{\"a\" ^1}",
                "{\"a\":^}",
                "{\"a\":1^",
                "{\"a\":1,^}",
                "{\"a\":1 ^\"b\":2}",
                "{\"a\":1^]",
                "[^",
                "[^,1]",
                "[1,^]",
                "[1^",
                "[1 ^2]",
                "[1^}",
                "[^:]",
                "[[1^}]",
                "^\"abc",
                "^\"",
                "\"a^\n\"",
                "\"a^\u0000\"",
                "\"^\\x\"",
                "\"^\\",
                "\"^\\u12\"",
                "\"^\\u12g4\"",
                "{\"k^\t\":1}",
                "{^a:1}",
                "[1] ^x",
                "-^Infinit",
                "NaN^o",
                "^#",
                "^\u00a01",
                "[1,\"x\",{\"y\":^?}]"
            })
    void malformedTextIsRefusedAtItsOffset(String marked) {
        int offset = marked.indexOf('^');
        String text = marked.substring(0, offset) + marked.substring(offset + 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse(text))
                .withMessageStartingWith("Invalid JSON at offset " + offset + ": expected ")
                .withMessageContaining(" but found ");
    }

    @Test
    void complaintShowsWhatWasFoundAndNoMoreThanFortyCharacters() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse("[1 " + "x".repeat(99)))
                .withMessage("Invalid JSON at offset 3: expected ',' or ']' but found \"" + "x".repeat(40) + "\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse("[1"))
                .withMessage("Invalid JSON at offset 2: expected ',' or ']' but found the end of the text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse("\"a\u0007\ud83d\""))
                .withMessageContaining("found \"\\u0007\\ud83d\\\"\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[|]", "{\"a\":|1}"})
    void sixtyFourContainersAreFineAndOneMoreIsNot(String shape) {
        String[] halves = shape.split("\\|", -1);
        String inner = halves[1].length() > 1 ? "{}" : "[]";
        String close = halves[1].length() > 1 ? "}" : "]";
        String fits = halves[0].repeat(63) + inner + close.repeat(63);
        assertThat(Json.parse(fits).text()).isEqualTo(fits);
        String beyond = halves[0] + fits + close;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse(beyond))
                .withMessageContaining("at most 64 nested containers")
                .withMessageContaining("offset " + halves[0].length() * 64);
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("[".repeat(1_000_000)));
    }

    @Test
    void alternatingContainersCloseInTheirOrder() {
        String fits = "[{\"a\":".repeat(32) + "1" + "}]".repeat(32);
        assertThat(Json.parse(fits).text()).isEqualTo(fits);
    }

    @Test
    void beginningCountsApartFromWholeValues() {
        String deepest = "[".repeat(64) + "]".repeat(64);
        JsonCursor cursor = new JsonCursor("[".repeat(64) + deepest + "]".repeat(64));
        for (int i = 0; i < 64; i++) {
            cursor.beginArray();
            assertThat(cursor.nextElement()).isTrue();
        }
        assertThatIllegalArgumentException().isThrownBy(cursor::beginArray).withMessageContaining("at most 64");
        assertThat(cursor.value().text()).isEqualTo(deepest);
        for (int i = 0; i < 64; i++) {
            assertThat(cursor.nextElement()).isFalse();
        }
        cursor.end();
    }

    @ParameterizedTest
    @CsvSource({"'[1]',a string", "7,a string", "true,a number", "1.5,a whole number", "1,true or false", "[],'{'"})
    void anotherKindThanAskedForIsRefusedWhereItStands(String text, String expected) {
        JsonCursor cursor = new JsonCursor(" " + text);
        IllegalArgumentException refusal = catchThrowableOfType(IllegalArgumentException.class, () -> {
            switch (expected) {
                case "a string" -> cursor.string();
                case "a number" -> cursor.number();
                case "a whole number" -> cursor.integer();
                case "true or false" -> cursor.bool();
                default -> cursor.beginObject();
            }
        });
        assertThat(refusal).hasMessageContaining("offset 1").hasMessageContaining(expected);
        assertThat(cursor.value().text()).isEqualTo(text);
    }

    @Test
    void callsOutOfOrderAreMisuse() {
        JsonCursor cursor = new JsonCursor("[{\"a\":1}]");
        assertThatIllegalStateException().isThrownBy(cursor::nextElement).withMessageContaining("offset 0");
        assertThatIllegalStateException().isThrownBy(cursor::key);
        assertThatIllegalStateException().isThrownBy(cursor::end);
        cursor.beginArray();
        assertThatIllegalStateException().isThrownBy(cursor::value);
        assertThatIllegalStateException().isThrownBy(cursor::nextMember);
        assertThat(cursor.nextElement()).isTrue();
        assertThatIllegalStateException().isThrownBy(cursor::nextElement);
        cursor.skip();
        assertThatIllegalStateException().isThrownBy(cursor::end);
    }

    @Test
    void trailingTextIsFoundAtTheEnd() {
        JsonCursor cursor = new JsonCursor("1 ,");
        cursor.skip();
        assertThatIllegalArgumentException()
                .isThrownBy(cursor::end)
                .withMessage("Invalid JSON at offset 2: expected the end of the text but found \",\"");
    }

    @Test
    void numbersReadByTheirMeaning() {
        JsonCursor cursor = new JsonCursor("[1e2,-7,9223372036854775807,NaN,-Infinity,0.25]");
        cursor.beginArray();
        List<Number> seen = new ArrayList<>();
        for (int i = 0; cursor.nextElement(); i++) {
            seen.add(i < 3 ? (Number) cursor.integer() : (Number) cursor.number());
        }
        assertThat(seen).containsExactly(100L, -7L, Long.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY, 0.25);
    }
}
