package dev.weftwork.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** References keep their five kinds, and whatever else was in them. */
final class AssetRefTest {
    private static final String HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final AssetFacts FACTS = AssetFacts.of("image/png", 12, new AssetHash(HEX));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"url\",\"url\":\"https://example.com/fox.png\"}",
                "{\"kind\":\"opfs\",\"path\":\"assets/image/fox\",\"mime\":\"image/png\",\"bytes\":12}",
                "{\"kind\":\"fs-handle\",\"handleId\":\"h1\",\"mime\":\"image/png\"}",
                "{\"kind\":\"idb\",\"blobKey\":\"b\",\"bytes\":0,\"hash\":\"sha256-" + HEX + "\"}",
                "{\"kind\":\"embedded\",\"id\":\"a1\",\"mime\":null,\"bytes\":1e3,\"hash\":\"sha256-AbC=\"}",
                "{\"kind\":\"opfs\",\"path\":\"p\",\"width\":12345678901234567890.10,\"alt\":{\"b\":1,\"a\":[NaN]}}"
            })
    void comeBackAsTheyWere(String text) {
        AssetRef ref = AssetRef.read(Json.parse(text)).orElseThrow();

        assertThat(ref.toJson()).hasToString(text);
    }

    @Test
    void tellWhatIsKnownOfTheContent() {
        AssetRef ref = new AssetRef.Opfs("assets/image/fox", FACTS);

        assertThat(AssetRef.read(ref.toJson())).contains(ref);
        assertThat(ref.mime()).contains("image/png");
        assertThat(ref.bytes()).hasValue(12);
        assertThat(ref.hash()).map(AssetHash::toString).contains("sha256-" + HEX);
    }

    @Test
    void sayNothingOfWhatTheyDoNotKnow() {
        AssetRef ref = new AssetRef.Url("https://example.com", AssetFacts.NONE);

        assertThat(ref.mime()).isEmpty();
        assertThat(ref.bytes()).isEmpty();
        assertThat(ref.hash()).isEmpty();
    }

    @Test
    void takeOtherFactsWithoutMoving() {
        AssetRef ref = new AssetRef.Idb("key", AssetFacts.NONE);

        assertThat(ref.with(FACTS)).isEqualTo(new AssetRef.Idb("key", FACTS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"opfs\"",
                "[]",
                "{}",
                "{\"kind\":\"opfs\"}",
                "{\"kind\":\"opfs\",\"path\":7}",
                "{\"kind\":\"cloud\",\"url\":\"x\"}",
                "{\"url\":\"https://example.com\"}"
            })
    void areNotSeenWhereThereAreNone(String text) {
        assertThat(AssetRef.read(Json.parse(text))).isEmpty();
    }

    @Test
    void areAResult() {
        AssetRef ref = new AssetRef.Opfs("assets/image/fox", FACTS);

        assertThat(Result.asset(ref).status()).isEqualTo(Result.DONE);
        assertThat(Result.asset(ref).asset()).contains(ref);
        assertThat(Result.done("text stays text").asset()).isEmpty();
        assertThat(Result.NONE.asset()).isEmpty();
    }

    @Test
    void areFoundHoweverDeep() {
        Json value = Json.parse(
                "{\"a\":[1,{\"kind\":\"url\",\"url\":\"u\"},[{\"\\u006bind\":\"idb\",\"blobKey\":\"b\"}]],\"kind\":\"x\"}");

        assertThat(AssetRef.allIn(value)).extracting(AssetRef::locator).containsExactly("u", "b");
        assertThat(AssetRef.allIn(Json.of(List.of("kind", 1)))).isEmpty();
    }

    @Test
    void areReplacedAndNothingElseIsTouched() {
        Json value = Json.parse("{ \"a\" : {\"kind\":\"idb\",\"blobKey\":\"b\"}, \"n\" : 1.50, \"k\":{\"kind\" : 1} }");

        Json replaced = AssetRef.replaceIn(value, ref -> new AssetRef.Embedded("e", ref.facts()));

        assertThat(replaced)
                .hasToString("{ \"a\" : {\"kind\":\"embedded\",\"id\":\"e\"}, \"n\" : 1.50, \"k\":{\"kind\" : 1} }");
        assertThat(AssetRef.replaceIn(value, ref -> ref)).isSameAs(value);
    }

    @Test
    void refuseWhatCannotBe() {
        assertThatThrownBy(() -> new AssetHash("ABC")).hasMessageContaining("64 lower-case hexadecimal digits");
        assertThatThrownBy(() -> new AssetFacts(null, -1L, null, Json.EMPTY_OBJECT))
                .hasMessageContaining("-1 bytes");
        assertThatThrownBy(() -> new AssetFacts(null, null, null, Json.TRUE)).hasMessageContaining("an object");
        assertThat(AssetHash.read("sha256-" + HEX.toUpperCase(java.util.Locale.ROOT)))
                .isEmpty();
    }
}
