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

/** Operations as text. */
@Domain(Odd.class)
final class OpJsonTest {
    private static final String WITH_SCHEMA =
            "{\"op\":\"o\",\"workflow\":\"w\",\"device\":\"d\",\"schema\":%d,\"writes\":[]}";

    @Property
    void everyOperationReadsBackExactly(@ForAll Op op) {
        OpCodecLaws.readsBackWhatWasWritten(OpCodecLaws.JSON, op);
    }

    /** A reader keeps names and ids of the operation before, which must not get into the next. */
    @Property
    void operationsReadInARowAreReadAsIfAlone(@ForAll @Size(max = 4) List<Op> ops) {
        OpReader reader = new OpReader();
        for (Op op : ops) {
            assertThat(reader.read(new JsonCursor(OpCodecLaws.JSON.write(op)))).isEqualTo(op);
        }
    }

    @Test
    void everySchemaVersionFrom1IsRead() {
        assertThat(OpCodecLaws.JSON.read(WITH_SCHEMA.formatted(1)).schema()).isEqualTo(1);
        assertThat(OpCodecLaws.JSON
                        .read(WITH_SCHEMA.formatted(Integer.MAX_VALUE))
                        .schema())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void thisIsWhatAnOperationLooksLike() {
        Op op = new Op(
                new OpId("o1"),
                World.WORKFLOW,
                new Op.Origin(new DeviceId("d1"), 7, 1L << 60),
                42,
                1,
                new OpId("o0"),
                null,
                List.of(
                        EntityWrites.to(World.node("a"))
                                .set("config.k", Json.parse("1.10"))
                                .set("title", null)
                                .build(),
                        EntityWrites.to(World.edge("e"))
                                .setOver("type", Json.of("x"), new OpId("o0"))
                                .set("order", Json.NULL)
                                .build()));

        assertThat(OpCodecLaws.JSON.write(op))
                .isEqualTo("{\"op\":\"o1\",\"workflow\":\"w\",\"device\":\"d1\",\"seq\":7,"
                        + "\"hlc\":\"1152921504606846976\",\"seen\":42,\"schema\":1,\"undoOf\":\"o0\","
                        + "\"writes\":[[\"node\",\"a\",{\"config.k\":1.10},[\"title\"]],"
                        + "[\"edge\",\"e\",{\"order\":null,\"type\":\"x\"},[],{\"type\":\"o0\"}]]}");
    }

    @Test
    void whatIsNotKnownIsSkippedAndTheOrderDoesNotMatter() {
        Op op = OpCodecLaws.JSON.read("{\"later\":[1],\"writes\":[[\"note\",\"n\",{\"b\":1,\"a\":2}]],\"hlc\":\"5\","
                + "\"seq\":1,\"device\":\"d\",\"workflow\":\"w\",\"op\":\"o\"}");

        assertThat(op)
                .isEqualTo(Op.of(
                        new OpId("o"),
                        World.WORKFLOW,
                        new Op.Origin(new DeviceId("d"), 1, 5),
                        List.of(EntityWrites.to(new EntityKey(EntityKind.of("note"), "n"))
                                .set("a", Json.of(2))
                                .set("b", Json.of(1))
                                .build())));
    }

    @Test
    void theDigestIsOfTheWritesAlone() {
        Op op = World.op("me", 1, World.birth("a"));
        Op other = new Op(
                new OpId("x"), World.WORKFLOW, new Op.Origin(new DeviceId("d"), 9, 9), 3, 2, null, null, op.writes());

        assertThat(OpDigest.of(other)).isEqualTo(OpDigest.of(op)).matches("[0-9a-f]{64}");
        assertThat(OpDigest.of(World.op("me", 1, World.birth("b")))).isNotEqualTo(OpDigest.of(op));
        assertThat(OpJson.writes(op)).isEqualTo("[[\"node\",\"a\",{\"life\":true,\"type\":\"step\"}]]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|expected '{'",
                "{}|op=null",
                "{'op':'o','workflow':'w','device':'d'}|needs op, workflow, device and writes",
                "{'op':'o','workflow':'w','writes':[]}|device=null",
                "{'op':'o','device':'d','writes':[]}|workflow=null",
                "{'workflow':'w','device':'d','writes':[]}|op=null",
                "{'op':'','workflow':'w','device':'d','writes':[]}|operation id",
                "{'op':'a b','workflow':'w','device':'d','writes':[]}|operation id",
                "{'op':'o','workflow':'','device':'d','writes':[]}|workflow id",
                "{'op':'o','workflow':'w','device':'ä','writes':[]}|device id",
                "{'op':null,'workflow':'w','device':'d','writes':[]}|a string",
                "{'op':'o','undoOf':'','workflow':'w','device':'d','writes':[]}|operation id",
                "{'hlc':5}|a string",
                "{'hlc':'5x'}|'5x' is no clock",
                "{'seq':'5'}|number",
                "{'seq':1.5}|number",
                "{'seq':9223372036854775808}|number",
                "{'schema':0}|0 is no schema version",
                "{'schema':2147483648}|2147483648 is no schema version",
                "{'writes':{}}|expected '['",
                "{'writes':[[]]}|end before a kind",
                "{'writes':[['node']]}|end before an id",
                "{'writes':[['node','a']]}|end before registers",
                "{'writes':[['no de','a',{}]]}|entity kind",
                "{'writes':[['node','',{}]]}|empty",
                "{'writes':[['node','\\ud800',{}]]}|surrogate",
                "{'writes':[['node','a',[]]]}|expected '{'",
                "{'writes':[['node','a',{'x':1,'':2}]]}|name must not be empty",
                "{'writes':[['node','a',{},['']]]}|name must not be empty",
                "{'writes':[['node','a',{},{}]]}|expected '['",
                "{'writes':[['node','a',{},[7]]]}|a string",
                "{'writes':[['node','a',{},[],{'x':'o'}]]}|'x' is guarded but not written",
                "{'writes':[['node','a',{'x':1},[],{'x':'o'},1]]}|more than five parts",
                "{'op':'o'|','",
                "{'op':'o',}|\""
            })
    void textThatIsNoOperationIsRefusedWithAMessage(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpJson.read(new JsonCursor(text.replace('\'', '"'))))
                .withMessageContaining(message);
    }
}
