package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registers as two texts, one for people and one for merging. */
@Domain(Odd.class)
final class RegistersJsonTest {
    static final OpCodecLaws.RegistersCodec JSON = new OpCodecLaws.RegistersCodec() {
        @Override
        public String values(Registers registers) {
            return RegistersJson.values(registers);
        }

        @Override
        public String stamps(Registers registers) {
            return RegistersJson.stamps(registers);
        }
    };

    private static final Stamp ONE = Stamp.parse("1:1:d:o");
    private static final Stamp TWO = Stamp.parse("2:2:d:p");

    @Property
    void everyStateOfRegistersReadsBackExactly(@ForAll Registers registers) {
        OpCodecLaws.registersReadBack(JSON, registers);
    }

    @Test
    void registersOfOneStampShareItsText() {
        Registers registers = Registers.of(World.birth("a"), ONE);

        assertThat(RegistersJson.values(registers)).isEqualTo("{\"life\":true,\"type\":\"step\"}");
        assertThat(RegistersJson.stamps(registers)).isEqualTo("1:1:d:o");
    }

    @Test
    void anAbsentRegisterStandsAmongTheStampsAlone() {
        EntityWrites writes = EntityWrites.to(World.node("a"))
                .set("title", null)
                .set("type", Json.NULL)
                .build();

        assertThat(RegistersJson.values(Registers.of(writes, ONE))).isEqualTo("{\"type\":null}");
        assertThat(RegistersJson.stamps(Registers.of(writes, ONE)))
                .isEqualTo("{\"\":\"1:1:d:o\",\"title\":\"1:1:d:o\"}");
    }

    @Test
    void theStampOfMostRegistersIsWrittenOnce() {
        assertThat(stamps(ONE, TWO, TWO)).isEqualTo("{\"\":\"2:2:d:p\",\"r0\":\"1:1:d:o\"}");
        assertThat(stamps(TWO, ONE, TWO)).isEqualTo("{\"\":\"2:2:d:p\",\"r1\":\"1:1:d:o\"}");
        assertThat(stamps(ONE, ONE, TWO, TWO, TWO)).startsWith("{\"\":\"2:2:d:p\"");
        assertThat(stamps(TWO, TWO, TWO, ONE, ONE)).startsWith("{\"\":\"2:2:d:p\"");
        assertThat(stamps(ONE, TWO, TWO, TWO, ONE)).startsWith("{\"\":\"2:2:d:p\"");
    }

    private static String stamps(Stamp... stamps) {
        EntityWrites.Builder writes = EntityWrites.to(World.node("a"));
        for (int i = 0; i < stamps.length; i++) {
            writes.set("r" + i, Json.of(i));
        }
        return RegistersJson.stamps(Registers.of(writes.build(), stamps));
    }

    @Test
    void aRegisterThatIsListedTwiceHasItsLastValue() {
        assertThat(read("{\"a\":1,\"a\":2}", "1:1:d:o")).hasToString("a=2@1:1:d:o");
    }

    @Test
    void noRegistersAreTwoEmptyObjects() {
        assertThat(RegistersJson.values(Registers.NONE)).isEqualTo("{}");
        assertThat(RegistersJson.stamps(Registers.NONE)).isEqualTo("{}");
    }

    @Test
    void theOrderInTheTextsDoesNotMatter() {
        Registers read = read("{\"b\":1,\"a\":2}", "{\"c\":\"1:1:d:o\",\"b\":\"2:2:d:p\",\"a\":\"1:1:d:o\"}");

        assertThat(read).hasToString("a=2@1:1:d:o b=1@2:2:d:p c=null@1:1:d:o");
        assertThat(read("{\"b\":1,\"a\":2}", "1:1:d:o")).hasToString("a=2@1:1:d:o b=1@1:1:d:o");
    }

    @Property
    void rowsReadInARowAreReadAsIfAlone(@ForAll @Size(max = 4) List<Registers> rows) {
        LikelyNames cache = new LikelyNames();
        for (Registers row : rows) {
            String values = RegistersJson.values(row);
            assertThat(RegistersJson.read(World.node("a"), values, RegistersJson.stamps(row), cache))
                    .isEqualTo(row);
        }
    }

    @Test
    void anEntityMayHaveManyRegisters() {
        EntityWrites.Builder writes = EntityWrites.to(World.node("a"));
        for (int i = 0; i < 99; i++) {
            writes.set(RegisterNames.CONFIG_PREFIX + i, Json.of(i));
        }
        OpCodecLaws.registersReadBack(JSON, Registers.of(writes.build(), ONE));
    }

    @Test
    void theSameTextInARowGivesTheSameStamp() {
        LikelyNames cache = new LikelyNames();

        assertThat(cache.stamp(ONE.toString())).isEqualTo(ONE).isSameAs(cache.stamp(ONE.toString()));
        assertThat(cache.stamp(TWO.toString())).isEqualTo(TWO);
        assertThat(cache.stamp(ONE.toString())).isEqualTo(ONE);
    }

    @Test
    void entitiesOfOtherShapesInARowAreReadAsIfAlone() {
        LikelyNames names = new LikelyNames();
        for (int i = 0; i < 50; i++) {
            EntityWrites.Builder writes = EntityWrites.to(World.node("a"));
            for (int j = 0; j < i * 7 % 19; j++) {
                writes.set("r" + (i + j) % 23, Json.of(i));
            }
            Registers each = Registers.of(writes.build(), i % 2 == 0 ? ONE : TWO);
            String text = "[0," + RegistersJson.values(each) + "]";
            assertThat(RegistersJson.read(World.node("a"), new JsonCursor(text, 3), RegistersJson.stamps(each), names))
                    .isEqualTo(each);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1}|{'b':'1:1:d:o'}|holds 'a' without a stamp",
                "{'a':1}|nonsense|no stamp",
                "{'a':1}|{'a':7}|a string",
                "{'a':1}|{'a':'1:1:d:o'} x|the end",
                "{'a':1} x|1:1:d:o|the end",
                "{'':1}|1:1:d:o|name must not be empty",
                "[]|1:1:d:o|expected '{'"
            })
    void textThatIsNoRegistersIsRefusedWithAMessage(String values, String stamps, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(values.replace('\'', '"'), stamps.replace('\'', '"')))
                .withMessageContaining(message);
    }

    private static Registers read(String values, String stamps) {
        return RegistersJson.read(World.node("a"), values, stamps, new LikelyNames());
    }
}
