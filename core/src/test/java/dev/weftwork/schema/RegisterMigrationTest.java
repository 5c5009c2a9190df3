package dev.weftwork.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.ListArbitrary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A register under another name and in another form: seen by each version in its own way, and merged all the same. */
final class RegisterMigrationTest {
    private static final WorkflowId GRAPH = WorkflowId.of("w");
    private static final String OLD = "title";
    private static final String NEW = "caption";
    private static final RegisterMigration MIGRATION =
            new RegisterMigration(EntityKind.NODE, OLD, NEW, RegisterMigrationTest::wrap, RegisterMigrationTest::open);

    /** The newer version keeps an object where the older has the bare value. */
    private static Json wrap(Json value) {
        return Json.object().put("text", value).build();
    }

    private static Json open(Json value) {
        Json text = value.kind() == Json.Kind.OBJECT ? value.get("text") : null;
        return text == null ? value : text;
    }

    /**
     * A write to one register of one node, by a client of either version.
     *
     * @param newer whether the client is of the newer version
     * @param node which node
     * @param field which register, in the older version's words
     * @param value what it writes, or null to take it away
     */
    record Write(
            boolean newer, int node, String field, @Nullable String value) {}

    @Provide
    ListArbitrary<Write> writes() {
        Arbitrary<String> fields = Arbitraries.of(OLD, OLD, "life", "position", "mood");
        Arbitrary<String> values = Arbitraries.of("a", "b", "c").injectNull(0.2);
        return Combinators.combine(
                        Arbitraries.of(true, false), Arbitraries.integers().between(0, 2), fields, values)
                .as(Write::new)
                .list()
                .ofMaxSize(12);
    }

    private static List<Op> ops(List<Write> writes) {
        List<Op> ops = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            Write write = writes.get(i);
            boolean concerned = write.newer && write.field.equals(OLD);
            Json value = write.value == null ? null : Json.of(write.value);
            EntityWrites writing = EntityWrites.to(EntityKey.of(NodeId.of("n" + write.node)))
                    .set(concerned ? NEW : write.field, concerned && value != null ? wrap(value) : value)
                    .build();
            Op.Origin origin = new Op.Origin(new DeviceId("d" + i % 3), i + 1, 1_000 + i);
            ops.add(Op.of(new OpId("op" + i), GRAPH, origin, List.of(writing)));
        }
        return ops;
    }

    private static GraphState join(List<Op> ops) {
        GraphState state = GraphState.empty(GRAPH);
        for (Op op : ops) {
            state = state.join(op, op.provisional());
        }
        return state;
    }

    /** A state as text; registers with their stamps, so that equal texts are equal states. */
    private static String text(GraphState state) {
        TreeMap<String, String> entities = new TreeMap<>();
        state.forEach(entity -> entities.put(entity.key().toString(), entity.toString()));
        return entities.toString();
    }

    @Property
    void migratingAndMergingCommute(@ForAll("writes") List<Write> writes, @ForAll long seed) {
        List<Op> left = new ArrayList<>();
        List<Op> right = new ArrayList<>();
        Random random = new Random(seed);
        ops(writes).forEach(op -> (random.nextBoolean() ? left : right).add(op));
        GraphState a = join(left);
        GraphState b = join(right);

        assertThat(text(MIGRATION.up(a.join(b)))).isEqualTo(text(MIGRATION.up(a).join(MIGRATION.up(b))));
        assertThat(text(MIGRATION.down(a.join(b))))
                .isEqualTo(text(MIGRATION.down(a).join(MIGRATION.down(b))));
    }

    @Property
    void goingUpAndDownAgainIsTheIdentityOnWhatTheOlderVersionSees(@ForAll("writes") List<Write> writes) {
        GraphState seen = MIGRATION.down(join(ops(writes)));

        assertThat(text(MIGRATION.down(MIGRATION.up(seen)))).isEqualTo(text(seen));
    }

    @Property
    void migratingTwiceIsMigratingOnce(@ForAll("writes") List<Write> writes) {
        GraphState seen = MIGRATION.up(join(ops(writes)));

        assertThat(text(MIGRATION.up(seen))).isEqualTo(text(seen));
        assertThat(MIGRATION.up(seen)).isSameAs(seen);
    }

    @Property
    void fleetsOfBothVersionsConvergeForEachOfThem(@ForAll("writes") List<Write> writes, @ForAll long seed) {
        List<Op> ops = ops(writes);
        List<Op> shuffled = new ArrayList<>(ops);
        Collections.shuffle(shuffled, new Random(seed));
        GraphState one = join(ops);
        GraphState other = join(shuffled);

        assertThat(text(MIGRATION.up(one))).isEqualTo(text(MIGRATION.up(other)));
        assertThat(text(MIGRATION.down(one))).isEqualTo(text(MIGRATION.down(other)));
    }

    @Property
    void theLastWriterIsSeenByBothVersionsWhoeverItWas(@ForAll("writes") List<Write> writes) {
        GraphState state = join(ops(writes));
        for (int node = 0; node < 3; node++) {
            int number = node;
            Write last = writes.stream()
                    .filter(write -> write.node == number && write.field.equals(OLD))
                    .reduce((first, second) -> second)
                    .orElse(null);
            Json wanted = last == null || last.value == null ? null : Json.of(last.value);

            assertThat(register(MIGRATION.down(state), node, OLD)).isEqualTo(wanted);
            assertThat(register(MIGRATION.up(state), node, NEW)).isEqualTo(wanted == null ? null : wrap(wanted));
        }
    }

    private static @Nullable Json register(GraphState state, int node, String field) {
        Entity entity = state.entity(EntityKey.of(NodeId.of("n" + node)));
        return entity == null ? null : entity.registers().get(field);
    }

    @Property
    void goingStepByStepIsGoingAtOnce(@ForAll("writes") List<Write> writes) {
        RegisterMigration first = RegisterMigration.rename(EntityKind.NODE, OLD, "heading");
        RegisterMigration second = new RegisterMigration(
                EntityKind.NODE, "heading", NEW, RegisterMigrationTest::wrap, RegisterMigrationTest::open);
        GraphState state = MIGRATION.down(join(ops(writes)));

        assertThat(text(second.up(first.up(state)))).isEqualTo(text(MIGRATION.up(state)));
    }

    @Property
    void whatIsNotConcernedStaysAsItIs(@ForAll("writes") List<Write> writes) {
        GraphState state = join(ops(writes));
        RegisterMigration ofEdges =
                new RegisterMigration(EntityKind.EDGE, OLD, NEW, UnaryOperator.identity(), UnaryOperator.identity());

        assertThat(ofEdges.up(state)).isSameAs(state);
        MIGRATION.up(state).forEach(entity -> {
            Entity before = state.entity(entity.key());
            assertThat(before).isNotNull();
            assertThat(entity.version()).isEqualTo(before == null ? -1 : before.version());
        });
        assertThat(MIGRATION.up(state).updatedAt()).isEqualTo(state.updatedAt());
    }

    @Test
    void aValueOfAnotherShapeIsTakenAsItIs() {
        Op odd = ops(List.of(new Write(false, 0, OLD, "x"))).get(0);
        EntityWrites foreign = EntityWrites.to(EntityKey.of(NodeId.of("n0")))
                .set(NEW, Json.of(7))
                .build();
        GraphState state = join(List.of(odd.withWrites(List.of(foreign))));

        assertThat(register(MIGRATION.down(state), 0, OLD)).isEqualTo(Json.of(7));
    }
}
