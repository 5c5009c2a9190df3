package dev.weftwork.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class FieldsTest {
    private static final String[] NAMES = {"a", "config.", "config.b", "config.ba", "config.c", "configure", "z"};
    private static final Json[] VALUES = {
        Json.of(0), Json.of(1), Json.of(2), Json.of(3), Json.of(4), Json.of(5), Json.of(6)
    };

    @Test
    void aPartOfLongerArraysIsAMapOfTheRestsOfItsNames() {
        Fields part = Fields.within(NAMES, VALUES, 1, 5, "config.".length());

        assertThat(part).isEqualTo(Map.of("", Json.of(1), "b", Json.of(2), "ba", Json.of(3), "c", Json.of(4)));
        assertThat(part.keySet()).containsExactly("", "b", "ba", "c");
        assertThat(part.get("ba")).isEqualTo(Json.of(3));
        assertThat(part.get("")).isEqualTo(Json.of(1));
    }

    @Test
    void whatLiesBesideThePartIsNotInIt() {
        Fields part = Fields.within(NAMES, VALUES, 2, 4, "config.".length());

        for (String other : new String[] {"", "a", "c", "bb", "ure", "z", "config.b", "b "}) {
            assertThat(part.get(other)).as("'%s'", other).isNull();
            assertThat(part.containsKey(other)).as("'%s'", other).isFalse();
        }
        Object noText = 7;
        assertThat(part.get(noText)).isNull();
        assertThat(part).hasSize(2);
    }

    @Test
    void anEmptyPartIsNoFields() {
        assertThat(Fields.within(NAMES, VALUES, 3, 3, 7)).isSameAs(Fields.NONE);
    }

    @Test
    void aMapIsCopiedInTheOrderOfItsNamesWhateverItsOwnIs() {
        Map<String, Json> backwards = new TreeMap<>(Comparator.reverseOrder());
        for (int i = 0; i < NAMES.length; i++) {
            backwards.put(NAMES[i], VALUES[i]);
        }

        assertThat(Fields.copyOf(backwards)).containsExactlyEntriesOf(Fields.ofSorted(NAMES, VALUES));
    }

    @Test
    void namesOfOneTextAreOneField() {
        Map<String, Json> byIdentity = new IdentityHashMap<>();
        byIdentity.put("a", VALUES[1]);
        byIdentity.put(String.valueOf(new char[] {'a'}), VALUES[1]);
        byIdentity.put("b", VALUES[2]);

        assertThat(Fields.copyOf(byIdentity)).isEqualTo(Map.of("a", VALUES[1], "b", VALUES[2]));
    }

    @Test
    void packedNamesMustAscend() {
        assertThat(Fields.ofSorted(new String[] {"a", "b"}, new Json[] {Json.of(1), Json.of(2)}))
                .isEqualTo(Map.of("a", Json.of(1), "b", Json.of(2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fields.ofSorted(new String[] {"b", "a"}, new Json[] {Json.of(1), Json.of(2)}))
                .withMessageContaining("'a' stands after 'b'");
    }
}
