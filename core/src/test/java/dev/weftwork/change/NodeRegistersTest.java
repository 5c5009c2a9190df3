package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

/** Nodes as registers. */
@Domain(Odd.class)
final class NodeRegistersTest {
    @Property
    void peopleWhoChangeDifferentThingsOfANodeDoNotConflict(
            @ForAll Node base, @ForAll Node earlier, @ForAll Node later) {
        DiffLaws.peopleWhoChangeDifferentThingsDoNotConflict(DiffLaws.REAL, base, earlier, later);
    }

    @Property
    void aNewbornNodeShowsAsItWasMade(@ForAll Node node) {
        GraphState state = World.state(World.birth("b"), World.birth("c"), NodeRegisters.birth(node, "p"));
        Node shown = World.shown(state, "a");

        assertThat(shown.toBuilder().build())
                .isEqualTo(new Node(
                        node.id(),
                        node.type(),
                        node.title(),
                        node.position(),
                        node.size(),
                        node.parentId(),
                        node.config(),
                        node.result(),
                        node.ext(),
                        node.order(),
                        1,
                        shown.updatedAt()));
    }

    @Property
    void nodesBornInARowAreBornAsEachAloneWouldBe(@ForAll Node one, @ForAll Node other, @ForAll Node third) {
        BirthNames known = new BirthNames();
        List<Node> row = List.of(one, other, one, third, third, other);
        List<EntityWrites> births =
                row.stream().map(node -> NodeRegisters.birth(node, "p", known)).toList();

        // looked at once all are born, since names that one shares must not change under it
        for (int i = 0; i < row.size(); i++) {
            EntityWrites alone = NodeRegisters.birth(row.get(i), "p");
            assertThat(births.get(i)).isEqualTo(alone);
            assertThat(births.get(i).length()).isEqualTo(alone.length());
        }
        assertThat(births.get(4).fields).isSameAs(births.get(3).fields);
    }

    @Property
    void whatDidNotChangeIsNotWritten(@ForAll Node node) {
        EntityWrites.Builder writes = EntityWrites.to(World.node("a"));
        NodeRegisters.writeChanges(node, node.toBuilder().build(), "p", writes);

        assertThat(writes.isEmpty()).isTrue();
    }

    @Property
    void changesBringTheOneStateToTheOther(@ForAll Node before, @ForAll Node after) {
        GraphState state = World.state(World.birth("b"), World.birth("c"), NodeRegisters.birth(before, "p"));
        EntityWrites.Builder writes = EntityWrites.to(World.node("a"));
        NodeRegisters.writeChanges(before, after, "p", writes);
        GraphState changed = World.after(state, 9, writes.build());
        GraphState newborn = World.state(World.birth("b"), World.birth("c"), NodeRegisters.birth(after, "p"));

        assertThat(StateText.shown(changed.view())).isEqualTo(StateText.shown(newborn.view()));
    }

    @Test
    void distinctSettingsOfTwoDevicesNeverConflict() {
        Node base = Node.builder(NodeId.of("a"), "step").config("k", 0).build();
        BookLedger ledger = new BookLedger();
        ledger.take(World.op("me", 1, NodeRegisters.birth(base, "")), 100);

        ledger.take(change("one", base, base.toBuilder().config("k", 1).build()), 100);
        ledger.take(change("two", base, base.toBuilder().config("l", 2).build()), 100);
        ledger.take(change("three", base, base.toBuilder().title("x").build()), 100);

        assertThat(ledger.losses()).isEmpty();
        assertThat(World.shown(ledger.state(), "a").config())
                .containsEntry("k", Json.of(1))
                .containsEntry("l", Json.of(2));
    }

    private static Op change(String device, Node before, Node after) {
        EntityWrites.Builder writes = EntityWrites.to(World.node("a"));
        NodeRegisters.writeChanges(before, after, "", writes);
        Op op = World.op(device, 5, writes.build());
        return new Op(op.id(), op.workflow(), op.origin(), 1, op.schema(), null, null, op.writes());
    }

    @Test
    void onlyARunUnderWayNamesItsProcess() {
        assertThat(run(Result.running())).isEqualTo(Json.parse("{\"status\":\"running\",\"process\":\"p\"}"));
        assertThat(run(Result.done(1))).isEqualTo(Json.parse("{\"status\":\"done\",\"value\":1}"));
    }

    @Test
    void aResultTooDeepToBeReadAgainIsRefusedAtOnce() {
        Json deep = Json.parse("[".repeat(63) + "]".repeat(63));
        Json deeper = Json.parse("[".repeat(64) + "]".repeat(64));

        assertThat(Json.parse(run(Result.done(deep)).text()).get("value")).isEqualTo(deep);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(Result.done(deeper)))
                .withMessageContaining("nested");
    }

    private static Json run(Result result) {
        Node node = Node.builder(NodeId.of("a"), "step").result(result).build();
        GraphState state = World.state(NodeRegisters.birth(node, "p"));
        return Objects.requireNonNull(Objects.requireNonNull(state.entity(World.node("a")))
                .registers()
                .get(RegisterNames.RUN));
    }
}
