package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weftwork.graph.Json;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

/** What one operation writes to one entity. */
@Domain(Odd.class)
final class EntityWritesTest {
    private static final EntityKey KEY = World.node("a");
    private static final OpId OP = new OpId("o");

    @Property
    void writesCanBeTakenUpAgain(@ForAll EntityWrites writes) {
        assertThat(writes.toBuilder().build()).isEqualTo(writes).hasToString(writes.toString());
    }

    @Test
    void writesComeByNameAndALaterOneReplacesAnEarlier() {
        EntityWrites writes = EntityWrites.to(KEY)
                .set("b", Json.of(1))
                .setOver("a", null, OP)
                .set("b", Json.of(2))
                .build();

        assertThat(writes).hasToString("node a a=null b=2");
        assertThat(writes.onlyOver(0)).isEqualTo(OP);
        assertThat(writes.onlyOver(1)).isNull();
        assertThat(writes.guarded()).isTrue();
        assertThat(writes.writes("b")).isTrue();
        assertThat(writes.writes("c")).isFalse();
    }

    @Test
    void manyWritesToFewRegistersKeepTheLastOfEach() {
        EntityWrites.Builder writes = EntityWrites.to(KEY);
        for (int i = 0; i < 1_000; i++) {
            writes.set("r" + (i * 7 % 13), Json.of(i));
        }
        writes.setOver("r3", Json.of("guarded"), OP);

        EntityWrites made = writes.build();
        assertThat(made.size()).isEqualTo(13);
        assertThat(made.field(0)).isEqualTo("r0");
        assertThat(made.field(1)).isEqualTo("r1");
        assertThat(made.field(2)).isEqualTo("r10");
        assertThat(made.value(0)).isEqualTo(Json.of(988));
        assertThat(made.value(1)).isEqualTo(Json.of(990));
        assertThat(writes.set("r0", null).build().value(0)).isNull();
        assertThat(writes.build().onlyOver(6)).isEqualTo(OP);
    }

    @Test
    void aGuardThatWasReplacedIsNoGuard() {
        EntityWrites writes = EntityWrites.to(KEY)
                .setOver("a", Json.of(1), OP)
                .set("a", Json.of(1))
                .build();

        assertThat(writes.guarded()).isFalse();
        assertThat(writes).isEqualTo(World.set(KEY, "a", Json.of(1)));
        OpCodecLaws.readsBackWhatWasWritten(OpCodecLaws.JSON, World.op("me", 1, writes));
    }

    @Test
    void aRegisterHasAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntityWrites.to(KEY).set("", Json.TRUE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntityWrites.to(KEY).setOver("", Json.TRUE, OP));
    }

    @Test
    void aBuilderKnowsWhetherAnythingWasWritten() {
        assertThat(EntityWrites.to(KEY).isEmpty()).isTrue();
        assertThat(EntityWrites.to(KEY).set("a", null).isEmpty()).isFalse();
    }

    @Test
    void writesThatDifferInAnyPartAreNotEqual() {
        EntityWrites writes = World.set(KEY, "a", Json.of(1));

        assertThat(writes)
                .isNotEqualTo(World.set(World.node("b"), "a", Json.of(1)))
                .isNotEqualTo(World.set(KEY, "b", Json.of(1)))
                .isNotEqualTo(World.set(KEY, "a", Json.of(2)))
                .isNotEqualTo(EntityWrites.to(KEY).setOver("a", Json.of(1), OP).build())
                .isNotEqualTo(null)
                .hasSameHashCodeAs(World.set(KEY, "a", Json.of(2)));
        assertThat(writes.hashCode())
                .isNotEqualTo(World.set(World.node("b"), "a", Json.of(1)).hashCode())
                .isNotEqualTo(World.set(KEY, "b", Json.of(1)).hashCode());
    }

    @Test
    void sortedWritesGrowAndLeaveOutWhatIsAbsent() {
        SortedWrites sorted = new SortedWrites(KEY, 0, new BirthNames());
        EntityWrites.Builder plain = EntityWrites.to(KEY);
        for (char name = 'a'; name <= 'z'; name++) {
            sorted.add(String.valueOf(name), Json.of(name - 'a'));
            plain.set(String.valueOf(name), Json.of(name - 'a'));
        }

        assertThat(sorted.add("zz", null).build()).isEqualTo(plain.build());
    }

    @Test
    void sortedWritesOutOfOrderAreRefused() {
        SortedWrites sorted = new SortedWrites(KEY, 2, new BirthNames()).add("b", Json.TRUE);

        assertThatIllegalStateException()
                .isThrownBy(() -> sorted.add("a", Json.TRUE))
                .withMessageContaining("'a' came after 'b'");
        assertThatIllegalStateException().isThrownBy(() -> sorted.add("b", Json.TRUE));
    }

    @Test
    void anOperationIsTheSameUnderItsOwnNumber() {
        Op op = World.op("me", 1, World.birth("a"));

        assertThat(op.renumbered(op.origin())).isSameAs(op);
        Op other = op.renumbered(new Op.Origin(new DeviceId("d"), 2, 3));
        assertThat(other.origin()).isEqualTo(new Op.Origin(new DeviceId("d"), 2, 3));
        assertThat(other.id()).isEqualTo(op.id());
        assertThat(other.writes()).isEqualTo(op.writes());
        assertThat(other.withWrites(List.of()).writes()).isEmpty();
    }
}
