package dev.weftwork.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonEditTest {

    private static final Json SPACED = Json.parse("{ \"a\" : 1.0 ,\n  \"b\\u0031\" : [ 2 ] ,\t\"c\":NaN }");

    @Test
    void settingTouchesNothingElse() {
        assertThat(SPACED.with("b1", "x")).hasToString("{ \"a\" : 1.0 ,\n  \"b\\u0031\" : \"x\" ,\t\"c\":NaN }");
        assertThat(SPACED.with("c", null)).hasToString("{ \"a\" : 1.0 ,\n  \"b\\u0031\" : [ 2 ] ,\t\"c\":null }");
    }

    @Test
    void newMemberGoesToTheEnd() {
        assertThat(SPACED.with("d\"", 4))
                .hasToString("{ \"a\" : 1.0 ,\n  \"b\\u0031\" : [ 2 ] ,\t\"c\":NaN,\"d\\\"\":4 }");
        assertThat(Json.EMPTY_OBJECT.with("a", 1)).hasToString("{\"a\":1}");
        assertThat(Json.parse("{ }").with("a", 1)).hasToString("{\"a\":1 }");
    }

    @Test
    void ofDuplicatesTheLastIsSet() {
        assertThat(Json.parse("{\"a\":1,\"a\":2}").with("a", 3)).hasToString("{\"a\":1,\"a\":3}");
    }

    @Test
    void removingTouchesNothingElse() {
        assertThat(SPACED.without("a")).hasToString("{ \"b\\u0031\" : [ 2 ] ,\t\"c\":NaN }");
        assertThat(SPACED.without("b1")).hasToString("{ \"a\" : 1.0 ,\t\"c\":NaN }");
        assertThat(SPACED.without("c")).hasToString("{ \"a\" : 1.0 ,\n  \"b\\u0031\" : [ 2 ] }");
    }

    @Test
    void removingTakesEveryDuplicate() {
        Json many = Json.parse("{ \"a\":1,\"b\":2, \"a\":3,\"a\":4 , \"c\":5,\"a\":6 }");
        assertThat(many.without("a")).hasToString("{ \"b\":2 , \"c\":5 }");
        assertThat(Json.parse("{\"a\":1,\"a\":2}").without("a")).isSameAs(Json.EMPTY_OBJECT);
        assertThat(Json.parse("{ \"a\":1 }").without("a")).hasToString("{  }");
    }

    @Test
    void removingWhatIsNotThereChangesNothing() {
        assertThat(SPACED.without("x")).isSameAs(SPACED);
        assertThat(Json.EMPTY_OBJECT.without("x")).isSameAs(Json.EMPTY_OBJECT);
    }

    @Test
    void onlyObjectsCanBeEdited() {
        assertThatIllegalStateException().isThrownBy(() -> Json.EMPTY_ARRAY.with("a", 1));
        assertThatIllegalStateException().isThrownBy(() -> Json.NULL.without("a"));
    }

    @Test
    void builderKeepsOrderAndTheLastValue() {
        JsonObjectBuilder builder = Json.object().put("b", 1).put("a", "x").put("b", null);
        assertThat(builder.build()).hasToString("{\"b\":null,\"a\":\"x\"}");
        assertThat(builder.putAll(Map.of("c", true)).build()).hasToString("{\"b\":null,\"a\":\"x\",\"c\":true}");
        assertThat(Json.object().build()).isSameAs(Json.EMPTY_OBJECT);
    }
}
