package dev.weftwork.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

final class JsonWriterTest {

    @Test
    void commasComeByThemselves() {
        JsonWriter writer = new JsonWriter()
                .beginObject()
                .key("a")
                .beginArray()
                .value(1)
                .value(40.0)
                .value("x")
                .beginObject()
                .endObject()
                .beginArray()
                .endArray()
                .value(true)
                .nullValue()
                .endArray()
                .key("b")
                .value(Json.parse("{ \"raw\" : 1.0 }"))
                .key("c")
                .beginObject()
                .key("d")
                .value(0.5)
                .endObject()
                .endObject();
        String expected = "{\"a\":[1,40,\"x\",{},[],true,null],\"b\":{ \"raw\" : 1.0 },\"c\":{\"d\":0.5}}";
        assertThat(writer).hasToString(expected);
        assertThat(writer.length()).isEqualTo(expected.length());
    }

    @Test
    void whatWasWrittenLastCanBeTakenBack() {
        JsonWriter writer = new JsonWriter().beginArray();
        int empty = writer.length();
        writer.value(1);
        int one = writer.length();
        writer.beginObject().key("a").value(2).endObject();
        writer.cut(one);
        writer.value(3);
        assertThat(writer).hasToString("[1,3");

        writer.cut(empty);
        assertThat(writer.value(4).endArray()).hasToString("[4]");
    }

    @Test
    void aKeyWithoutItsValueCannotBeTakenBack() {
        JsonWriter writer = new JsonWriter().beginObject().key("a");
        assertThatIllegalStateException().isThrownBy(() -> writer.cut(1)).withMessageContaining("cut");
        assertThat(writer.value(1).endObject()).hasToString("{\"a\":1}");
    }

    @Test
    void wholeDoublesHaveNoFraction() {
        assertThat(new JsonWriter().value(-0.0)).hasToString("-0.0");
        assertThat(new JsonWriter().value(0.0)).hasToString("0");
        assertThat(new JsonWriter().value(-9007199254740992d)).hasToString("-9007199254740992");
        assertThat(new JsonWriter().value(9007199254740994d)).hasToString("9.007199254740994E15");
        assertThat(new JsonWriter().value(Double.MIN_VALUE)).hasToString("4.9E-324");
    }

    @Test
    void numbersThatJsonLacksAreRefused() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new JsonWriter().value(value))
                    .withMessageContaining("Json.parse(\"" + value + "\")");
        }
    }

    @Test
    void quotesEscapeOnlyWhatTheyMust() {
        assertThat(JsonWriter.quote("a\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028é"))
                .isEqualTo("\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u2028é\"");
        assertThat(JsonWriter.quote("\ud83d\ude00\ud83d")).isEqualTo("\"\ud83d\ude00\\ud83d\"");
        assertThat(JsonWriter.quote("\ude00\ud83dx")).isEqualTo("\"\\ude00\\ud83dx\"");
    }

    @Test
    void callsOutOfOrderAreMisuse() {
        assertThatIllegalStateException().isThrownBy(() -> new JsonWriter().key("a"));
        assertThatIllegalStateException().isThrownBy(() -> new JsonWriter().endArray());
        assertThatIllegalStateException()
                .isThrownBy(() -> new JsonWriter().value(1).value(2));
        assertThatIllegalStateException()
                .isThrownBy(() -> new JsonWriter().beginObject().value(1));
        assertThatIllegalStateException()
                .isThrownBy(() -> new JsonWriter().beginObject().endArray());
        assertThatIllegalStateException()
                .isThrownBy(() -> new JsonWriter().beginArray().key("a"));
        assertThatIllegalStateException()
                .isThrownBy(() -> new JsonWriter().beginObject().key("a").endObject());
        assertThatIllegalStateException()
                .isThrownBy(() -> new JsonWriter().beginObject().key("a").key("b"));
    }

    @Test
    void depthIsLimitedLikeTheReaders() {
        JsonWriter writer = new JsonWriter();
        for (int i = 0; i < 64; i++) {
            writer.beginArray();
        }
        assertThatIllegalArgumentException().isThrownBy(writer::beginObject).withMessageContaining("limit of 64");
    }

    @Test
    void sixtyFourMixedLevelsCloseInTheirOrder() {
        JsonWriter writer = new JsonWriter(1000);
        for (int i = 0; i < 32; i++) {
            writer.beginObject().key("a").beginArray();
        }
        for (int i = 0; i < 32; i++) {
            writer.endArray().endObject();
        }
        assertThat(Json.parse(writer.toString()).text()).isEqualTo("{\"a\":[".repeat(32) + "]}".repeat(32));
    }

    @Test
    void onlyCompleteValuesBecomeJson() {
        assertThat(new JsonWriter().beginArray().value(1).endArray().toJson()).isEqualTo(Json.parse("[1]"));
        assertThat(new JsonWriter().nullValue().toJson()).isSameAs(Json.NULL);
        assertThatIllegalStateException().isThrownBy(() -> new JsonWriter().toJson());
        assertThatIllegalStateException()
                .isThrownBy(() -> new JsonWriter().beginArray().toJson());
    }

    @Test
    void deepestValueWrappedOnceMoreIsRefusedAsJson() {
        Json deepest = Json.parse("[".repeat(64) + "]".repeat(64));
        JsonWriter wrapped =
                new JsonWriter().beginObject().key("a").value(deepest).endObject();
        assertThatIllegalArgumentException().isThrownBy(wrapped::toJson).withMessageContaining("at most 64");
        assertThat(new JsonWriter().value(deepest).toJson()).isEqualTo(deepest);
    }
}
