package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The registers of one entity. */
final class RegistersTest {
    private static final EntityKey KEY = World.node("a");
    private static final Stamp ONE = Stamp.parse("1:1:d:o");
    private static final Stamp TWO = Stamp.parse("2:2:d:p");

    @Test
    void registersAreFoundByName() {
        Registers registers = Registers.of(writes("b", Json.of(1), "d", null), new Stamp[] {ONE, TWO});

        assertThat(registers.get("b")).isEqualTo(Json.of(1));
        assertThat(registers.get("d")).isNull();
        assertThat(registers.stampOf("b")).isEqualTo(ONE);
        assertThat(registers.stampOf("d")).isEqualTo(TWO);
        assertThat(registers.indexOf("a")).isEqualTo(-1);
        assertThat(registers.indexOf("c")).isEqualTo(-2);
        assertThat(registers.indexOf("e")).isEqualTo(-3);
        assertThat(registers.get("c")).isNull();
        assertThat(registers.stampOf("c")).isNull();
    }

    @Test
    void theNewestStampIsTheGreatestWhereverItStands() {
        assertThat(Registers.NONE.newest()).isNull();
        assertThat(Registers.of(writes("a", null, "b", null), new Stamp[] {ONE, TWO})
                        .newest())
                .isEqualTo(TWO);
        assertThat(Registers.of(writes("a", null, "b", null), new Stamp[] {TWO, ONE})
                        .newest())
                .isEqualTo(TWO);
    }

    @Test
    void underOneStampTheGreaterTextStandsAndAnyTextStandsOverAbsent() {
        Registers one = Registers.of(writes("a", Json.of(1), "b", null), ONE);
        Registers other = Registers.of(writes("a", Json.of(2), "b", Json.EMPTY_OBJECT), ONE);

        assertThat(one.join(other)).isEqualTo(other);
        assertThat(other.join(one)).isSameAs(other);
        assertThat(one.join(one)).isSameAs(one);
    }

    @Test
    void aJoinThatChangesNothingGivesTheSameObject() {
        Registers newer = Registers.of(writes("a", Json.of(1), "b", Json.of(2)), TWO);

        assertThat(newer.join(writes("b", Json.of(3), "a", null), ONE)).isSameAs(newer);
        assertThat(newer.join(Registers.NONE)).isSameAs(newer);
        assertThat(Registers.NONE.join(newer)).isSameAs(newer);
    }

    @Test
    void aWriteOverARegisterChangesThatOneAloneAndNothingOfTheStateBefore() {
        Registers both = Registers.of(writes("a", Json.of(1), "b", Json.of(1)), ONE);

        Registers joined = both.join(writes("b", Json.of(2)), TWO);
        assertThat(joined).hasToString("a=1@1:1:d:o b=2@2:2:d:p");
        assertThat(joined.join(writes("a", null), TWO))
                .isEqualTo(Registers.of(writes("a", null, "b", Json.of(2)), TWO));
        assertThat(joined.join(writes("a", Json.of(3), "b", Json.of(3)), ONE)).hasToString("a=3@1:1:d:o b=2@2:2:d:p");
        assertThat(joined.join(writes("b", Json.of(3), "c", Json.of(3)), ONE))
                .hasToString("a=1@1:1:d:o b=2@2:2:d:p c=3@1:1:d:o");
        assertThat(joined).hasToString("a=1@1:1:d:o b=2@2:2:d:p");
        assertThat(both).hasToString("a=1@1:1:d:o b=1@1:1:d:o");
    }

    @Test
    void aGuardedWriteCountsOverTheValueThatItNamesAlone() {
        Registers registers = Registers.of(writes("a", Json.of(1), "b", Json.of(1)), ONE);
        EntityWrites undo = EntityWrites.to(KEY)
                .setOver("a", null, ONE.op())
                .setOver("b", null, new OpId("other"))
                .setOver("c", null, ONE.op())
                .build();

        assertThat(registers.join(undo, TWO)).hasToString("a=null@2:2:d:p b=1@1:1:d:o");
        assertThat(Registers.NONE.join(undo, TWO)).isEqualTo(Registers.NONE);
    }

    @Test
    void registersThatDifferInAnyPartAreNotEqual() {
        Registers registers = Registers.of(writes("a", Json.of(1), "b", null), ONE);

        assertThat(registers)
                .isEqualTo(Registers.of(writes("b", null, "a", Json.of(1)), new Stamp[] {ONE, ONE}))
                .hasSameHashCodeAs(Registers.of(writes("a", Json.of(1), "b", null), TWO))
                .isNotEqualTo(Registers.of(writes("a", Json.of(1), "c", null), ONE))
                .isNotEqualTo(Registers.of(writes("a", Json.of(2), "b", null), ONE))
                .isNotEqualTo(Registers.of(writes("a", Json.of(1), "b", null), TWO))
                .isNotEqualTo(null);
        assertThat(registers.hashCode())
                .isNotEqualTo(
                        Registers.of(writes("a", Json.of(2), "b", null), ONE).hashCode())
                .isNotEqualTo(
                        Registers.of(writes("a", Json.of(1), "c", null), ONE).hashCode());
    }

    @Test
    void entitiesThatDifferInAnyPartAreNotEqual() {
        Registers registers = Registers.of(writes("a", Json.of(1), "b", null), ONE);
        Entity entity = new Entity(KEY, registers, 3);

        assertThat(entity)
                .isEqualTo(new Entity(KEY, registers, 3))
                .hasSameHashCodeAs(new Entity(KEY, registers, 3))
                .isNotEqualTo(new Entity(World.node("b"), registers, 3))
                .isNotEqualTo(new Entity(KEY, registers, 4))
                .isNotEqualTo(new Entity(KEY, Registers.NONE, 3))
                .isNotEqualTo(null)
                .hasToString("node a v3 a=1@1:1:d:o b=null@1:1:d:o");
        assertThat(entity.hashCode()).isNotEqualTo(new Entity(KEY, registers, 4).hashCode());
        assertThat(entity.join(entity)).isSameAs(entity);
        assertThat(entity.join(new Entity(KEY, registers, 2))).isSameAs(entity);
        assertThat(entity.join(new Entity(KEY, registers, 4)).version()).isEqualTo(4);
        assertThat(Entity.unborn(KEY).updatedAt()).isZero();
    }

    private static EntityWrites writes(String field, @Nullable Json value) {
        return EntityWrites.to(KEY).set(field, value).build();
    }

    private static EntityWrites writes(String field, @Nullable Json value, String other, @Nullable Json otherValue) {
        return EntityWrites.to(KEY).set(field, value).set(other, otherValue).build();
    }
}
