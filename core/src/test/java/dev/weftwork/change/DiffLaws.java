package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a difference between two states of a node has to keep when people work at the same time. */
final class DiffLaws {
    /** How a change of a node becomes writes: {@link NodeRegisters#writeChanges}, or a broken form of it. */
    interface Diff {
        void write(Node before, Node after, EntityWrites.Builder writes);
    }

    static final Diff REAL = (before, after, writes) -> NodeRegisters.writeChanges(before, after, "p", writes);

    private DiffLaws() {}

    /** Two people change one node: what one of them left alone is as the other left it; else the later one wins. */
    static void peopleWhoChangeDifferentThingsDoNotConflict(Diff diff, Node base, Node earlier, Node later) {
        Op birth = World.op("me", 1, NodeRegisters.birth(base, "p"));
        Op one = edit(diff, "one", 2, base, earlier);
        Op two = edit(diff, "two", 3, base, later);
        GraphState start = World.state(World.birth("b"), World.birth("c")).join(birth, birth.provisional());
        GraphState oneFirst = start.join(one, one.provisional()).join(two, two.provisional());
        GraphState twoFirst = start.join(two, two.provisional()).join(one, one.provisional());

        assertThat(StateText.of(oneFirst)).isEqualTo(StateText.of(twoFirst));
        Node shown = World.shown(oneFirst, "a");
        assertThat(shown).isEqualTo(merged(base, earlier, later, shown));
    }

    private static Op edit(Diff diff, String device, long number, Node before, Node after) {
        EntityWrites.Builder writes = EntityWrites.to(World.node("a"));
        diff.write(before, after, writes);
        return World.op(device, number, writes.build());
    }

    private static Node merged(Node base, Node one, Node two, Node shown) {
        return new Node(
                base.id(),
                text(pick(Node::type, base, one, two)),
                text(pick(Node::title, base, one, two)),
                pick(Node::position, base, one, two),
                pick(Node::size, base, one, two),
                pick(Node::parentId, base, one, two),
                fields(Node::config, base, one, two),
                Objects.requireNonNull(pick(Node::result, base, one, two)),
                fields(Node::ext, base, one, two),
                pick(Node::order, base, one, two),
                shown.version(),
                shown.updatedAt());
    }

    private static <T> @Nullable T pick(Function<Node, @Nullable T> part, Node base, Node one, Node two) {
        return Objects.equals(part.apply(two), part.apply(base)) ? part.apply(one) : part.apply(two);
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNull(text);
    }

    private static Map<String, Json> fields(Function<Node, Map<String, Json>> part, Node base, Node one, Node two) {
        Map<String, Json> merged = new TreeMap<>();
        for (String name : new String[] {"k", "l", "m"}) {
            Json value = pick(node -> part.apply(node).get(name), base, one, two);
            if (value != null) {
                merged.put(name, value);
            }
        }
        return merged;
    }
}
