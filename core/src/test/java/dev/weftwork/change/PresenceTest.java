package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Workflow;
import org.junit.jupiter.api.Test;

/** A run shows as running only while the process that runs it lives. */
final class PresenceTest {
    private final GraphState state = World.state(run("a", Result.running(), "p1"), run("b", Result.done("fine"), "p1"));

    @Test
    void aRunOfALivingProcessShowsAsRunning() {
        assertThat(status(state.view("p1"::equals), "a")).isEqualTo(Result.RUNNING);
        assertThat(status(state.view(), "a")).isEqualTo(Result.RUNNING);
    }

    @Test
    void aRunOfADeadProcessShowsAsIdleInListsToo() {
        Workflow view = state.view("p2"::equals);

        assertThat(status(view, "a")).isEqualTo(Result.IDLE);
        assertThat(view.nodes()).extracting(Node::status).containsExactly(Result.IDLE, Result.DONE);
    }

    @Test
    void aRunThatEndedStaysWhateverBecameOfItsProcess() {
        assertThat(World.shown(state, "b").result()).isEqualTo(Result.done("fine"));
        assertThat(status(state.view(process -> false), "b")).isEqualTo(Result.DONE);
    }

    @Test
    void whatARunHadGivenSoFarStaysWhenItShowsAsIdle() {
        GraphState partial = World.state(run("a", new Result(Result.RUNNING, Json.of(3)), "p1"));

        assertThat(partial.view(process -> false)
                        .node(NodeId.of("a"))
                        .orElseThrow()
                        .result())
                .isEqualTo(new Result(Result.IDLE, Json.of(3)));
    }

    @Test
    void aRunWithoutAProcessIsAskedForUnderTheEmptyName() {
        GraphState foreign = World.state(
                World.birth("a"),
                World.set(World.node("a"), RegisterNames.RUN, Json.parse("{\"status\":\"running\"}")));

        assertThat(status(foreign.view(String::isEmpty), "a")).isEqualTo(Result.RUNNING);
        assertThat(status(foreign.view("p1"::equals), "a")).isEqualTo(Result.IDLE);
    }

    @Test
    void aSnapshotForOnePresenceDoesNotStandInForAnother() {
        Presence nobody = process -> false;

        assertThat(status(state.view(nobody), "a")).isEqualTo(Result.IDLE);
        assertThat(status(state.view(), "a")).isEqualTo(Result.RUNNING);
        assertThat(status(state.view(nobody), "a")).isEqualTo(Result.IDLE);
        assertThat(state.view(nobody)).isSameAs(state.view(nobody));
        assertThat(state.view(Presence.ALL)).isSameAs(state.view());
    }

    private static EntityWrites run(String node, Result result, String process) {
        return NodeRegisters.birth(
                Node.builder(NodeId.of(node), "step").result(result).build(), process);
    }

    private static String status(Workflow view, String node) {
        return view.node(NodeId.of(node)).orElseThrow().status();
    }
}
